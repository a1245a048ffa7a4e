"""Examples of the rules about periods of free school meal eligibility."""

from typing import Any

from validation.rules.school_census.examples._fragments import leaver, of, pupil, several

CENSUS_DAY, DAY_AFTER = "2026-10-01", "2026-10-02"
WINDOW_START, DAY_BEFORE = "2026-05-22", "2026-05-21"


def period(start: str | None = None, end: str | None = None, country: str | None = None) -> dict[str, Any]:
    """A pupil's single period."""
    given = dict(FSMstartDate=start, FSMendDate=end, UKcountry=country)
    return {"FSMperiod": [{tag: value for tag, value in given.items() if value is not None}]}


def both(*periods: dict[str, Any]) -> dict[str, Any]:
    """Several periods of one pupil."""
    return {"FSMperiod": [one for given in periods for one in given["FSMperiod"]]}


OPEN = period("2024-09-03")
WITHOUT = pupil(Boarder="N")
ENTITLED = pupil(**OPEN)

it = of("1741")
it.fails(pupil(ServiceChild="Y", **OPEN), times=1)
it.just_fails(pupil(ServiceChild="Y", **period(CENSUS_DAY)))
it.just_passes(pupil(ServiceChild="Y", **period(DAY_AFTER)))
it.just_fails(pupil(ServiceChild="Y", **period("2024-09-03", CENSUS_DAY)))
it.just_passes(pupil(ServiceChild="Y", **period("2024-09-03", "2026-09-30")))
it.fails(pupil(ServiceChild="Y", **both(period("2022-09-05", "2023-07-01"), OPEN)))
it.passes(pupil(ServiceChild="N", **OPEN))
it.passes(pupil(ServiceChild="Y", **period()))
it.passes(pupil(ServiceChild="Y"), ENTITLED)

it = of("1745Q")
it.just_fails(pupil(**period("2026-06-03", "2026-06-03")))
it.just_passes(pupil(**period("2026-06-03", "2026-06-04")))
it.fails(pupil(**both(period("2026-06-03", "2026-06-03"), period("2026-06-05", "2026-06-05"), OPEN)), times=2)
it.passes(pupil(**period()))

it = of("1750Q")
it.just_fails(*several(10, ENTITLED), *several(10, WITHOUT))
it.just_passes(*several(9, ENTITLED), *several(11, WITHOUT))
it.just_fails(pupil(**period("2024-09-03", WINDOW_START)))
it.just_passes(pupil(**period("2024-09-03", DAY_BEFORE)))
it.just_fails(pupil(**period(CENSUS_DAY)))
it.just_passes(pupil(**period(DAY_AFTER)))
it.passes(pupil(**both(OPEN, period("2026-06-03", "2026-06-05"))), *several(2, WITHOUT))
it.passes(leaver(Boarder="N"))
it.just_fails(pupil(**period("2024-09-03", "2026-10-02")), term="SPR")
it.just_passes(pupil(**period("2024-09-03", "2026-10-01")), term="SPR")

for code, year, other in (("1751Q", "R", "1"), ("1752Q", "1", "R")):
    it = of(code)
    yes, no = pupil(NCyearActual=year, **OPEN), pupil(NCyearActual=year)
    it.just_fails(yes, yes, no, *several(5, pupil(NCyearActual=other)))
    it.just_passes(yes, no, *several(5, pupil(NCyearActual=other, **OPEN)))
    it.passes(pupil(NCyearActual=other, **OPEN), pupil(NCyearActual="X", **OPEN), ENTITLED)
    it.passes(pupil(NCyearActual=year, **period("2024-09-03", DAY_BEFORE)))
    it.passes()

it = of("1760Q")
it.fails(WITHOUT, WITHOUT, times=1)
it.just_fails(pupil(**period("2024-09-03", DAY_BEFORE)))
it.just_passes(pupil(**period("2024-09-03", WINDOW_START)), WITHOUT)
it.fails(pupil(**period()))
it.passes(leaver(Boarder="N"))
it.passes()

it = of("1761")
it.fails(pupil(**both(period(), period("2026-06-03"), period(end="2026-06-03"))), times=2)
it.passes(ENTITLED)

it = of("1762")
it.just_fails(pupil(**period(DAY_AFTER)))
it.just_passes(pupil(**period(CENSUS_DAY)))
it.passes(pupil(**period()))

it = of("1763")
it.just_fails(pupil(**period("2024-09-03", "2026-05-21")))
it.just_passes(pupil(**period("2024-09-03", "2026-05-22")))
it.just_passes(pupil(**period("2024-09-03", CENSUS_DAY)))
it.just_fails(pupil(**period("2024-09-03", DAY_AFTER)))
it.just_fails(pupil(**period("2024-09-03", "2026-10-01")), term="SPR")
it.just_passes(pupil(**period("2024-09-03", "2026-10-02")), term="SPR")
it.passes(ENTITLED)

it = of("1764")
it.fails(ENTITLED)
it.fails(pupil(**period("2024-09-03", None, "GBR")))
it.passes(pupil(**period("2024-09-03", None, "ENG")))
it.passes(WITHOUT)

it = of("1765")
for country in ("NIR", "SCT", "WLS"):
    it.fails(pupil(**period("2024-09-03", None, country)))
it.just_fails(pupil(**period("2024-09-03", CENSUS_DAY, "WLS")))
it.just_passes(pupil(**period("2024-09-03", "2026-09-30", "WLS")))
it.passes(pupil(**period("2024-09-03", None, "ENG")))
it.passes(ENTITLED)

it = of("1766")
it.just_fails(pupil(**period("2026-06-03", "2026-06-02")))
it.just_passes(pupil(**period("2026-06-03", "2026-06-03")))
it.passes(pupil(**period(end="2026-06-03")))

it = of("1767Q")
it.fails(pupil(**period("2024-09-03", "2025-07-01", "ENG")))
it.passes(pupil(**period("2024-09-03", None, "ENG")))
it.passes(pupil(**period("2024-09-03", "2025-07-01", "WLS")))
it.passes(pupil(**period("2024-09-03", "2025-07-01")))

it = of("1768")
it.just_fails(pupil(**both(OPEN, period("2025-09-03"))))
it.just_passes(pupil(**both(OPEN, period("2022-09-05", "2023-07-01"))))
it.fails(pupil(**both(period(), period(), period())), times=1)
it.passes(ENTITLED, ENTITLED)
