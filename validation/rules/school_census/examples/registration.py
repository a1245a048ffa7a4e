"""Examples of the rules about enrolment status, dates of entry and leaving, part-time and boarding."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, several, studying

CENSUS_DAY, DAY_AFTER = "2026-10-01", "2026-10-02"
PUPIL = pupil(MiddleNames="Robin")
"""A pupil of whom what the rule looks at is not said."""

it = of("1860")
it.fails(PUPIL)
it.fails(pupil(EnrolStatus="G"))
it.fails(pupil(EnrolStatus="F"), pupil(EnrolStatus="O"), phase="SP", times=2)
it.passes(pupil(EnrolStatus="F"), pupil(EnrolStatus="O"), phase="PR")
it.passes(pupil(EnrolStatus="C"), pupil(EnrolStatus="M"), pupil(EnrolStatus="S"), leaver(Boarder="N"))

it = of("1870Q")
it.just_fails(*several(18, pupil(EnrolStatus="C")), *several(2, pupil(EnrolStatus="M")))
it.just_passes(*several(19, pupil(EnrolStatus="C")), pupil(EnrolStatus="M"))
it.fails(pupil(EnrolStatus="C"), PUPIL, times=1)
it.passes(leaver(Boarder="N"))

it = of("1880")
it.fails(PUPIL)
it.just_fails(pupil(EntryDate=DAY_AFTER))
it.just_passes(pupil(EntryDate=CENSUS_DAY))
it.passes(pupil(EntryDate=DAY_AFTER), term="SPR")
it.passes(leaver(Boarder="N"))
it.fails(pupil(APPlacementDetails=[dict(EntryDate="2026-09-07")]))

it = of("1881Q")
it.just_fails(pupil(EntryDate="2026-05-25", TermlyAttendance=dict(SessionsPossible=1)))
it.just_passes(pupil(EntryDate="2026-05-24", TermlyAttendance=dict(SessionsPossible=60)))
it.just_passes(pupil(EntryDate="2026-05-25", TermlyAttendance=dict(SessionsPossible=0)))
it.passes(pupil(EntryDate="2026-05-25", SummerHalfTerm2Attendance=dict(SessionsPossible=60)))
it.passes(pupil(EntryDate="2026-05-25"), pupil(TermlyAttendance=dict(SessionsPossible=60)))
it.passes(leaver(EntryDate="2026-05-25", TermlyAttendance=dict(SessionsPossible=60)))

it = of("1882")
SECOND_HALF_TERM = dict(SummerHalfTerm2Attendance=dict(SessionsPossible=60))
it.just_fails(pupil(NCyearActual="R", EntryDate="2026-08-01", **SECOND_HALF_TERM))
it.just_passes(pupil(NCyearActual="R", EntryDate="2026-07-31", **SECOND_HALF_TERM))
it.fails(pupil(NCyearActual="12", EntryDate="2026-09-03", SummerHalfTerm2Attendance=dict(SessionsPossible=1)))
it.passes(pupil(NCyearActual="12", EntryDate="2026-09-03", SummerHalfTerm2Attendance=dict(SessionsPossible=0)))
it.passes(pupil(NCyearActual="12", EntryDate="2026-09-03", TermlyAttendance=dict(SessionsPossible=60)))
it.passes(pupil(NCyearActual="7", EntryDate="2026-09-03", **SECOND_HALF_TERM))

it = of("1883Q")
it.just_fails(pupil(EntryDate="2026-08-01", SummerHalfTerm2Attendance=dict(SessionsPossible=1)))
it.just_passes(pupil(EntryDate="2026-07-31", **SECOND_HALF_TERM))
it.just_passes(pupil(EntryDate="2026-08-01", SummerHalfTerm2Attendance=dict(SessionsPossible=0)))
it.passes(pupil(EntryDate="2026-08-01", TermlyAttendance=dict(SessionsPossible=60)))
it.passes(pupil(**SECOND_HALF_TERM))

it = of("1885Q")
OLD, NEW = pupil(EntryDate="2026-05-21"), pupil(EntryDate="2026-05-22")
it.just_fails(NEW, NEW, OLD)
it.just_passes(NEW, OLD)
it.just_passes(OLD)
it.passes(NEW, PUPIL, leaver(EntryDate="2026-05-22"))
it.just_fails(pupil(EntryDate="2026-10-02"), term="SPR")
it.just_passes(pupil(EntryDate="2026-10-01"), term="SPR")
it.passes()

for code, many, of_pupils, first, before in (
    ("1890Q", 4, 10, "2026-08-01", "2026-07-31"),
    ("1900Q", 3, 10, "2027-01-01", "2026-12-31"),
    ("1910Q", 5, 20, "2027-03-29", "2027-03-28"),
):
    it = of(code)
    new, old = pupil(EntryDate=first), pupil(EntryDate=before)
    it.just_passes(*several(many, new), *several(of_pupils - many, old))
    it.just_fails(*several(many + 1, new), *several(of_pupils - many - 1, old))
    it.just_passes(old)
    it.just_fails(new)
    it.passes(*several(of_pupils, PUPIL), new, leaver(EntryDate=first))
    it.passes()

it = of("1920")
it.fails(leaver(EntryDate="2024-09-03"))
it.just_fails(leaver(EntryDate="2026-06-03", LeavingDate="2026-06-02"))
it.just_passes(leaver(EntryDate="2026-06-03", LeavingDate="2026-06-03"))
it.just_fails(leaver(LeavingDate=CENSUS_DAY))
it.just_passes(leaver(LeavingDate="2026-09-30"))
it.passes(PUPIL)

it = of("1925Q")
LEFT = dict(DOB="2012-01-15", Boarder="N", EntryDate="2023-09-04", LeavingDate="2026-06-30")
it.fails(leaver(Boarder="N"))
it.passes(leaver(**LEFT))
it.passes(PUPIL)
# (a) a suspension
it.just_passes(leaver(LeavingDate="2026-09-30", TermlyExclusion=[{}]))
it.just_fails(leaver(LeavingDate=CENSUS_DAY, TermlyExclusion=[{}]))
it.fails(leaver(TermlyExclusion=[{}]))
# (b) attendance
it.just_passes(leaver(**LEFT | dict(LeavingDate="2026-04-06")))
it.just_fails(leaver(**LEFT | dict(LeavingDate="2026-04-05")))
it.just_passes(leaver(**LEFT | dict(LeavingDate=CENSUS_DAY)))
it.just_fails(leaver(**LEFT | dict(LeavingDate=DAY_AFTER)))
it.just_passes(leaver(**LEFT | dict(EntryDate="2026-07-31", LeavingDate="2026-09-10")))
it.just_fails(leaver(**LEFT | dict(EntryDate="2026-08-01", LeavingDate="2026-09-10")))
it.just_passes(leaver(**LEFT | dict(DOB="2021-08-31")))
it.just_fails(leaver(**LEFT | dict(DOB="2021-09-01")))
it.just_passes(leaver(**LEFT | dict(DOB="2009-09-01")))
it.just_fails(leaver(**LEFT | dict(DOB="2009-08-31")))
it.fails(leaver(**LEFT | dict(Boarder="B")))
it.just_passes(leaver(**LEFT | dict(EntryDate="2026-12-31", LeavingDate="2027-01-10")), term="SPR")
it.just_fails(leaver(**LEFT | dict(EntryDate="2027-01-01", LeavingDate="2027-01-10")), term="SPR")
of("1925Q", revision=1).fails(leaver(**LEFT | dict(DOB=DAY_AFTER)))
of("1925Q", revision=2).just_passes(leaver(**LEFT | dict(DOB=DAY_AFTER)))
of("1925Q", revision=2).just_fails(leaver(**LEFT | dict(DOB=CENSUS_DAY)))
it.just_passes(leaver(**LEFT | dict(LeavingDate="2026-08-01")), term="SPR")
it.just_fails(leaver(**LEFT | dict(LeavingDate="2026-07-31")), term="SPR")
# (c) learning aims in autumn, bursaries in spring and summer
it.passes(leaver(ProgrammeAim=[{}]))
it.passes(leaver(**studying(dict(QN="60146084"))))
it.fails(leaver(LearnerSupportItem=[{}]))
it.passes(leaver(LearnerSupportItem=[{}]), term="SPR")
it.passes(leaver(LearnerSupportItem=[{}]), term="SUM")
it.fails(leaver(ProgrammeAim=[{}]), term="SPR")
# (d) funding and monitoring, (e) a placement
it.passes(leaver(LearnerFAM=[{}]), leaver(APPlacementDetails=[{}]))

it = of("1930")
it.fails(PUPIL, leaver(Boarder="N"), times=2)
it.passes(pupil(PartTime="false"), leaver(PartTime="0"))

it = of("1940")
it.just_fails(pupil(DOB="2021-08-31", PartTime="true"))
it.just_passes(pupil(DOB="2021-09-01", PartTime="true"))
it.just_fails(leaver(DOB="2010-09-01", PartTime="1"))
it.just_passes(leaver(DOB="2010-08-31", PartTime="1"))
it.passes(pupil(DOB="2015-01-15", PartTime="false"), pupil(DOB="2015-01-15"), pupil(PartTime="true"))

it = of("1950")
it.fails(pupil(PartTime="true", Boarder="B"), leaver(PartTime="true", Boarder="Z"), times=2)
it.passes(pupil(PartTime="true", Boarder="N"), pupil(PartTime="false", Boarder="B"), pupil(PartTime="true"))
it.passes(pupil(Boarder="B"))

it = of("1960Q")
PART_TIME, FULL_TIME = pupil(PartTime="true"), pupil(PartTime="false")
it.just_passes(*several(7, PART_TIME), *several(13, FULL_TIME))
it.just_fails(*several(8, PART_TIME), *several(12, FULL_TIME))
it.passes(PART_TIME, *several(2, PUPIL), leaver(PartTime="true"))
it.passes()

it = of("1970")
it.fails(PUPIL, leaver(PartTime="false"), pupil(Boarder="D"), times=3)
it.passes(pupil(Boarder="N"), leaver(Boarder="6"))

it = of("1980Q")
for boarder in ("B", "6", "7"):
    it.fails(pupil(Boarder=boarder), pupil(Boarder=boarder), times=1)
it.passes(pupil(Boarder="N"), PUPIL, leaver(Boarder="B"))

it = of("5065")
it.fails(leaver(Boarder="N"), leaver(Boarder="N"), times=1)
it.passes(pupil(Boarder="N"), phase="NS")
it.passes(leaver(Boarder="N"), phase="PS")

it = of("9999")
SECTIONS: dict[str, dict[str, str]] = dict(PupilIdentifiers={}, PupilCharacteristics={}, PupilStatus={})
it.passes(pupil(**SECTIONS), leaver(PupilIdentifiers={}, PupilStatus={}))
it.passes(pupil(Surname="Okafor", Language="ENG", PartTime="false"))
for section in SECTIONS:
    it.fails(pupil(**{tag: content for tag, content in SECTIONS.items() if tag != section}))
it.fails(leaver(PupilStatus={}), leaver(PupilIdentifiers={}), times=2)
it.fails(pupil(Attendance={}), times=1)
