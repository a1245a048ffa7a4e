"""Episodes of need: from a referral forward, as far as it had come on the reference date.

Each step stands only when its day has come, so that what is open on the reference date is recent. What was finished
before the census year (assessments, conferences) is not reported.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schemas.sample.children_in_need.setting import Setting, on_weekday
from schemas.sample.children_in_need.shares import ABUSE, CLOSED, FACTORS, NEEDS, NO_FACTOR, SOURCES
from schemas.sample.draws import pick
from schemas.sample.write import Fields


class Episode:
    """One episode being written down, step by step. ``fields`` is what stands in the return."""

    def __init__(self, setting: Setting, own: Random, referral: date) -> None:
        self.setting = setting
        self.own = own
        self.fields: Fields = {
            "CINreferralDate": referral,
            "ReferralSource": pick(own.random(), SOURCES),
            "PrimaryNeedCode": pick(own.random(), NEEDS),
            "ReferralNFA": "false",
        }
        self.at = referral
        """The day that has been reached."""
        self.open = True
        """The reference date has not been reached yet."""

    def after(self, low: int, high: int) -> date:
        """A day so many days after the one that has been reached."""
        return self.at + timedelta(days=self.own.randint(low, high))

    def reach(self, day: date) -> bool:
        """Go on to a day; false, and nothing more happens, where the reference date comes first."""
        self.open = self.open and day <= self.setting.ref
        if self.open:
            self.at = day
        return self.open

    def assess(self, *, found: bool = True) -> None:
        """An assessment of two to seven weeks."""
        begun = self.after(0, 2)
        if not self.reach(begun):
            return
        made: Fields = {"AssessmentActualStartDate": begun}
        reviewed = begun + timedelta(days=10)
        if reviewed <= self.setting.ref:
            made["AssessmentInternalReviewDate"] = reviewed
        if self.reach(self.after(12, 44)):
            made["AssessmentAuthorisationDate"] = self.at
            made["FactorsIdentifiedAtAssessment"] = {"AssessmentFactors": self._factors() if found else [NO_FACTOR]}
        if self.at >= self.setting.start:
            self.fields["Assessments"] = [made]

    def _factors(self) -> list[str]:
        number = self.own.randint(1, 5)
        usual = min(len(FACTORS), 6 + self.own.randrange(len(FACTORS)))
        return self.own.sample(FACTORS[:usual], number)

    def plan(self, low: int = 1, high: int = 14, *, begun: date | None = None) -> None:
        """A child in need plan of two to ten months."""
        day = begun or self.after(low, high)
        if not self.reach(day):
            return
        made: Fields = {"CINPlanStartDate": day}
        self.fields.setdefault("CINPlanDates", []).append(made)
        end = max(self.after(60, 300), self.setting.start + timedelta(days=self.own.randrange(300)))
        if self.reach(end):
            made["CINPlanEndDate"] = end

    def enquire(self, *, conference: bool) -> date | None:
        """A section 47 enquiry beside the assessment; gives the day of the conference where one was held."""
        first: date = self.fields["CINreferralDate"]
        begun = first + timedelta(days=self.own.randint(0, 4))
        if begun > self.setting.ref or "Assessments" not in self.fields:
            return None
        made: Fields = {"S47ActualStartDate": begun}
        self.fields["Section47"] = [made]
        if not conference:
            made["ICPCnotRequired"] = "true"
            return None
        held = on_weekday(begun + timedelta(days=self.own.randint(8, 16)))
        made["InitialCPCtarget"] = on_weekday(begun + timedelta(days=21))
        if held > self.setting.ref:
            return None
        made |= {"DateOfInitialCPC": held, "ICPCnotRequired": "false"}
        return held

    def protect(self, begun: date) -> None:
        """A protection plan of four to sixteen months, with its reviews."""
        category = pick(self.own.random(), ABUSE)
        latest = category if self.own.random() < 0.8 else pick(self.own.random(), ABUSE)
        made: Fields = {"CPPstartDate": begun}
        self.fields.setdefault("ChildProtectionPlans", []).append(made)
        end = max(
            begun + timedelta(days=self.own.randint(120, 480)),
            self.setting.start + timedelta(days=self.own.randrange(300)),
        )
        last = min(end, self.setting.ref)
        if ended := end <= self.setting.ref:
            made["CPPendDate"] = end
        made |= {"InitialCategoryOfAbuse": category, "LatestCategoryOfAbuse": latest}
        made["NumberOfPreviousCPP"] = pick(self.own.random(), (("0", 78.0), ("1", 17.0), ("2", 4.0), ("3", 1.0)))
        reviews = [begun + timedelta(days=days) for days in (88, 265, 440) if begun + timedelta(days=days) < last]
        if reviews:
            made["Reviews"] = {"CPPreviewDate": reviews}
        self.at = max(self.at, last)
        self.open = ended

    def close(self, reason: str, low: int = 0, high: int = 7) -> None:
        """Close the episode, some days after what happened last."""
        if self.reach(self.after(low, high)):
            self.fields |= {"CINclosureDate": self.at, "ReasonForClosure": reason}


def nothing_more(setting: Setting, own: Random, referral: date) -> Episode:
    """A referral after which nothing more was done."""
    episode = Episode(setting, own, referral)
    episode.fields["ReferralNFA"] = own.choice(["true", "1"])
    return episode


def assessed(setting: Setting, own: Random, referral: date) -> Episode:
    """Assessed and closed."""
    episode = Episode(setting, own, referral)
    episode.assess(found=own.random() > 0.08)
    episode.close("RC8" if own.random() < 0.7 else "RC9")
    if "CINclosureDate" not in episode.fields:
        _found_something(episode.fields)
    return episode


def _found_something(fields: Fields) -> None:
    """An episode whose assessment found no factor closes; one that goes on has a factor."""
    for assessment in fields.get("Assessments", []):
        factors = assessment.get("FactorsIdentifiedAtAssessment", {})
        if factors.get("AssessmentFactors") == [NO_FACTOR]:
            factors["AssessmentFactors"] = [FACTORS[0]]


def planned(setting: Setting, own: Random, referral: date) -> Episode:
    """Assessed, supported with a plan, closed."""
    episode = Episode(setting, own, referral)
    episode.assess()
    episode.plan()
    episode.close(pick(own.random(), CLOSED), 0, 20)
    return episode


def enquired(setting: Setting, own: Random, referral: date) -> Episode:
    """An enquiry that needed no conference."""
    episode = Episode(setting, own, referral)
    episode.assess()
    episode.enquire(conference=False)
    if own.random() < 0.5:
        episode.plan()
    episode.close(pick(own.random(), CLOSED), 0, 20)
    return episode


def protected(setting: Setting, own: Random, referral: date) -> Episode:
    """An enquiry, a conference, and a protection plan; afterwards a child in need plan."""
    episode = Episode(setting, own, referral)
    episode.fields["PrimaryNeedCode"] = "N1"
    if own.random() < 0.08:
        # Moved here under protection: the conference is the authority's own, without an enquiry.
        held: date | None = on_weekday(referral + timedelta(days=own.randint(5, 15)))
        if held is not None and held <= setting.ref:
            episode.fields["DateOfInitialCPC"] = held
        else:
            held = None
    else:
        episode.assess()
        held = episode.enquire(conference=True)
    if held is None:
        episode.open = False
        return episode
    episode.protect(held)
    if own.random() < 0.6:
        episode.plan(0, 5)
    episode.close(pick(own.random(), CLOSED), 0, 20)
    return episode


def long_planned(setting: Setting, own: Random, referral: date) -> Episode:
    """Supported with a plan since before the census year."""
    episode = Episode(setting, own, referral)
    episode.plan(begun=referral + timedelta(days=own.randint(45, 90)))
    episode.close(pick(own.random(), CLOSED), 0, 20)
    return episode


def long_protected(setting: Setting, own: Random, referral: date) -> Episode:
    """Protected since before the census year."""
    episode = Episode(setting, own, referral)
    episode.fields["PrimaryNeedCode"] = "N1"
    episode.protect(referral + timedelta(days=own.randint(15, 60)))
    if own.random() < 0.6:
        episode.plan(0, 5)
    episode.close(pick(own.random(), CLOSED), 0, 20)
    return episode


def disabled(setting: Setting, own: Random, referral: date) -> Episode:
    """Known to the service for disabled children, for years."""
    episode = Episode(setting, own, referral)
    episode.fields |= {"PrimaryNeedCode": "N2", "CINPlanDates": [{"CINPlanStartDate": referral + timedelta(days=60)}]}
    episode.open = False
    return episode


STORIES = {
    "nothing more": nothing_more,
    "assessed": assessed,
    "planned": planned,
    "enquired": enquired,
    "protected": protected,
    "long planned": long_planned,
    "long protected": long_protected,
    "disabled": disabled,
}
