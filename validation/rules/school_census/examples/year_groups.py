"""Examples of the rules about year groups and the class type that goes with them.

On 31 August 2026 a child born between 1 September 2015 and 31 August 2016 is ten, so usually in year 6.
"""

from validation.fragments import Fragment
from validation.rules.school_census.examples._fragments import leaver, of, pupil, school, several

TEN = "2016-02-10"
PUPIL = pupil(Boarder="N")
"""A pupil of whom what the rule looks at is not said."""
BELOW_RECEPTION = ("E1", "E2", "N1", "N2")
TO_YEAR_7 = (*BELOW_RECEPTION, "R", "1", "2", "3", "4", "5", "6", "7")
TO_YEAR_6 = school(LowestNCyear="R", HighestNCyear="6")
UNGROUPED = school(LowestNCyear="X", HighestNCyear="X")


def in_years(*years: str) -> list[Fragment]:
    return [pupil(NCyearActual=year) for year in years]


it = of("200")
it.fails(UNGROUPED, *in_years("6", "M"), times=2)
it.passes(UNGROUPED, *in_years("X"), PUPIL, leaver(NCyearLeaving="6"))
it.passes(school(LowestNCyear="X", HighestNCyear="6"), *in_years("6"))
it.passes(school(LowestNCyear="R", HighestNCyear="X"), *in_years("6"))
it.passes(TO_YEAR_6, *in_years("6"))

it = of("2112")
it.fails(UNGROUPED, *in_years("6"))
it.fails(school(LowestNCyear="X", HighestNCyear="6"), *in_years("6"))
it.fails(school(LowestNCyear="R", HighestNCyear="X"), *in_years("6"))
it.fails(school(HighestNCyear="X"), *in_years("6"))
it.passes(UNGROUPED, *in_years("X"), PUPIL)
it.passes(TO_YEAR_6, *in_years("6", "X"))

it = of("2000")
it.fails(PUPIL, *in_years("15", "M", "0"), times=4)
it.passes(*in_years("E1", "N2", "R", "1", "14", "X"), leaver(Boarder="N"))

it = of("2002")
it.just_fails(TO_YEAR_6, *in_years("N2"))
it.just_passes(TO_YEAR_6, *in_years("R", "6"))
it.just_fails(TO_YEAR_6, *in_years("7"))
it.just_passes(school(LowestNCyear="N1", HighestNCyear="6"), *in_years("E1"))
it.just_fails(school(LowestNCyear="N2", HighestNCyear="6"), *in_years("E1"))
it.passes(school(LowestNCyear="9", HighestNCyear="10"), *in_years("9", "10"))
it.passes(TO_YEAR_6, *in_years("X", "M"), PUPIL, leaver(NCyearLeaving="7"))
it.passes(UNGROUPED, *in_years("7"))

it = of("2010Q")
USUAL, UNUSUAL = pupil(DOB=TEN, NCyearActual="6"), pupil(DOB=TEN, NCyearActual="5")
it.just_fails(*several(9, USUAL), UNUSUAL)
it.just_passes(*several(10, USUAL), UNUSUAL)
it.just_fails(*several(9, USUAL), UNUSUAL, *several(5, pupil(DOB=TEN, NCyearActual="X")))
it.passes(*several(10, USUAL), UNUSUAL, leaver(DOB=TEN))
it.fails(UNUSUAL, pupil(NCyearActual="6"), times=1)
it.passes(pupil(DOB=TEN), pupil(NCyearActual="6"), pupil(DOB=TEN, NCyearActual="M"))
it.passes(pupil(DOB="2024-02-10", NCyearActual="E1"), pupil(DOB="2024-02-10", NCyearActual="N1"))
it.passes(pupil(DOB="2025-06-10", NCyearActual="E1"), pupil(DOB="2023-02-10", NCyearActual="N2"))
it.fails(pupil(DOB="2023-02-10", NCyearActual="N1"))
it.passes()
UNBORN = "2026-10-02"
of("2010Q", revision=1).fails(*several(9, USUAL), pupil(DOB=UNBORN, NCyearActual="6"))
of("2010Q", revision=2).passes(*several(9, USUAL), pupil(DOB=UNBORN, NCyearActual="6"))

it = of("2020Q")
it.just_fails(pupil(DOB=TEN, NCyearActual="4"))
it.just_passes(pupil(DOB=TEN, NCyearActual="5"), pupil(DOB=TEN, NCyearActual="7"))
it.just_fails(pupil(DOB=TEN, NCyearActual="8"))
it.just_fails(pupil(DOB="2015-08-31", NCyearActual="5"))
it.just_passes(pupil(DOB="2015-09-01", NCyearActual="5"))
it.just_fails(pupil(DOB="2024-02-10", NCyearActual="R"))
it.just_passes(pupil(DOB="2025-06-10", NCyearActual="E2"))
it.passes(*in_years("4"), *several(2, pupil(DOB=TEN)), pupil(DOB=TEN, NCyearActual="X"))
it.passes(pupil(DOB=TEN, NCyearActual="M"))
of("2020Q", revision=1).fails(pupil(DOB=UNBORN, NCyearActual="6"))
of("2020Q", revision=2).just_passes(pupil(DOB=UNBORN, NCyearActual="6"))

it = of("2030Q")
it.just_fails(school(SchoolType="02"), *in_years("7"))
it.just_passes(school(SchoolType="02"), *in_years("6", "E1"))
it.just_fails(school(SchoolType="05"), *in_years("3"))
it.just_passes(school(SchoolType="05"), *in_years("4"))
it.just_passes(school(SchoolType="05"), *in_years("9"))
it.just_fails(school(SchoolType="05"), *in_years("10"))
it.passes(school(SchoolType="05"), *in_years("X"), PUPIL)
it.passes(school(SchoolType="98"), *in_years("13"))
it.passes(*in_years("13"))

it = of("2040Q")
it.fails(TO_YEAR_6, *in_years("R", "1", "2", "3", "4", "5"), times=1)
it.fails(TO_YEAR_6, *in_years("1", "2", "3", "4", "5", "6"))
it.passes(TO_YEAR_6, *in_years("R", "1", "2", "3", "4", "5", "6"))
it.passes(school(LowestNCyear="N1", HighestNCyear="1"), *in_years("R", "1"))
it.just_passes(school(LowestNCyear="12", HighestNCyear="14"), *in_years("12", "13"))
it.just_fails(school(LowestNCyear="12", HighestNCyear="14"), *in_years("12", "14"))
it.just_fails(school(LowestNCyear="9", HighestNCyear="10"), *in_years("10"), leaver(NCyearLeaving="9"))
it.fails(school(LowestNCyear="E1", HighestNCyear="R"), times=1)
it.passes(UNGROUPED, *in_years("X"))
it.passes(school(LowestNCyear="X", HighestNCyear="6"))
it.passes(school(LowestNCyear="N1", HighestNCyear="N2"))

it = of("2050Q")
it.just_fails(school(SchoolType="02"), pupil(DOB="2015-08-31"), pupil(DOB="2015-08-31"))
it.just_passes(school(SchoolType="02"), pupil(DOB="2015-09-01"), pupil(DOB="2024-08-31"))
it.fails(school(SchoolType="02"), pupil(DOB=TEN), pupil(DOB="2024-09-01"), pupil(DOB="2024-09-02"), times=1)
it.passes(school(SchoolType="02"), pupil(DOB=TEN), PUPIL, leaver(DOB="2015-08-31"))
it.passes(pupil(DOB="2000-08-31"))
of("2050Q", revision=1).fails(school(SchoolType="02"), pupil(DOB=UNBORN))
of("2050Q", revision=2).just_passes(school(SchoolType="02"), pupil(DOB=UNBORN))

it = of("2060")
for year in TO_YEAR_7:
    it.fails(*in_years(year))
it.fails(pupil(NCyearActual="R", TypeOfClass="X"))
it.just_passes(*in_years("8"))
it.passes(*in_years("X"), PUPIL)
it.passes(pupil(NCyearActual="R", TypeOfClass="O"))

it = of("2070Q")
it.just_fails(pupil(TypeOfClass="N", NCyearActual="R"))
for year in BELOW_RECEPTION:
    it.just_passes(pupil(TypeOfClass="N", NCyearActual=year))
    it.just_fails(pupil(TypeOfClass="O", NCyearActual=year))
it.just_passes(pupil(TypeOfClass="O", NCyearActual="R"))
it.fails(pupil(TypeOfClass="N", NCyearActual="X"))
it.passes(pupil(TypeOfClass="N"), pupil(TypeOfClass="O"), *in_years("N2"))

it = of("2080")
it.just_fails(pupil(TypeOfClass="N", DOB="2020-08-31"))
it.just_passes(pupil(TypeOfClass="N", DOB="2020-09-01"))
it.passes(pupil(TypeOfClass="O", DOB=TEN), pupil(TypeOfClass="N"), pupil(DOB=TEN))

it = of("5048")
it.fails(pupil(TypeOfClass="O", NCyearActual="6"), phase="MP")
it.fails(pupil(TypeOfClass="O"), phase="SS")
it.just_fails(pupil(TypeOfClass="O", NCyearActual="8"), phase="AT")
it.just_passes(pupil(TypeOfClass="O", NCyearActual="7"), phase="AT")
it.fails(pupil(TypeOfClass="O", NCyearActual="X"), phase="PS")
it.passes(*(pupil(TypeOfClass="O", NCyearActual=year) for year in TO_YEAR_7), pupil(TypeOfClass="N"), phase="PS")
it.passes(pupil(NCyearActual="8"), phase="SS")
