"""Examples of the rules about episodes and the referrals that began them."""

from validation.rules.children_in_need.examples._fragments import child, episode, of, several

YES, NO = "true", "false"

it = of("8590")
it.fails(child(LAchildID="AB12"))
it.passes(episode(CINreferralDate="2026-05-01"))

it = of("8600")
it.fails(episode(ReferralNFA=NO))
it.just_fails(episode(CINreferralDate="2027-04-01"))
it.just_passes(episode(CINreferralDate="2027-03-31"))
it.fails(child(CINdetails=[{"CINreferralDate": "2026-05-01"}, {"ReferralNFA": NO}]), times=1)

it = of("8606")
it.just_fails(child(PersonBirthDate="2027-02-06", CINdetails=[{"CINreferralDate": "2026-05-01"}]))
it.just_passes(child(PersonBirthDate="2027-02-05", CINdetails=[{"CINreferralDate": "2026-05-01"}]))
it.fails(child(ExpectedPersonBirthDate="2027-06-06", CINdetails=[{}, {"CINreferralDate": "2026-05-01"}]))
it.passes(child(CINdetails=[{"CINreferralDate": "2026-05-01"}]), child(PersonBirthDate="2027-02-06"))

it = of("8555Q")
it.just_fails(child(PersonDeathDate="2026-05-01", CINdetails=[{}, {"CINreferralDate": "2026-05-02"}]))
it.just_passes(child(PersonDeathDate="2026-05-01", CINdetails=[{"CINreferralDate": "2026-05-01"}]))
it.passes(episode(CINreferralDate="2026-05-02"))

it = of("8866")
it.fails(episode(CINreferralDate="2026-05-01"))
it.fails(episode(CINreferralDate="2026-05-01", ReferralSource="11"))
it.just_fails(episode(CINreferralDate="2013-04-01"))
it.just_passes(episode(CINreferralDate="2013-03-31"))
it.passes(episode(CINreferralDate="2026-05-01", ReferralSource="1A"), episode())

it = of("8568")
it.fails(episode(CINreferralDate="2026-05-01"))
it.fails(episode(ReferralNFA="yes"))
it.passes(*[episode(ReferralNFA=said) for said in ("1", "0", "true", "false", "TRUE", "False")])

it = of("8569Q")
it.just_fails(episode(CINreferralDate="2026-03-30", ReferralNFA="1"))
it.just_passes(episode(CINreferralDate="2026-04-01", ReferralNFA=YES))
it.passes(episode(CINreferralDate="2026-03-30", ReferralNFA=NO), episode(CINreferralDate="2026-03-30"))
of("8569Q", revision=1).just_fails(episode(CINreferralDate="2026-03-31", ReferralNFA="1"))
of("8569Q", revision=2).just_passes(episode(CINreferralDate="2026-03-31", ReferralNFA="1"))
# 1 April 2025 is a Tuesday, so the working day before it is Monday 31 March.
of("8569Q", revision=2).just_passes(episode(CINreferralDate="2025-03-31", ReferralNFA="1"), year=2025)
of("8569Q", revision=2).just_fails(episode(CINreferralDate="2025-03-30", ReferralNFA="1"), year=2025)

it = of("8610")
it.fails(episode(ReferralNFA=NO))
it.fails(episode(ReferralNFA="0"))
it.passes(episode(ReferralNFA=NO, PrimaryNeedCode="N1"), episode(ReferralNFA=YES), episode())

it = of("8650")
it.fails(episode(PrimaryNeedCode="NX"))
it.passes(episode(PrimaryNeedCode="N0"), episode(PrimaryNeedCode="N9"), episode())

it = of("8831")
it.fails(episode(ReferralNFA=YES, DateOfInitialCPC="2026-05-01"))
it.fails(several("Section47", {}, {"S47ActualStartDate": "2026-05-01"}, ReferralNFA="1"))
it.fails(several("Assessments", {"AssessmentActualStartDate": "2026-05-01"}, ReferralNFA=YES))
it.fails(several("Assessments", {"AssessmentAuthorisationDate": "2026-05-01"}, ReferralNFA=YES))
it.passes(episode(ReferralNFA=NO, DateOfInitialCPC="2026-05-01"), several("Section47", {}, ReferralNFA=YES))

it = of("8832")
it.fails(several("ChildProtectionPlans", {}, ReferralNFA=YES))
it.fails(several("ChildProtectionPlans", {}, ReferralNFA="1"))
it.passes(several("ChildProtectionPlans", {}, ReferralNFA="0"), episode(ReferralNFA=YES))

it = of("4000")
it.fails(several("CINPlanDates", {}, ReferralNFA="True"))
it.fails(several("CINPlanDates", {"CINPlanStartDate": "2026-05-01"}, ReferralNFA="1"))
it.passes(several("CINPlanDates", {}, ReferralNFA=NO), episode(ReferralNFA=YES))
it.passes(child(CINdetails=[{"ReferralNFA": YES}, {"ReferralNFA": NO, "CINPlanDates": [{}]}]))

it = of("8815")
it.fails(child(CINdetails=[{"ReferralNFA": NO}, {"ReferralNFA": "0"}]))
it.passes(child(CINdetails=[{"ReferralNFA": NO}, {"ReferralNFA": NO, "CINclosureDate": "2026-05-01"}]))
it.passes(child(CINdetails=[{"ReferralNFA": NO}, {"ReferralNFA": YES}]))
it.passes(episode(ReferralNFA=NO), episode(ReferralNFA=NO))

EARLY, LATE = {"CINreferralDate": "2026-05-01"}, {"CINreferralDate": "2026-05-02"}
it = of("8816")
it.fails(child(CINdetails=[{**EARLY, "ReferralNFA": NO}, {**LATE, "ReferralNFA": YES}]))
it.fails(child(CINdetails=[{**LATE, "CINclosureDate": "2026-06-01"}, {**EARLY, "ReferralNFA": "0"}]))
it.passes(child(CINdetails=[{**EARLY, "ReferralNFA": YES}, {**LATE, "ReferralNFA": NO}]))
it.passes(child(CINdetails=[{**EARLY, "ReferralNFA": NO, "CINclosureDate": "2026-05-01"}, LATE]))
it.just_passes(child(CINdetails=[{**EARLY, "ReferralNFA": NO}, EARLY]))

it = of("8820")
it.just_fails(child(CINdetails=[{**EARLY, "CINclosureDate": "2026-05-03"}, {**LATE, "CINclosureDate": "2026-06-01"}]))
it.just_passes(child(CINdetails=[{**EARLY, "CINclosureDate": "2026-05-02"}, {**LATE, "CINclosureDate": "2026-06-01"}]))
it.fails(child(CINdetails=[LATE, {**EARLY, "ReferralNFA": NO}]), times=1)
it.fails(child(CINdetails=[{**EARLY, "CINclosureDate": "2026-06-01"}, {**EARLY, "CINclosureDate": "2026-05-20"}]))
it.passes(child(CINdetails=[{**EARLY, "ReferralNFA": "1"}, {**LATE, "ReferralNFA": NO}]))
it.just_passes(child(CINdetails=[EARLY, {"CINreferralDate": "2027-03-31"}]))
it.passes(child(CINdetails=[EARLY]), child(CINdetails=[LATE]))
