"""Examples of the rule about codes that no numbered rule checks."""

from validation.rules.school_census.examples._fragments import care, leaver, of, pupil

it = of("PX01")
for tag, wrong, right in (
    ("YoungCarer", "X", "P"),
    ("KinshipCare", "XX", "KF"),
    ("SENprovisionEntry", "S", "K"),
):
    it.fails(pupil(**{tag: wrong}), times=1)
    it.passes(pupil(**{tag: right}))
for tag, wrong, right in (
    ("APSettingType", "XXX", "NFE"),
    ("PlacementReason", "PEX", "BHS"),
    ("APAttendancePattern", "XX", "PT"),
    ("SENprovisionEntry", "S", "E"),
    ("SENprovisionLeaving", "X", "N"),
):
    it.fails(pupil(APPlacementDetails=[{tag: right}, {tag: wrong}]), leaver(APPlacementDetails=[{tag: wrong}]), times=1)
    it.passes(leaver(APPlacementDetails=[{tag: right}]))
for tag, wrong, right in (("LearnerFAMtype", "SEN", "NLM"), ("LearnerFAMcode", "21", "22")):
    it.fails(leaver(LearnerFAM=[{tag: wrong}]))
    it.passes(pupil(LearnerFAM=[{tag: right}]))
it.fails(pupil(LearnerFAM=[dict(LearnerFAMtype="EMH")]), year=2024)
it.passes(pupil(LearnerFAM=[dict(LearnerFAMtype="EMH")]), year=2025)
it.fails(pupil(FSMperiod=[dict(FSMcategory="XFSM")]))
it.passes(pupil(FSMperiod=[dict(FSMcategory="TFSM")]))
it.fails(leaver(NCyearLeaving="15"))
it.passes(leaver(NCyearLeaving="13"), leaver(SENprovisionEntry="E"))
for tag, wrong, right in (
    ("ProgType", "99", "31"),
    ("ProgrammeAimStatus", "9", "1"),
    ("ProgrammeAimWithdrawalReason", "5", "44"),
):
    it.fails(leaver(ProgrammeAim=[{tag: right}]), pupil(ProgrammeAim=[{tag: wrong}]), times=1)
    it.passes(pupil(ProgrammeAim=[{tag: right}]))
it.fails(pupil(ProgrammeAim=[dict(WorkPlacement=[dict(WPMode="1"), dict(WPMode="3")])]))
it.passes(leaver(ProgrammeAim=[dict(WorkPlacement=[dict(WPMode="2")])]))
for tag, wrong, right in (
    ("ChildcarePlacesAvailability", "Yes", "YES"),
    ("ChildcareBefore8am", "Y", "UNKNOWN"),
    ("ChildcareCovers8amTo6pm", "YES", "SOME"),
    ("ChildcareUntil6pm", "ALL", "NO"),
    ("HolidayChildcareProviderHours", "MAYBE", "YES"),
):
    it.fails(care(**{tag: right}), care(**{tag: wrong}), term="SPR", times=1)
    it.passes(care(**{tag: right}), term="SPR")
# Codes that a numbered rule checks are not reported twice.
it.passes(pupil(EnrolStatus="Z", Boarder="Z", Language="QQQ", SENprovision="X"))
it.passes(pupil(Boarder="N"), leaver(Boarder="N"))
it.passes()
