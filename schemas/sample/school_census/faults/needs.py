"""Faults in special educational needs."""

from __future__ import annotations

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, characteristics, fault, lacks, needs
from schemas.sample.write import Fields

_UNIT_PHASES = "NS PS MP MS SS AT"


def _has_support(pupil: Fields) -> bool:
    return needs(pupil)["SENprovision"] == "K"


def _has_one_need(pupil: Fields) -> bool:
    return len(needs(pupil).get("SENneeds", {}).get("SENneed", [])) == 1


def _has_none(pupil: Fields) -> bool:
    return needs(pupil)["SENprovision"] == "N"


def _listed(pupil: Fields) -> list[Fields]:
    found: list[Fields] = needs(pupil)["SENneeds"]["SENneed"]
    return found


def _other_need(pupil: Fields) -> str:
    return "SEMH" if _listed(pupil)[0]["SENtype"] != "SEMH" else "SLCN"


lacks("2120", "SpecialEducationalNeeds/SENprovision", where=_has_none)
lacks("2170", "SpecialEducationalNeeds/SENneeds", terms="SPR")
lacks("2230", "SpecialEducationalNeeds/SENunitIndicator", phases=_UNIT_PHASES)
lacks("2250", "SpecialEducationalNeeds/ResourcedProvisionIndicator", phases=_UNIT_PHASES)


@fault("2125", terms="SPR")
def need_without_provision(plan: Plan) -> Raised:
    """A pupil without SEN provision has a need."""
    pupil = plan.pupil(_has_none)
    needs(pupil)["SENneeds"] = {"SENneed": [{"SENtypeRank": 1, "SENtype": "SLCN"}]}
    return pupil


@fault("2130", terms="SPR")
def rank_without_need(plan: Plan) -> Raised:
    """A second need has a rank and no type."""
    pupil = plan.pupil(_has_one_need)
    second: Fields = {"SENtypeRank": 2}
    _listed(pupil).append(second)
    return plan.inside(pupil, second)


@fault("2140", terms="SPR")
def need_without_rank(plan: Plan) -> Raised:
    """A second need has a type and no rank."""
    pupil = plan.pupil(_has_one_need)
    second: Fields = {"SENtype": _other_need(pupil)}
    _listed(pupil).append(second)
    return plan.inside(pupil, second)


@fault("2160", terms="SPR")
def only_need_is_second(plan: Plan) -> Raised:
    """The only need is ranked 2."""
    pupil = plan.pupil(_has_one_need)
    _listed(pupil)[0]["SENtypeRank"] = 2
    return pupil


@fault("2165", terms="SPR")
def two_first_needs(plan: Plan) -> Raised:
    """Two needs are ranked 1."""
    pupil = plan.pupil(_has_one_need)
    _listed(pupil).append({"SENtypeRank": 1, "SENtype": _other_need(pupil)})
    return pupil


@fault("2166", terms="SPR")
def three_needs(plan: Plan) -> list[Raised]:
    """A pupil has three needs."""
    pupil = plan.pupil(_has_one_need)
    third: Fields = {"SENtypeRank": 3, "SENtype": "OTH"}
    _listed(pupil).extend([{"SENtypeRank": 2, "SENtype": _other_need(pupil)}, third])
    return [pupil, ("2140", plan.inside(pupil, third))]


@fault("2175", terms="SPR")
def need_not_known_yet_with_plan(plan: Plan) -> Raised:
    """A pupil with a plan has the need of somebody not assessed yet."""
    pupil = plan.pupil(lambda pupil: needs(pupil)["SENprovision"] == "E" and _has_one_need(pupil))
    _listed(pupil)[0]["SENtype"] = "NSA"
    return pupil


@fault("2180", phases="SP")
def no_need_in_a_special_school(plan: Plan) -> Raised:
    """A pupil of a special school has no SEN provision."""
    pupil = plan.pupil(_has_support)
    characteristics(pupil)["TopUpFunding"] = False
    needs(pupil).pop("SENneeds", None)
    needs(pupil)["SENprovision"] = "N"
    return pupil


@fault("5049", phases="SP PR")
def unit_in_a_special_school(plan: Plan) -> Raised:
    """A special school or PRU says that a pupil is in an SEN unit."""
    pupil = plan.pupil()
    needs(pupil)["SENunitIndicator"] = True
    return pupil


@fault("5050", phases="SP PR")
def resourced_in_a_special_school(plan: Plan) -> Raised:
    """A special school or PRU says that a pupil has a resourced place."""
    pupil = plan.pupil()
    needs(pupil)["ResourcedProvisionIndicator"] = True
    return pupil
