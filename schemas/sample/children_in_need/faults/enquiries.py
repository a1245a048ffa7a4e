"""Faults in section 47 enquiries and their conferences."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _saturday(plan: Plan, number: int) -> date:
    day = plan.day(number)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def _enquired(plan: Plan, *enquiries: Fields) -> Fields:
    """A closed episode with these enquiries."""
    episode = plan.closed(Section47=list(enquiries))
    plan.child(episode)
    return episode


def _going_on(plan: Plan, *enquiries: Fields) -> Fields:
    """An open episode with these enquiries and an assessment."""
    episode = plan.recent(Assessments=[plan.begun_assessment()], Section47=list(enquiries))
    plan.child(episode)
    return episode


@fault("1104")
def conference_before_referral(plan: Plan) -> list[Raised]:
    """The conference, and so the enquiry, is dated the day before the referral."""
    held = plan.weekday(20)
    episode = plan.closed(Section47=[{"S47ActualStartDate": held, "DateOfInitialCPC": held}])
    episode["CINreferralDate"] = held + timedelta(days=1)
    plan.child(episode)
    return [episode, ("2889", episode)]


@fault("2884")
def conference_in_two_places(plan: Plan) -> Raised:
    """The conference stands in the episode and in the enquiry."""
    episode = plan.protected()
    episode["DateOfInitialCPC"] = episode["Section47"][0]["DateOfInitialCPC"]
    plan.child(episode)
    return episode


@fault("2889")
def begun_before_referral(plan: Plan) -> Raised:
    """The enquiry begins the day before the referral."""
    return _enquired(plan, plan.enquiry(29))


@fault("2991Q")
def without_an_assessment(plan: Plan) -> Raised:
    """There is an enquiry and no assessment."""
    episode = plan.closed(Section47=[plan.enquiry()])
    del episode["Assessments"]
    plan.child(episode)
    return episode


@fault("8615")
def begun_after_the_conference(plan: Plan) -> Raised:
    """The enquiry begins the day after its conference."""
    held = plan.weekday(45)
    enquiry: Fields = {"S47ActualStartDate": held + timedelta(days=1), "DateOfInitialCPC": held}
    _enquired(plan, enquiry)
    return enquiry


@fault("8675Q")
def without_a_conference_in_time(plan: Plan) -> Raised:
    """The enquiry has had no conference since summer, and needs one."""
    enquiry: Fields = {"S47ActualStartDate": plan.day(100), "ICPCnotRequired": "false"}
    plan.child(plan.referral(Assessments=[plan.assessment()], Section47=[enquiry]))
    return enquiry


@fault("8715")
def conference_after_the_year(plan: Plan) -> Raised:
    """The conference is dated after the reference date."""
    enquiry: Fields = {"S47ActualStartDate": plan.before_ref(5), "DateOfInitialCPC": plan.weekday(366)}
    _going_on(plan, enquiry)
    return enquiry


@fault("8740")
def without_dates(plan: Plan) -> Raised:
    """The enquiry has neither of its dates."""
    enquiry: Fields = {"InitialCPCtarget": plan.weekday(360)}
    _going_on(plan, enquiry)
    return enquiry


@fault("8839")
def two_without_a_conference(plan: Plan) -> Raised:
    """Two enquiries, alike in all they say, wait for a conference."""
    return _going_on(plan, *({"S47ActualStartDate": plan.before_ref(8)} for _ in range(2)))


@fault("8868")
def conference_that_was_not_required(plan: Plan) -> Raised:
    """The conference was held, and not required."""
    return _enquired(plan, plan.enquiry(held=plan.weekday(45)) | {"ICPCnotRequired": "true"})


@fault("8870Q")
def due_on_a_saturday(plan: Plan) -> Raised:
    """The conference is due on a Saturday."""
    enquiry = plan.enquiry() | {"InitialCPCtarget": _saturday(plan, 52)}
    _enquired(plan, enquiry)
    return enquiry


@fault("8875")
def held_on_a_saturday(plan: Plan) -> Raised:
    """The conference is held on a Saturday."""
    enquiry = plan.enquiry(held=_saturday(plan, 45))
    _enquired(plan, enquiry)
    return enquiry


@fault("8890")
def overlapping(plan: Plan) -> Raised:
    """An enquiry begins before the conference of the one before it."""
    return _enquired(plan, plan.enquiry(held=plan.weekday(45)), plan.enquiry(40))
