"""Examples of the rules about SEN provision, types of need, units and top-up funding."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school, several

PUPIL = pupil(Boarder="N")
"""A pupil of whom what the rule looks at is not said."""
NONE, SUPPORT, PLAN = (pupil(SENprovision=provision) for provision in "NKE")


def need(kind: str | None = None, rank: int | None = None) -> dict[str, str | int]:
    return {tag: value for tag, value in (("SENtype", kind), ("SENtypeRank", rank)) if value is not None}


it = of("1869")
it.fails(PUPIL)
it.passes(pupil(TopUpFunding="false"), leaver(Boarder="N"))

it = of("1990Q")
it.fails(pupil(TopUpFunding="true", SENprovision="K"), pupil(TopUpFunding="1", SENprovision="N"), times=2)
it.passes(pupil(TopUpFunding="true", SENprovision="E"), pupil(TopUpFunding="false", SENprovision="N"))
it.passes(pupil(TopUpFunding="true"))

it = of("2115")
it.fails(pupil(SENprovision="S"))
it.passes(PLAN, PUPIL)
it.passes(pupil(TermlyExclusion=[dict(SENprovision="S")]))

it = of("2120")
it.fails(PUPIL, pupil(SENprovision="X"), pupil(SENprovision="S"), pupil(SENprovision="P"), times=4)
it.fails(pupil(TermlyExclusion=[dict(SENprovision="K")]))
it.passes(NONE, SUPPORT, PLAN, leaver(Boarder="N"))

it = of("2125")
it.fails(pupil(SENprovision="N", SENneed=[need("ASD", 1), need("SLCN", 2)]), times=1)
it.passes(pupil(SENprovision="K", SENneed=[need("ASD", 1)]))
it.passes(NONE, pupil(SENprovision="N", SENneeds={}), pupil(SENneed=[need("ASD", 1)]))

it = of("2130")
it.fails(pupil(SENneed=[need(None, 1), need("ASD", 2), need(None, 3)]), times=2)
it.passes(pupil(SENneed=[need("ASD", 1), need("SLCN"), {}]))

it = of("2140")
it.just_fails(pupil(SENneed=[need("ASD", 0)]))
it.just_passes(pupil(SENneed=[need("ASD", 1), need("SLCN", 2)]))
it.just_fails(pupil(SENneed=[need("ASD", 3)]))
it.fails(pupil(SENneed=[need("ASD"), need("SLCN")]), times=2)
it.passes(SUPPORT)

it = of("2160")
it.fails(pupil(SENneed=[need("ASD", 2)]))
it.passes(pupil(SENneed=[need("ASD", 1)]))
it.passes(pupil(SENneed=[need("ASD", 2), need("SLCN", 2)]))
it.passes(pupil(SENneed=[need("ASD")]))

it = of("2165")
it.fails(pupil(SENneed=[need("ASD", 1), need("SLCN", 1)]), times=1)
it.passes(pupil(SENneed=[need("ASD", 1), need("ASD", 2)]))
it.passes(pupil(SENneed=[need("ASD"), need("SLCN")]))
it.passes(pupil(SENneed=[need("ASD", 1)]), pupil(SENneed=[need("ASD", 1)]))

it = of("2166")
it.just_fails(pupil(SENneed=[need("ASD", 1), need("SLCN", 2), {}]))
it.just_passes(pupil(SENneed=[need("ASD", 1), need("SLCN", 2)]))

it = of("2170")
it.fails(SUPPORT, PLAN, times=2)
it.fails(pupil(SENprovision="K", SENneed=[need("QQQ", 1), need(None, 2)]), times=1)
it.passes(pupil(SENprovision="K", SENneed=[need("QQQ", 1), need("DS", 2)]))
it.passes(pupil(SENprovision="E", SENneed=[need("NSA")]))
it.passes(NONE, PUPIL)

it = of("2175")
it.fails(pupil(SENprovision="E", SENneed=[need("ASD", 1), need("NSA", 2)]), times=1)
it.fails(pupil(SENprovision="N", SENneed=[need("NSA", 1)]))
it.passes(pupil(SENprovision="K", SENneed=[need("NSA", 1)]))
it.passes(pupil(SENprovision="E", SENneed=[need("ASD", 1)]), pupil(SENneed=[need("NSA", 1)]))

it = of("2180")
it.fails(school(Intake="SPEC"), NONE, NONE, times=2)
it.passes(school(Intake="SPEC"), SUPPORT, PLAN, PUPIL)
it.passes(school(Intake="HOSP"), NONE)
it.passes(NONE)

it = of("2190Q")
it.just_fails(*several(2, PLAN), *several(8, NONE), phase="PS")
it.just_passes(PLAN, *several(9, NONE), phase="PS")
it.passes(PLAN, *several(9, PUPIL), phase="SS")
it.passes(PLAN, phase="SP")
it.passes(phase="PS")

it = of("2200Q")
it.fails(NONE, NONE, times=1)
it.passes(NONE, NONE, SUPPORT)
it.passes(NONE, PUPIL)
it.passes()

it = of("2205Q")
it.just_fails(*several(5, SUPPORT), *several(5, NONE))
it.just_passes(*several(4, SUPPORT), *several(6, NONE))
it.passes(SUPPORT, PUPIL, PLAN)
it.passes()

it = of("2210Q")
it.just_fails(*several(6, PLAN), *several(4, SUPPORT), phase="SP")
it.just_passes(*several(7, PLAN), *several(3, SUPPORT), phase="SP")
it.fails(PLAN, PUPIL, phase="SP")
it.passes(NONE, phase="PS")
it.passes(phase="SP")

for code, tag in (("2230", "SENunitIndicator"), ("2250", "ResourcedProvisionIndicator")):
    it = of(code)
    it.fails(PLAN, SUPPORT, phase="PS", times=2)
    it.passes(pupil(SENprovision="K", **{tag: "false"}), phase="PS")
    it.passes(NONE, PUPIL, phase="PS")

for code, tag in (("5049", "SENunitIndicator"), ("5050", "ResourcedProvisionIndicator")):
    it = of(code)
    it.fails(pupil(**{tag: "false"}), phase="SP")
    it.fails(pupil(**{tag: "true"}), phase="PR")
    it.passes(pupil(**{tag: "true"}), phase="PS")
    it.passes(PLAN, phase="SP")
