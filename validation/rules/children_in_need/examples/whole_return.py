"""Examples of the rules about the return as a whole."""

from validation.rules.children_in_need.examples._fragments import child, episode, header, of, several

it = of("100")
it.fails(header(ReferenceDate=None))
it.fails(header(ReferenceDate="2026-03-31"))
it.fails(header(ReferenceDate="2027-03-30"))
it.fails(header(ReferenceDate="31/03/2027"))
it.passes(header(ReferenceDate="2027-03-31"))
it.passes(header(ReferenceDate="2026-03-31"), year=2025)

PLAN = {"CPPstartDate": "2026-06-01"}
it = of("2883")
it.fails(several("ChildProtectionPlans", PLAN))
it.fails(several("ChildProtectionPlans", PLAN, DateOfInitialCPC="2026-03-31"))
it.fails(several("ChildProtectionPlans", PLAN), several("ChildProtectionPlans", PLAN, DateOfInitialCPC="2026-06-01"))
it.just_passes(several("ChildProtectionPlans", PLAN, DateOfInitialCPC="2026-06-01"))
it.passes(several("ChildProtectionPlans", PLAN, Section47=[{"DateOfInitialCPC": "2026-06-01"}]))
it.passes(several("ChildProtectionPlans", {"CPPstartDate": "2026-03-31"}))

it = of("2886Q")
it.fails(child(LAchildID="A1"), child(LAchildID="A2", Sex="M"))
it.fails(child(Sex="U"), child(Sex="F"))
it.just_fails(child(Sex="U"), *[child(Sex="F")] * 48)
it.just_passes(child(Sex="U"), *[child(Sex="F")] * 49)
it.passes(child(Sex="U", ExpectedPersonBirthDate="2027-06-01"))

SEVEN = ["MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR"]
it = of("2887Q")
it.fails(child(Disability="NONE"))
it.fails(child(LAchildID="A1"))
it.just_fails(child(Disability=SEVEN), child(Disability=["MOB", "NONE"]))
it.just_passes(child(Disability=SEVEN), child(Disability="VIS"))

it = of("2888Q")
it.fails(child(Disability="MOB"), child(Disability="LD"), episode())
it.fails(child(Disability=["MOB", "NONE"]))
it.fails(child(Disability=["MOB", "MOB"]))
it.passes(child(Disability=["MOB", "LD"]), child(Disability="NONE"))
