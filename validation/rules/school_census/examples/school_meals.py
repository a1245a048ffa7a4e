"""Examples of the rules about meals on census day."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school, several

it = of("1310")
it.fails(school(SchoolName="Mill Lane School"), times=1)
it.fails(school(Miscellaneous={}), times=1)
it.passes(school(FreeMealsTaken=0))

it = of("1320Q")
ENTITLED = pupil(FSMperiod=[dict(FSMstartDate="2024-09-03")])
it.just_fails(school(FreeMealsTaken=2), ENTITLED, pupil(Boarder="N"))
it.just_passes(school(FreeMealsTaken=1), ENTITLED, pupil(Boarder="N"))
it.just_fails(school(FreeMealsTaken=1))
it.just_passes(school(FreeMealsTaken=0))
it.just_fails(school(FreeMealsTaken=1), pupil(FSMperiod=[dict(FSMstartDate="2027-01-22")]))
it.just_passes(school(FreeMealsTaken=1), pupil(FSMperiod=[dict(FSMstartDate="2027-01-21")]))
it.just_passes(school(FreeMealsTaken=1), pupil(FSMperiod=[dict(FSMstartDate="2024-09-03", FSMendDate="2027-01-21")]))
it.just_fails(school(FreeMealsTaken=1), pupil(FSMperiod=[dict(FSMstartDate="2024-09-03", FSMendDate="2027-01-20")]))
it.fails(school(FreeMealsTaken=2), pupil(FSMperiod=[dict(FSMstartDate="2024-09-03")] * 2))
it.passes(ENTITLED)

it = of("1875")
for year in ("R", "1", "2"):
    it.fails(pupil(NCyearActual=year))
it.just_passes(pupil(NCyearActual="3"), pupil(NCyearActual="N2"))
it.just_fails(pupil(NCyearActual="X", DOB="2022-08-31"))
it.just_passes(pupil(NCyearActual="X", DOB="2022-09-01"))
it.just_fails(pupil(NCyearActual="X", DOB="2019-09-01"))
it.just_passes(pupil(NCyearActual="X", DOB="2019-08-31"))
it.passes(pupil(DOB="2021-01-15"), pupil(NCyearActual="X"))
it.passes(pupil(NCyearActual="R", SchoolLunchTaken="false"))

it = of("1876")
it.just_fails(pupil(NCyearActual="3", SchoolLunchTaken="false"))
it.just_passes(pupil(NCyearActual="2", SchoolLunchTaken="true"))
it.fails(pupil(NCyearActual="N2", SchoolLunchTaken="true"))
it.fails(pupil(SchoolLunchTaken="true"))
it.fails(pupil(NCyearActual="X", SchoolLunchTaken="true"))
it.just_passes(pupil(NCyearActual="X", DOB="2019-09-01", SchoolLunchTaken="true"))
it.just_fails(pupil(NCyearActual="X", DOB="2019-08-31", SchoolLunchTaken="true"))
it.passes(pupil(NCyearActual="3"), leaver(Boarder="N"))

FED, UNFED = pupil(NCyearActual="R", SchoolLunchTaken="true"), pupil(NCyearActual="R", SchoolLunchTaken="false")
OLDER = pupil(NCyearActual="3", SchoolLunchTaken="true")

it = of("1877Q")
it.just_fails(*several(20, FED), pupil(NCyearActual="3"))
it.just_passes(*several(19, FED), UNFED)
it.passes(*several(19, FED), pupil(NCyearActual="1"), *several(20, OLDER))
it.fails(*several(2, pupil(NCyearActual="X", DOB="2021-01-15", SchoolLunchTaken="1")), times=1)
it.passes(OLDER)
it.passes()

it = of("1878Q")
it.fails(UNFED, pupil(NCyearActual="1"), OLDER, times=1)
it.just_passes(UNFED, UNFED, FED)
it.passes(OLDER, pupil(NCyearActual="X"), pupil(NCyearActual="3", SchoolLunchTaken="false"))
it.passes()

LUNCH = dict(NCyearActual="X", SchoolLunchTaken="true")
of("1876", revision=1).fails(pupil(DOB="2026-10-02", **LUNCH))
of("1876", revision=2).just_passes(pupil(DOB="2026-10-02", **LUNCH))
of("1876", revision=2).just_fails(pupil(DOB="2026-10-01", **LUNCH))
