"""Examples of the rules about how episodes close."""

from validation.rules.children_in_need.examples._fragments import child, episode, of, several

CLOSED = {"CINclosureDate": "2026-09-01"}

it = of("8620")
it.just_fails(episode(CINclosureDate="2026-03-31"))
it.just_passes(episode(CINclosureDate="2026-04-01"))
it.just_passes(episode(CINclosureDate="2027-03-31"))
it.just_fails(episode(CINclosureDate="2027-04-01"))
it.passes(episode())

it = of("8630")
it.just_fails(episode(**CLOSED, CINreferralDate="2026-09-02"))
it.just_passes(episode(**CLOSED, CINreferralDate="2026-09-01"))
it.passes(child(CINdetails=[CLOSED, {"CINreferralDate": "2026-09-02"}]))

it = of("8640")
it.fails(episode(ReasonForClosure="RC0"))
it.passes(episode(ReasonForClosure="RC1"), episode(ReasonForClosure="RC9"), episode())

it = of("8805")
it.fails(episode(**CLOSED))
it.passes(episode(**CLOSED, ReasonForClosure="RC1"), episode())

it = of("8810")
it.fails(episode(ReasonForClosure="RC1"))
it.passes(episode(**CLOSED, ReasonForClosure="RC1"), episode())

it = of("8585Q")
it.fails(child(CINdetails=[{}, {"ReasonForClosure": "RC2"}]))
it.passes(child(PersonDeathDate="2026-09-01", CINdetails=[{"ReasonForClosure": "RC2"}]))
it.passes(episode(ReasonForClosure="RC1"))

it = of("8825Q")
it.fails(episode(ReasonForClosure="RC8"))
it.fails(episode(ReasonForClosure="RC9"))
it.passes(several("Assessments", {}, ReasonForClosure="RC8"), episode(ReasonForClosure="RC1"))

it = of("2990")
it.fails(episode(ReasonForClosure="RC8", DateOfInitialCPC="2026-05-01"))
it.fails(several("CINPlanDates", {}, ReasonForClosure="RC9"))
it.fails(several("Section47", {}, ReasonForClosure="RC8"))
it.fails(several("ChildProtectionPlans", {}, ReasonForClosure="RC9"))
it.passes(several("Assessments", {}, ReasonForClosure="RC8"), several("Section47", {}, ReasonForClosure="RC1"))

it = of("8565")
it.just_fails(episode(**CLOSED, DateOfInitialCPC="2026-09-02"))
it.just_passes(episode(**CLOSED, DateOfInitialCPC="2026-09-01"))
for record, items in {
    "Assessments": ["AssessmentActualStartDate", "AssessmentAuthorisationDate"],
    "Section47": ["S47ActualStartDate", "DateOfInitialCPC"],
    "ChildProtectionPlans": ["CPPstartDate", "CPPendDate"],
    "CINPlanDates": ["CINPlanStartDate", "CINPlanEndDate"],
}.items():
    for item in items:
        since = of("8565", revision=1) if item == "CPPstartDate" else it
        since.just_fails(several(record, {}, {item: "2026-09-02"}, **CLOSED))
        it.just_passes(several(record, {}, {item: "2026-09-01"}, **CLOSED))
of("8565", revision=2).passes(several("ChildProtectionPlans", {"CPPstartDate": "2026-09-02"}, **CLOSED))
it.passes(child(CINdetails=[CLOSED, {"DateOfInitialCPC": "2026-09-02"}]))

it = of("8867")
it.fails(several("Assessments", {"AssessmentAuthorisationDate": "2026-05-01"}, {}, **CLOSED))
it.passes(several("Assessments", {"AssessmentAuthorisationDate": "2026-05-01"}, **CLOSED))
it.passes(several("Assessments", {}), episode(**CLOSED))

HELD = {"DateOfInitialCPC": "2026-05-01"}
it = of("8868")
it.fails(several("Section47", HELD, {}, **CLOSED))
it.fails(several("Section47", {"ICPCnotRequired": "0"}, **CLOSED))
it.fails(several("Section47", {**HELD, "ICPCnotRequired": "1"}, **CLOSED))
it.passes(several("Section47", HELD, {"ICPCnotRequired": "true"}, {**HELD, "ICPCnotRequired": "false"}, **CLOSED))
it.passes(several("Section47", {}), episode(**CLOSED))

NOTHING = {"AssessmentAuthorisationDate": "2026-05-01", "AssessmentFactors": "21"}
it = of("8873Q")
it.fails(several("Assessments", NOTHING, **CLOSED, ReasonForClosure="RC1"))
it.fails(several("Assessments", NOTHING, **CLOSED))
it.passes(several("Assessments", NOTHING, **CLOSED, ReasonForClosure="RC8"))
it.passes(several("Assessments", NOTHING, NOTHING, **CLOSED, ReasonForClosure="RC1"))
it.passes(several("Assessments", {"AssessmentFactors": "21"}, **CLOSED, ReasonForClosure="RC1"))
it.passes(several("Assessments", {**NOTHING, "AssessmentFactors": "1A"}, **CLOSED))
of("8873Q", revision=1).passes(several("Assessments", NOTHING))
of("8873Q", revision=2).fails(several("Assessments", NOTHING))
it.passes(several("Assessments", {"AssessmentFactors": "21"}))
