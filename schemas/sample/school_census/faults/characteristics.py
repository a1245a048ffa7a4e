"""Faults in ethnicity, language, service children, care, youth support, and funding markers."""

from __future__ import annotations

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, group, lacks, needs, status

lacks("1630", "PupilCharacteristics/Ethnicity", terms="SPR")
lacks("1770", "PupilCharacteristics/YSSA", phases="MP MS SS SP AT PR")
lacks("1840", "PupilCharacteristics/Language")
lacks("1856", "PupilCharacteristics/ServiceChild")
lacks("1869", "PupilCharacteristics/TopUpFunding")
lacks("1871", "PupilCharacteristics/PLAA", where=lambda pupil: group(pupil) >= 0)
lacks("2690", "PupilCharacteristics/UnitContactTime", terms="SPR", phases="PR")


@fault("1990Q")
def top_up_without_plan(plan: Plan) -> Raised:
    """A pupil without a plan has top-up funding."""
    pupil = plan.pupil(lambda pupil: needs(pupil)["SENprovision"] != "E")
    characteristics(pupil)["TopUpFunding"] = True
    return pupil


@fault("5046", phases="NS PS")
def youth_support_of_a_young_child(plan: Plan) -> Raised:
    """A primary or nursery school gives a youth support answer."""
    pupil = plan.pupil()
    characteristics(pupil)["YSSA"] = "UNS"
    return pupil


_BURSARY = "SPR SUM"
_POST16 = "SS AT PR"


@fault("1864", terms=_BURSARY, phases=_POST16)
def bursary_of_a_guest(plan: Plan) -> Raised:
    """A pupil registered mainly elsewhere has a bursary."""
    pupil = plan.pupil(lambda pupil: "LearnerSupport" in characteristics(pupil))
    status(pupil)["EnrolStatus"] = "S"
    return pupil


@fault("1865", terms=_BURSARY, phases=_POST16)
def bursary_without_code(plan: Plan) -> Raised:
    """A bursary has no code."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 12 and "LearnerSupport" not in characteristics(pupil))
    item: dict[str, str] = {}
    characteristics(pupil)["LearnerSupport"] = {"LearnerSupportItem": [item]}
    return plan.inside(pupil, item)


@fault("1866", terms=_BURSARY, phases=_POST16)
def bursary_twice(plan: Plan) -> Raised:
    """A pupil has the same bursary twice."""
    pupil = plan.pupil(lambda pupil: group(pupil) >= 12)
    items = [{"LearnerSupportCode": "56"}, {"LearnerSupportCode": "56"}]
    characteristics(pupil)["LearnerSupport"] = {"LearnerSupportItem": items}
    return pupil


@fault("1867", terms=_BURSARY, phases=_POST16)
def bursary_too_young(plan: Plan) -> Raised:
    """A pupil of year 11 has a bursary."""
    pupil = plan.pupil(lambda pupil: group(pupil) == 11)
    characteristics(pupil)["LearnerSupport"] = {"LearnerSupportItem": [{"LearnerSupportCode": "56"}]}
    return pupil
