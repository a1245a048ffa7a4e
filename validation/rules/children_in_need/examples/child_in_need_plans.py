"""Examples of the rules about child in need plans."""

from validation.rules.children_in_need.examples._fragments import child, of, planned, protected, several


def plan(start=None, end=None):
    """A child in need plan between these dates."""
    return {tag: day for tag, day in {"CINPlanStartDate": start, "CINPlanEndDate": end}.items() if day is not None}


def protection(start=None, end=None, *reviews):
    """A child protection plan between these dates, with its reviews."""
    dates = {"CPPstartDate": start, "CPPendDate": end, "CPPreviewDate": list(reviews) or None}
    return {tag: day for tag, day in dates.items() if day is not None}


def both(plans, protections):
    """A child with an episode with the plans and another with the protection plans."""
    return child(CINdetails=[{"CINPlanDates": plans}, {"ChildProtectionPlans": protections}])


it = of("4001")
it.fails(several("CINPlanDates", plan("2026-05-01"), ChildProtectionPlans=[protection("2026-06-01")]))
it.passes(several("CINPlanDates", plan("2026-05-01", "2026-06-01"), ChildProtectionPlans=[protection("2026-06-01")]))
it.passes(several("CINPlanDates", plan("2026-05-01"), ChildProtectionPlans=[protection("2026-04-05", "2026-05-01")]))
it.passes(several("CINPlanDates", plan(), ChildProtectionPlans=[protection("2026-06-01")]))
it.passes(both([plan("2026-05-01")], [protection("2026-06-01")]))

it = of("4003")
it.just_fails(both([plan("2026-05-01", "2026-06-01")], [protection("2026-04-05", None, "2026-04-20", "2026-05-01")]))
it.just_fails(both([plan("2026-05-01", "2026-06-01")], [protection(None, None, "2026-05-31")]))
it.just_passes(both([plan("2026-05-01", "2026-06-01")], [protection(None, None, "2026-06-01", "2026-04-30")]))
it.fails(both([plan("2025-05-01", "2025-06-01"), plan("2026-05-01")], [protection(None, None, "2026-07-01")]))
it.passes(both([plan("2026-05-01")], [protection("2026-04-05", "2026-07-01", "2026-07-01")]))
it.passes(both([plan("2026-05-01")], [{}]), planned(**plan("2026-05-01")), protected(CPPreviewDate="2026-05-01"))

it = of("4004")
it.fails(several("CINPlanDates", plan("2026-05-01"), plan("2026-04-05", "2026-05-01"), plan("2026-06-01")))
it.passes(several("CINPlanDates", plan("2026-05-01"), plan("2026-04-05", "2026-05-01")))
it.passes(child(CINdetails=[{"CINPlanDates": [plan("2026-05-01")]}, {"CINPlanDates": [plan("2026-06-01")]}]))

DIED = {"PersonDeathDate": "2026-09-01"}
it = of("4008")
it.just_fails(child(**DIED, CINdetails=[{}, {"CINPlanDates": [plan(), plan("2026-09-02")]}]))
it.just_passes(child(**DIED, CINdetails=[{"CINPlanDates": [plan("2026-09-01")]}]))
it.passes(planned(**plan("2026-09-02")), child(**DIED))

it = of("4009Q")
it.just_fails(child(**DIED, CINdetails=[{"CINPlanDates": [plan(), plan("2026-05-01", "2026-09-02")]}]))
it.just_passes(child(**DIED, CINdetails=[{"CINPlanDates": [plan("2026-05-01", "2026-09-01")]}]))
it.passes(planned(**plan("2026-05-01", "2026-09-02")), child(**DIED))

it = of("4010")
it.fails(planned(**plan(None, "2026-05-01")))
it.just_fails(planned(**plan("2027-04-01")))
it.just_passes(planned(**plan("2027-03-31")))
it.fails(several("CINPlanDates", plan("2026-05-01"), plan()), times=1)

it = of("4011")
it.just_fails(planned(**plan("2026-05-02", "2026-05-01")))
it.just_passes(planned(**plan("2026-05-01", "2026-05-01")))
it.passes(planned(**plan("2026-05-01")), planned(**plan(None, "2026-05-01")))

it = of("4012Q")
it.fails(planned(**plan("2026-05-01", "2026-05-01")))
it.passes(planned(**plan("2026-05-01", "2026-05-02")), planned())

it = of("4013")
it.just_fails(planned(**plan(None, "2026-03-31")))
it.just_passes(planned(**plan(None, "2026-04-01")))
it.just_passes(planned(**plan(None, "2027-03-31")))
it.just_fails(planned(**plan(None, "2027-04-01")))
it.passes(planned())

it = of("4014")
it.just_fails(several("CINPlanDates", plan("2026-05-01", "2026-06-01"), plan("2026-06-01", "2026-07-01")))
it.just_passes(several("CINPlanDates", plan("2026-05-01", "2026-06-01"), plan("2026-06-02", "2026-07-01")))
it.fails(child(CINdetails=[{"CINPlanDates": [plan("2026-09-01")]}, {"CINPlanDates": [plan("2026-05-01")]}]), times=1)
it.fails(several("CINPlanDates", plan("2026-05-01", "2026-06-01"), plan("2026-05-01", "2026-06-01")))
it.just_passes(several("CINPlanDates", plan("2026-05-01"), plan("2027-04-01")))
it.passes(planned(**plan("2026-05-01")), planned(**plan("2026-06-01")))

it = of("4015")
it.just_fails(several("CINPlanDates", plan(), plan("2026-05-01"), CINreferralDate="2026-05-02"))
it.just_passes(several("CINPlanDates", plan("2026-05-02"), CINreferralDate="2026-05-02"))
it.passes(planned(**plan("2026-05-01")))

it = of("4016")
it.just_fails(both([plan("2026-05-01")], [protection("2026-05-01", "2026-06-01")]))
it.just_fails(both([plan("2026-05-31")], [protection("2026-05-01", "2026-06-01")]))
it.just_passes(both([plan("2026-06-01")], [protection("2026-05-01", "2026-06-01")]))
it.fails(both([plan(), plan("2026-09-01")], [protection("2026-04-05", "2026-05-01"), protection("2026-05-01")]))
it.just_passes(both([plan("2027-04-01")], [protection("2026-05-01")]))
it.passes(planned(**plan("2026-05-01")), protected(**protection("2026-04-05")))

it = of("4017")
it.just_fails(both([plan("2026-05-01", "2026-06-01")], [protection("2026-05-01")]))
it.just_fails(both([plan("2026-05-01", "2026-06-01")], [protection("2026-05-31")]))
it.just_passes(both([plan("2026-05-01", "2026-06-01")], [protection("2026-06-01")]))
it.fails(both([plan("2026-04-05", "2026-05-01"), plan("2026-05-01")], [protection("2026-09-01", "2026-10-01")]))
it.just_passes(both([plan("2026-05-01")], [protection("2027-04-01")]))
it.passes(planned(**plan("2026-05-01")), protected(**protection("2026-06-01")))
