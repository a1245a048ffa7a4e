"""Examples of the rules about child protection plans."""

from validation.rules.children_in_need.examples._fragments import child, of, protected, several

STARTED = {"CPPstartDate": "2026-06-01"}

it = of("1105")
it.just_fails(several("ChildProtectionPlans", {}, STARTED, CINreferralDate="2026-06-02"))
it.just_passes(several("ChildProtectionPlans", STARTED, CINreferralDate="2026-06-01"))
it.passes(protected(**STARTED))

it = of("2885")
it.fails(protected(**STARTED))
it.fails(several("ChildProtectionPlans", STARTED, DateOfInitialCPC="2026-06-02"))
it.fails(several("ChildProtectionPlans", STARTED, Section47=[{"DateOfInitialCPC": "2026-06-02"}]))
it.fails(
    several("ChildProtectionPlans", STARTED, Section47=[{"DateOfInitialCPC": "2026-06-01", "ICPCnotRequired": "1"}])
)
it.fails(several("ChildProtectionPlans", STARTED, {"CPPstartDate": "2026-09-01"}, DateOfInitialCPC="2026-06-01"))
it.fails(
    child(
        CINdetails=[{"ChildProtectionPlans": [STARTED]}, {"Section47": [{"DateOfInitialCPC": "2026-06-01"}]}],
    )
)
it.passes(several("ChildProtectionPlans", STARTED, DateOfInitialCPC="2026-06-01"))
it.passes(several("ChildProtectionPlans", STARTED, Section47=[{}, {"DateOfInitialCPC": "2026-06-01"}]))
it.passes(
    several(
        "ChildProtectionPlans",
        STARTED,
        {"CPPstartDate": "2026-09-01"},
        DateOfInitialCPC="2026-06-01",
        Section47=[{"DateOfInitialCPC": "2026-09-01", "ICPCnotRequired": "0"}],
    )
)
it.just_passes(protected(CPPstartDate="2026-03-31"))

it = of("8720")
it.fails(protected(CPPendDate="2026-06-01"))
it.just_fails(protected(CPPstartDate="2027-04-01"))
it.just_passes(protected(CPPstartDate="2027-03-31"))
it.fails(several("ChildProtectionPlans", STARTED, {}), times=1)

it = of("8730")
it.fails(protected(**STARTED))
it.fails(protected(NumberOfPreviousCPP="-1"))
it.fails(protected(NumberOfPreviousCPP="one"))
it.fails(protected(NumberOfPreviousCPP="1.5"))
it.just_passes(protected(NumberOfPreviousCPP="0"))
it.passes(protected(NumberOfPreviousCPP="12"))

it = of("8840")
it.fails(protected(**STARTED, CPPendDate="2026-06-01"))
it.passes(protected(**STARTED, CPPendDate="2026-06-02"), protected())

it = of("8841")
it.just_fails(protected(**STARTED, CPPreviewDate=["2026-09-01", "2026-06-01"]))
it.just_passes(protected(**STARTED, CPPreviewDate=["2026-06-02"]))
it.passes(protected(**STARTED), protected(CPPreviewDate=["2026-06-01"]))

it = of("8842Q")
it.fails(protected(**STARTED, Reviews={}))
it.passes(protected(**STARTED, CPPreviewDate=["2026-09-01"]), protected(**STARTED))

it = of("8905")
it.fails(protected(LatestCategoryOfAbuse="NEG"))
it.fails(protected(InitialCategoryOfAbuse="ABC"))
it.passes(*[protected(InitialCategoryOfAbuse=kind) for kind in ("NEG", "PHY", "SAB", "EMO", "MUL")])

it = of("8910")
it.fails(protected(InitialCategoryOfAbuse="NEG"))
it.fails(protected(LatestCategoryOfAbuse="ABC"))
it.passes(*[protected(LatestCategoryOfAbuse=kind) for kind in ("NEG", "PHY", "SAB", "EMO", "MUL")])

DIED = {"PersonDeathDate": "2026-05-31"}
it = of("8915")
it.just_fails(child(**DIED, CINdetails=[{}, {"ChildProtectionPlans": [{}, STARTED]}]))
it.just_passes(child(**DIED, CINdetails=[{"ChildProtectionPlans": [{"CPPstartDate": "2026-05-31"}]}]))
it.passes(protected(**STARTED), child(**DIED))

it = of("8920")
it.just_fails(child(**DIED, CINdetails=[{"ChildProtectionPlans": [{}, {"CPPendDate": "2026-06-01"}]}]))
it.just_passes(child(**DIED, CINdetails=[{"ChildProtectionPlans": [{"CPPendDate": "2026-05-31"}]}]))
it.passes(protected(CPPendDate="2026-06-01"))

it = of("8925")
it.just_fails(protected(**STARTED, CPPendDate="2026-05-31"))
it.just_passes(protected(**STARTED, CPPendDate="2026-06-01"))
it.passes(protected(**STARTED), protected(CPPendDate="2026-05-31"))

it = of("8930")
it.just_fails(protected(CPPendDate="2026-03-31"))
it.just_passes(protected(CPPendDate="2026-04-01"))
it.just_passes(protected(CPPendDate="2027-03-31"))
it.just_fails(protected(CPPendDate="2027-04-01"))
it.passes(protected(**STARTED))

it = of("8935")
it.fails(several("ChildProtectionPlans", STARTED, {}))
it.fails(child(CINdetails=[{"ChildProtectionPlans": [STARTED]}, {"ChildProtectionPlans": [{}]}]), times=1)
it.passes(several("ChildProtectionPlans", STARTED, {"CPPendDate": "2026-05-01"}))
it.passes(protected(**STARTED), protected(**STARTED))

ENDED = {"CPPstartDate": "2026-04-05", "CPPendDate": "2026-06-01"}
it = of("8940")
it.just_fails(child(CINdetails=[{"ChildProtectionPlans": [STARTED]}, {"ChildProtectionPlans": [ENDED]}]))
it.just_passes(several("ChildProtectionPlans", STARTED, {**ENDED, "CPPendDate": "2026-05-31"}))
it.fails(several("ChildProtectionPlans", STARTED, {"CPPstartDate": "2026-09-01"}))
it.fails(several("ChildProtectionPlans", ENDED, ENDED))
it.just_passes(several("ChildProtectionPlans", STARTED, {"CPPstartDate": "2027-04-01"}))
it.passes(protected(**STARTED), protected(**ENDED))
