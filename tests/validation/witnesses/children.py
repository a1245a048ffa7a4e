"""Children in need of kinds about which rules could contradict each other, and the return they are tried in."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.sample.children_in_need.episodes import NO_FACTOR
from schemas.sample.children_in_need.faults._plan import Plan
from schemas.sample.children_in_need.returns import SampleReturn
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.write import Fields
from tests.validation.witnesses.search import Codes, Situation, Trial, every, findings_by_key, merged
from validation.book import RuleSet


def trial_in(setting: Setting, ruleset: RuleSet) -> Trial:
    """Children are tried in a return of this authority, under this set."""

    def trial(people: list[tuple[Situation, Fields]]) -> list[Codes]:
        made = [
            merged(merged(one.person, choice), {"ChildIdentifiers": {"LAchildID": f"W{number:07d}"}})
            for number, (one, choice) in enumerate(people, start=1)
        ]
        message = {"Header": SampleReturn(setting).header, "Children": {"Child": made}}
        found = findings_by_key(setting.layout, message, ruleset)
        return [frozenset(found.get(child["ChildIdentifiers"]["LAchildID"], ())) for child in made]

    return trial


def situations(setting: Setting) -> list[Situation]:
    """All of them."""
    plan = Plan(SampleReturn(setting))
    child = merged(plan.child(), {"ChildIdentifiers": {"UPN": None, "UPNunknown": "UN3"}})
    found = [
        *_numbers(child, plan),
        *_assessments(child, plan),
        *_conferences(child, plan),
        *_referrals(child, plan),
    ]
    if setting.year >= 2026:
        found += _pre_proceedings(child, plan)
    return found


def _in(child: Fields, *episodes: Fields) -> Fields:
    return merged(child, {"CINdetails": list(episodes)})


def _numbers(child: Fields, plan: Plan) -> list[Situation]:
    """Children without a UPN: what is chosen is the reason."""
    reasons: list[Fields] = [
        {"ChildIdentifiers": {"UPNunknown": reason}} for reason in (None, *(f"UN{n}" for n in range(1, 8)))
    ]
    toddler = merged(child, {"ChildIdentifiers": {"PersonBirthDate": plan.before_ref(700)}})
    unborn = merged(
        child,
        {
            "ChildIdentifiers": {
                "PersonBirthDate": None,
                "ExpectedPersonBirthDate": plan.ref + timedelta(days=60),
                "Sex": "U",
            }
        },
    )
    nothing_more = plan.referral(ReferralNFA="true", PrimaryNeedCode=None)
    return [
        Situation("school age, no UPN", _in(child, plan.closed()), reasons),
        Situation("school age, no UPN, no further action", _in(child, nothing_more), reasons),
        Situation("below school age, no UPN", _in(toddler, plan.closed()), reasons),
        Situation("not born yet", _in(unborn, plan.recent(Assessments=[plan.begun_assessment()])), reasons),
    ]


def _assessments(child: Fields, plan: Plan) -> list[Situation]:
    """Assessments that are not over; what is chosen is whether they are sent."""
    found = []
    for name, begun in {
        "open since before the year": plan.day(-12),
        "begun three weeks ago": plan.before_ref(20),
        "begun on the last day": plan.ref,
    }.items():
        since = {"CINreferralDate": begun - timedelta(days=1)}
        sent = plan.referral() | since | {"Assessments": [{"AssessmentActualStartDate": begun}]}
        choices: list[Fields] = [{"CINdetails": [sent]}, {"CINdetails": [plan.referral() | since]}]
        found += [
            Situation(f"assessment {name}", child, choices),
            Situation(f"assessment {name}, sent", child, choices[:1]),
        ]
    no_factor = [plan.assessment(factors=(NO_FACTOR,))]
    closures: list[Fields] = [
        {"CINdetails": [plan.referral(Assessments=no_factor, **closing)]}
        for closing in ({}, *({"CINclosureDate": plan.day(62), "ReasonForClosure": f"RC{n}"} for n in range(1, 10)))
    ]
    return [*found, Situation("assessment that found no factor", child, closures)]


def _conferences(child: Fields, plan: Plan) -> list[Situation]:
    """A protection plan begins; what is chosen is where the date of its conference stands, and which it is."""
    found = []
    friday = plan.day(40) + timedelta(days=(4 - plan.day(40).weekday()) % 7)
    for name, begun in {"on a Friday": friday, "on a Saturday": friday + timedelta(days=1)}.items():
        held = every(held=(None, begun, friday, friday + timedelta(days=3)), required=(None, "true", "false"))
        after, elsewhere = (
            [{"CINdetails": [_protected(plan, begun, **choice, of_episode=day)]} for choice in held]
            for day in (None, begun)
        )
        found += [
            Situation(f"protection plan begun {name}", child, [*after, *elsewhere]),
            Situation(f"protection plan begun {name}, after an enquiry", child, after),
        ]
    return found


def _protected(plan: Plan, begun: date, held: date | None, required: str | None, of_episode: date | None) -> Fields:
    enquiry: Fields = {"S47ActualStartDate": plan.day(31), "DateOfInitialCPC": held, "ICPCnotRequired": required}
    return plan.closed(Section47=[enquiry], ChildProtectionPlans=[plan.protection(begun)], DateOfInitialCPC=of_episode)


def _referrals(child: Fields, plan: Plan) -> list[Situation]:
    """A second referral; what is chosen is whether it is sent, and what became of it."""
    found = []
    for name, days in {
        "on the same day": 0,
        "the day before it closed": 229,
        "on the day it closed": 230,
    }.items():
        first = plan.closed()
        second = [plan.referral(30 + days, ReferralNFA=nothing_more) for nothing_more in ("false", "true")]
        sent: list[Fields] = [{"CINdetails": [first, one]} for one in second]
        found += [
            Situation(f"referred again {name}", child, [*sent, {"CINdetails": [first]}]),
            Situation(f"referred again {name}, both sent", child, sent),
        ]
    return found


def _pre_proceedings(child: Fields, plan: Plan) -> list[Situation]:
    """As far as they had come; what is chosen is everything about them that is not a date."""
    days = {
        "PPStartDate": 70,
        "LBPSentDate": 80,
        "InitialPPMeetingDate": 100,
        "StepDecisionDate": 170,
        "CourtAppDate": 180,
        "LetterInitCPDate": 185,
    }
    said = every(FGDMMeetingOffer=(None, True, False), FGDMMeetingFac=(None, False), ReviewMeetingsCount=(None, 0))
    found = []
    for number, reached in enumerate(days, start=1):
        dates = {tag: plan.day(day) for tag, day in list(days.items())[:number]}
        choices: list[Fields] = [
            {"CINdetails": [plan.closed(PreProceedingsandFGDM=[dates | choice | {"PPOutcome": outcome}])]}
            for choice in said
            for outcome in (None, "A")
        ]
        found.append(Situation(f"pre-proceedings that came to {reached}", child, choices))
    return found
