"""Examples of the rules about funded hours, the early years premium, eligibility codes and disability access.

On 31 August 2026 a child born on 31 August 2022 is four, one born a day later three. The cut-off date for funding is
that day in autumn, 31 December in spring and 31 March in summer.
"""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school

TWO, THREE, FOUR, FIVE = "2024-02-10", "2023-02-10", "2022-02-10", "2021-02-10"
OLDEST_THREE, YOUNGEST_FOUR = "2022-09-01", "2022-08-31"
OLDEST_TWO, YOUNGEST_THREE = "2023-09-01", "2023-08-31"
OLDEST_ONE, YOUNGEST_TWO = "2024-09-01", "2024-08-31"
OLDEST_FOUR, YOUNGEST_FIVE = "2021-09-01", "2021-08-31"
BELOW_RECEPTION = ("E1", "E2", "N1", "N2")
CODE, OTHER_CODE = "50012345678", "50012345686"

it = of("1843")
it.fails(pupil(EYPPR="Y"))
it.fails(pupil(EYPPR="Y", EYPPBF="ZZ"))
it.passes(pupil(EYPPR="Y", EYPPBF="RU"))
it.passes(pupil(EYPPR="N"), pupil(EYPPBF="ZZ"))

it = of("1844")
it.fails(pupil(EYPPBF="RE", EYPPR="N"))
it.passes(pupil(EYPPBF="RE", EYPPR="Y"))
it.passes(pupil(EYPPBF="RE"))
it.passes(pupil(EYPPR="N"))

it = of("1846")
it.just_fails(pupil(DOB=OLDEST_THREE))
it.just_passes(pupil(DOB=YOUNGEST_FOUR))
it.just_fails(pupil(DOB=YOUNGEST_THREE))
it.just_passes(pupil(DOB=OLDEST_TWO))
it.fails(pupil(DOB=THREE, EYPPR="U"))
it.passes(pupil(DOB=THREE, EYPPR="N"))
it.passes(pupil(Boarder="N"))

it = of("1847")
it.just_fails(pupil(DOB=OLDEST_FOUR))
it.just_passes(pupil(DOB=YOUNGEST_FIVE))
it.just_fails(pupil(DOB=YOUNGEST_FOUR, NCyearActual="R"))
it.just_passes(pupil(DOB=OLDEST_THREE))
it.fails(pupil(DOB=FOUR, EYPPR="U"))
it.passes(pupil(DOB=FOUR, EYPPR="Y"))
it.passes(pupil(DOB=FOUR), phase="PS")

it = of("1848")
for year in BELOW_RECEPTION:
    it.fails(pupil(DOB=FOUR, NCyearActual=year))
it.fails(pupil(DOB=FOUR, NCyearActual="N2", EYPPR="U"))
it.just_passes(pupil(DOB=FOUR, NCyearActual="R"))
it.passes(pupil(DOB=FOUR, NCyearActual="X"))
it.passes(pupil(DOB=FOUR))
it.passes(pupil(DOB=FOUR, NCyearActual="N2", EYPPR="N"))
it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="N2"))
it.passes(pupil(DOB=FOUR, NCyearActual="N2"), phase="NS")

it = of("1849Q")
it.fails(pupil(EYPPR="Y", PLAA="A", EYPPBF="RE"))
it.passes(pupil(EYPPR="Y", PLAA="A", EYPPBF="RO"))
it.passes(pupil(EYPPR="Y", PLAA="O", EYPPBF="RB"))
it.passes(pupil(EYPPR="Y", PLAA="N", EYPPBF="RE"))
it.passes(pupil(EYPPR="Y", EYPPBF="RE"))
it.passes(pupil(EYPPR="Y", PLAA="A"))
it.passes(pupil(EYPPR="N", PLAA="A", EYPPBF="RE"))

for code, tag in (("1851", "FundedHours"), ("1854", "HoursAtSetting")):
    it = of(code)
    it.just_fails(pupil(DOB=YOUNGEST_FIVE, **{tag: "0"}))
    it.just_passes(pupil(DOB=OLDEST_FOUR, **{tag: "15"}))
    it.just_fails(pupil(DOB=OLDEST_ONE, **{tag: "15"}))
    it.just_passes(pupil(DOB=YOUNGEST_TWO, **{tag: "15"}))
    it.just_fails(pupil(DOB="2025-01-01", **{tag: "15"}), term="SPR")
    it.just_passes(pupil(DOB="2024-12-31", **{tag: "15"}), term="SPR")
    it.just_fails(pupil(DOB="2025-04-01", **{tag: "15"}), term="SUM")
    it.just_passes(pupil(DOB="2025-03-31", **{tag: "15"}), term="SUM")
    it.just_passes(pupil(DOB=OLDEST_FOUR, **{tag: "15"}), term="SUM")
    it.passes(pupil(DOB=YOUNGEST_FIVE))
    it.passes(pupil(**{tag: "15"}))

for code, born, too_young, too_old in (
    ("1852", dict(DOB=TWO), OLDEST_ONE, YOUNGEST_FOUR),
    ("5180", dict(DOB=FOUR, NCyearActual="N2"), OLDEST_THREE, YOUNGEST_FIVE),
):
    it = of(code)
    it.fails(pupil(**born))
    it.just_fails(pupil(**born, FundedHours="-0.01"))
    it.just_passes(pupil(**born, FundedHours="0"))
    it.just_passes(pupil(**born, FundedHours="15.00"))
    it.just_fails(pupil(**born, FundedHours="15.01"))
    it.just_fails(pupil(**born, FundedHours="12.255"))
    it.just_passes(pupil(**born, FundedHours="12.25"))
    it.passes(pupil(**born, FundedHours="4.350"), pupil(**born, FundedHours="8.29"), pupil(**born, FundedHours="1.10"))
    it.fails(pupil(**born, FundedHours="14.9999"))
    it.just_passes(pupil(**born | dict(DOB=too_young)))
    it.just_passes(pupil(**born | dict(DOB=too_old)))
    it.passes(pupil(Boarder="N"))

it = of("1852")
it.just_fails(pupil(DOB=YOUNGEST_TWO))
it.just_fails(pupil(DOB=OLDEST_THREE))

it = of("5180")
for year in BELOW_RECEPTION:
    it.just_fails(pupil(DOB=YOUNGEST_FOUR, NCyearActual=year), pupil(DOB=OLDEST_FOUR, NCyearActual=year))
it.passes(pupil(DOB=FOUR, NCyearActual="R"), pupil(DOB=FOUR, NCyearActual="X"), pupil(DOB=FOUR))

it = of("1853Q")
MEALS = dict(FSMperiod=[dict(FSMstartDate="2026-09-03")])
it.fails(pupil(EYPPR="Y", EYPPBF="RO", **MEALS))
it.fails(pupil(EYPPR="Y", EYPPBF="RU", **MEALS))
it.passes(pupil(EYPPR="Y", EYPPBF="RE", **MEALS))
it.passes(pupil(EYPPR="Y", EYPPBF="RB", **MEALS))
it.passes(pupil(EYPPR="Y", **MEALS))
it.passes(pupil(EYPPR="Y", EYPPBF="RO"), pupil(EYPPR="N", EYPPBF="RO", **MEALS))
it.just_fails(
    pupil(EYPPR="Y", EYPPBF="RO", FSMperiod=[dict(FSMstartDate="2026-09-03", FSMendDate="2026-10-01")]),
)
it.just_passes(
    pupil(EYPPR="Y", EYPPBF="RO", FSMperiod=[dict(FSMstartDate="2026-09-03", FSMendDate="2026-09-30")]),
)

it = of("1855")
it.fails(pupil(DOB=THREE))
it.just_fails(pupil(DOB=TWO, HoursAtSetting="-0.5"))
it.just_passes(pupil(DOB=TWO, HoursAtSetting="0"))
it.just_fails(pupil(DOB=YOUNGEST_TWO))
it.just_passes(pupil(DOB=OLDEST_ONE))
it.just_fails(pupil(DOB=OLDEST_THREE))
it.just_passes(pupil(DOB=YOUNGEST_FOUR))
it.passes(pupil(Boarder="N"))

it = of("1859")
it.just_fails(pupil(FundedHours="15", ExtendedHours="10", HoursAtSetting="24.99"))
it.just_passes(pupil(FundedHours="15", ExtendedHours="10", HoursAtSetting="25"))
it.just_passes(pupil(FundedHours="10.1", ExtendedHours="5.2", HoursAtSetting="15.3"))
it.just_passes(pupil(FundedHours="1.1", ExtendedHours="2.2", HoursAtSetting="3.3"))
it.fails(pupil(FundedHours="15", HoursAtSetting="12"))
it.fails(pupil(ExtendedHours="15", HoursAtSetting="12"))
it.passes(pupil(FundedHours="15", ExpandedHours="15", HoursAtSetting="15"))
it.passes(pupil(FundedHours="15"), pupil(HoursAtSetting="0"))

for code, tag, value in (("1861", "EYPPR", "N"), ("3120", "DAFIndicator", "false")):
    it = of(code)
    it.just_fails(pupil(DOB="2025-12-01", **{tag: value}))
    it.just_passes(pupil(DOB="2025-11-30", **{tag: value}))
    it.just_fails(pupil(DOB="2026-04-01", **{tag: value}), term="SPR")
    it.just_passes(pupil(DOB="2026-03-31", **{tag: value}), term="SPR")
    it.just_fails(pupil(DOB="2026-07-01", **{tag: value}), term="SUM")
    it.just_passes(pupil(DOB="2026-06-30", **{tag: value}), term="SUM")
    it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="R", **{tag: value}))
    it.just_fails(pupil(DOB=YOUNGEST_FOUR, NCyearActual="R", **{tag: value}))
    for year in BELOW_RECEPTION:
        it.passes(pupil(DOB=FOUR, NCyearActual=year, **{tag: value}))
    it.just_passes(pupil(DOB=OLDEST_FOUR, NCyearActual="E2", **{tag: value}))
    it.just_fails(pupil(DOB=YOUNGEST_FIVE, NCyearActual="E2", **{tag: value}))
    it.fails(pupil(DOB=FOUR, NCyearActual="X", **{tag: value}))
    it.fails(pupil(DOB=FOUR, **{tag: value}))
    it.fails(pupil(**{tag: value}))
    it.passes(pupil(DOB=FIVE))

it = of("1862")
it.fails(pupil(DOB=FOUR, NCyearActual="R", EYPPR="N"))
it.fails(pupil(DOB=FOUR, NCyearActual="X", EYPPR="Y"))
for year in BELOW_RECEPTION:
    it.passes(pupil(DOB=FOUR, NCyearActual=year, EYPPR="Y"))
it.passes(pupil(DOB=FOUR, EYPPR="Y"))
it.passes(pupil(DOB=FOUR, NCyearActual="R"))
it.just_passes(pupil(DOB=YOUNGEST_FIVE, NCyearActual="R", EYPPR="Y"))
it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="R", EYPPR="Y"))
it.passes(pupil(DOB=FOUR, NCyearActual="R", EYPPR="N"), phase="NS")

it = of("3100")
MORE = dict(ExtendedHours="15", EligibilityCode=CODE)
it.just_fails(pupil(DOB=OLDEST_TWO, **MORE))
it.just_passes(pupil(DOB=YOUNGEST_THREE, **MORE))
it.just_fails(pupil(DOB="2024-01-01", **MORE), term="SPR")
it.just_passes(pupil(DOB="2023-12-31", **MORE), term="SPR")
for year in BELOW_RECEPTION:
    it.passes(pupil(DOB=FOUR, NCyearActual=year, **MORE))
it.fails(pupil(DOB=TWO, NCyearActual="E1", **MORE))
it.fails(pupil(DOB=FOUR, NCyearActual="R", **MORE))
it.fails(pupil(DOB=FOUR, **MORE))
it.just_passes(pupil(DOB="2022-01-01", NCyearActual="N2", **MORE), term="SPR")
it.just_fails(pupil(DOB="2021-12-31", NCyearActual="N2", **MORE), term="SPR")
it.fails(pupil(DOB=THREE, ExtendedHours="15"))
it.just_fails(pupil(DOB=THREE, ExtendedHours="0.01"))
it.just_passes(pupil(DOB=THREE, ExtendedHours="0"))
it.fails(pupil(**MORE))
it.passes(pupil(DOB=FIVE, EligibilityCode=CODE))

it = of("3105")
it.just_fails(pupil(EligibilityCode="5001234567"))
it.just_passes(pupil(EligibilityCode="50012345678"))
it.just_fails(pupil(EligibilityCode="500123456789"))
it.fails(pupil(EligibilityCode="5001234567X"))
it.passes(pupil(Boarder="N"))

it = of("3110")
it.fails(pupil(DOB=THREE, EligibilityCode=CODE))
it.fails(pupil(DOB=THREE, EligibilityCode=CODE, ExtendedHours="0", ExpandedHours="0"))
it.passes(pupil(DOB=THREE, EligibilityCode=CODE, ExtendedHours="0.5"))
it.passes(pupil(DOB=TWO, EligibilityCode=CODE, ExpandedHours="30"))
it.just_passes(pupil(DOB="2025-11-30", EligibilityCode=CODE, ExpandedHours="0.5"))
it.just_fails(pupil(DOB="2025-12-01", EligibilityCode=CODE, ExpandedHours="30"))
it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="R", EligibilityCode=CODE, ExtendedHours="15"))
it.just_fails(pupil(DOB=YOUNGEST_FOUR, NCyearActual="R", EligibilityCode=CODE, ExtendedHours="15"))
it.passes(pupil(DOB=FOUR, NCyearActual="E2", EligibilityCode=CODE, ExtendedHours="15"))
it.fails(pupil(EligibilityCode=CODE, ExtendedHours="15"))
it.passes(pupil(DOB=FIVE, ExtendedHours="15"))

it = of("3130")
it.fails(pupil(DOB=THREE, ExtendedHours="15"))
it.just_fails(pupil(DOB=THREE, ExtendedHours="0.01"))
it.fails(pupil(DOB=FOUR, NCyearActual="N2", ExtendedHours="15", EligibilityCode="5001234567"))
it.passes(pupil(DOB=THREE, **MORE))
it.just_passes(pupil(DOB=THREE, ExtendedHours="0"))
it.just_fails(pupil(DOB=YOUNGEST_THREE, ExtendedHours="15"))
it.just_passes(pupil(DOB=OLDEST_TWO, ExtendedHours="15"))
it.passes(pupil(DOB=FOUR, NCyearActual="R", ExtendedHours="15"))
it.passes(pupil(ExtendedHours="15"))

it = of("3140")
it.fails(pupil(DOB=THREE, EligibilityCode=CODE))
it.fails(pupil(DOB=FOUR, NCyearActual="N2", EligibilityCode="1"))
it.just_fails(pupil(ExtendedHours="-0.5"))
it.just_passes(pupil(ExtendedHours="0"))
it.just_passes(pupil(ExtendedHours="15"))
it.just_fails(pupil(ExtendedHours="15.01"))
it.passes(pupil(DOB=TWO, EligibilityCode=CODE), pupil(DOB=FOUR, NCyearActual="R", EligibilityCode=CODE))
it.passes(pupil(DOB=THREE, EligibilityCode=CODE, ExtendedHours="15"))
it.passes(pupil(DOB=THREE))

it = of("3150")
it.just_fails(pupil(ExtendedHours="10", FundedHours="15.01"))
it.just_passes(pupil(ExtendedHours="10", FundedHours="15"))
it.just_fails(pupil(ExtendedHours="0.01", FundedHours="16"))
it.just_passes(pupil(ExtendedHours="0", FundedHours="16"))
it.passes(pupil(FundedHours="16"))

it = of("3160")
it.fails(pupil(EligibilityCode=CODE), pupil(EligibilityCode=OTHER_CODE), pupil(EligibilityCode=CODE), times=2)
it.passes(pupil(EligibilityCode=CODE), pupil(EligibilityCode=OTHER_CODE))
it.passes(pupil(DOB=THREE), pupil(DOB=THREE), leaver(DOB=THREE))

it = of("3200")
FUNDED = dict(FundingBasis="ECO", FundedHours="15")
it.just_fails(pupil(DOB="2025-01-01", **FUNDED))
it.just_passes(pupil(DOB="2024-12-31", **FUNDED))
it.just_passes(pupil(DOB="2024-01-01", **FUNDED))
it.just_fails(pupil(DOB="2023-12-31", **FUNDED))
it.just_passes(pupil(DOB="2025-03-31", **FUNDED), term="SUM")
it.fails(pupil(DOB=TWO, FundingBasis=["ECO", "LAA"]))
it.fails(pupil(DOB=TWO, FundingBasis="ECO", FundedHours="0"))
it.fails(pupil(FundingBasis="ECO"))
it.passes(pupil(**FUNDED))
it.passes(pupil(DOB=THREE, FundedHours="15"))

it = of("3210")
it.fails(pupil(FundingBasis=["ECO", "LAA", "ECO"]))
it.passes(pupil(FundingBasis=["ECO", "LAA"]), pupil(FundingBasis=["ECO"]))
it.passes(pupil(Boarder="N"))

for code, tag, value in (
    ("5094", "HoursAtSetting", "0"),
    ("5095", "FundedHours", "15"),
    ("5096", "EligibilityCode", CODE),
    ("5210", "ExtendedHours", "0"),
    ("5215", "DAFIndicator", "false"),
):
    it = of(code)
    it.fails(school(Governance="CT"), pupil(**{tag: value}))
    it.fails(school(Governance="NM"), pupil(**{tag: value}))
    it.passes(school(Governance="CA"), pupil(**{tag: value}))
    it.passes(pupil(**{tag: value}))
    it.passes(school(Governance="NM"), pupil(Boarder="N"))

for code, tag in (("5170", "FundedHours"), ("5190", "HoursAtSetting")):
    it = of(code)
    it.just_fails(pupil(DOB=FOUR, NCyearActual="R", **{tag: "0"}))
    it.just_passes(pupil(DOB=FOUR, NCyearActual="N2", **{tag: "15"}))
    it.fails(pupil(DOB=FOUR, NCyearActual="1", **{tag: "15"}))
    it.passes(pupil(DOB=FOUR, NCyearActual="X", **{tag: "15"}))
    it.passes(pupil(DOB=FOUR, **{tag: "15"}))
    it.passes(pupil(DOB=FOUR, NCyearActual="R"))
    it.just_passes(pupil(DOB=YOUNGEST_FIVE, NCyearActual="R", **{tag: "15"}))
    it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="R", **{tag: "15"}))

it = of("5200")
for year in BELOW_RECEPTION:
    it.fails(pupil(DOB=FOUR, NCyearActual=year))
it.passes(pupil(DOB=FOUR, NCyearActual="E1", HoursAtSetting="0"))
it.just_passes(pupil(DOB=FOUR, NCyearActual="R"))
it.just_passes(pupil(DOB=OLDEST_THREE, NCyearActual="N2"))
it.just_passes(pupil(DOB=YOUNGEST_FIVE, NCyearActual="N2"))
it.passes(pupil(DOB=FOUR), pupil(DOB=FOUR, NCyearActual="X"))

it = of("5220")
it.fails(pupil(DAFIndicator="true"))
it.fails(pupil(DAFIndicator="1", FundedHours="0", ExtendedHours="0"))
for tag in ("FundedHours", "ExtendedHours", "ExpandedHours"):
    it.just_fails(pupil(DAFIndicator="true", **{tag: "0"}))
    it.just_passes(pupil(DAFIndicator="true", **{tag: "0.5"}))
it.passes(pupil(DAFIndicator="false"), pupil(Boarder="N"))

it = of("5225")
it.just_fails(pupil(EligibilityCode=CODE, FundedHours="15.01"))
it.just_passes(pupil(EligibilityCode=CODE, FundedHours="15"))
it.just_fails(pupil(EligibilityCode=CODE, FundedHours="-0.01"))
it.just_passes(pupil(EligibilityCode=CODE, FundedHours="0"))
it.fails(pupil(EligibilityCode=CODE, FundedHours="7.125"))
it.passes(pupil(EligibilityCode=CODE))
it.passes(pupil(EligibilityCode="5001234567", FundedHours="16"))
it.passes(pupil(FundedHours="16"))

it = of("5230")
it.just_fails(pupil(DOB=OLDEST_THREE, NCyearActual="R"))
it.just_passes(pupil(DOB=YOUNGEST_FOUR, NCyearActual="R"))
it.just_fails(pupil(DOB=YOUNGEST_THREE))
it.just_passes(pupil(DOB=OLDEST_TWO))
for year in BELOW_RECEPTION:
    it.fails(pupil(DOB=FOUR, NCyearActual=year))
it.just_passes(pupil(DOB=YOUNGEST_FIVE, NCyearActual="N1"), pupil(DOB=OLDEST_TWO, NCyearActual="N1"))
it.passes(pupil(DOB=FOUR), pupil(DOB=FOUR, NCyearActual="X"))
it.passes(pupil(DOB=THREE, DAFIndicator="false"))

it = of("5235")
it.fails(pupil(DOB=TWO, FundedHours="15"))
it.fails(pupil(DOB=TWO, FundedHours="15", FundingBasis=["ZZZ", "QQQ"]), times=1)
it.passes(pupil(DOB=TWO, FundedHours="15", FundingBasis=["ZZZ", "HSD"]))
it.just_fails(pupil(DOB=TWO, FundedHours="0.25"))
it.just_passes(pupil(DOB=TWO, FundedHours="0"))
it.just_fails(pupil(DOB="2024-12-31", FundedHours="15"))
it.just_passes(pupil(DOB="2025-01-01", FundedHours="15"))
it.just_fails(pupil(DOB="2024-01-01", FundedHours="15"))
it.just_passes(pupil(DOB="2023-12-31", FundedHours="15"))
it.passes(pupil(FundedHours="15"), pupil(DOB=TWO))

# A date of birth after census day is one finding, that of PX11.
UNBORN = "2026-10-02"
for code, said in (
    ("1851", dict(FundedHours="15")),
    ("1854", dict(HoursAtSetting="15")),
    ("1861", dict(EYPPR="N")),
    ("3100", dict(ExtendedHours="15", EligibilityCode=CODE)),
    ("3110", dict(ExtendedHours="15", EligibilityCode=CODE)),
    ("3120", dict(DAFIndicator="false")),
):
    of(code, revision=1).fails(pupil(DOB=UNBORN, **said))
    of(code, revision=2).just_passes(pupil(DOB=UNBORN, **said))
    of(code, revision=2).just_fails(pupil(DOB="2026-10-01", **said))
of("3200", revision=1).fails(pupil(DOB="2027-01-22", **FUNDED))
of("3200", revision=2).just_passes(pupil(DOB="2027-01-22", **FUNDED))
of("3200", revision=2).just_fails(pupil(DOB="2027-01-21", **FUNDED))

# Schools that give no early years hours: every rule that asks for hours leaves them out.
for kind in ("CT", "NM"):
    for code, born in (
        ("1852", dict(DOB=TWO)),
        ("1855", dict(DOB=THREE)),
        ("5180", dict(DOB=FOUR, NCyearActual="N2")),
        ("5200", dict(DOB=FOUR, NCyearActual="N2")),
        ("5230", dict(DOB=THREE)),
    ):
        of(code, revision=1).fails(school(Governance=kind), pupil(**born))
        of(code, revision=2).passes(school(Governance=kind), pupil(**born))
        of(code, revision=2).fails(school(Governance="CA"), pupil(**born))

# A four year old of a nursery school has a premium mark (1847), whatever the year group.
for year in ("R", "X", "N2"):
    of("1861", revision=2).passes(pupil(DOB=FOUR, NCyearActual=year, EYPPR="Y"), phase="NS")
of("1861", revision=1).fails(pupil(DOB=FOUR, NCyearActual="R", EYPPR="Y"), phase="NS")
of("1861", revision=2).just_fails(pupil(DOB=YOUNGEST_FIVE, NCyearActual="R", EYPPR="Y"), phase="NS")
