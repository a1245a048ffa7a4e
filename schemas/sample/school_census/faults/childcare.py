"""Faults in childcare (spring)."""

from __future__ import annotations

from typing import Any

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, Where, fault
from schemas.sample.write import Fields


def _is_on_site(childcare: Fields) -> bool:
    return childcare["OnSite"] == "Y"


def _childcare_lacks(rule: str, tag: str, where: Where = _is_on_site) -> None:
    def plant(plan: Plan) -> Raised:
        found = plan.childcare(where)
        del found[tag]
        return found

    fault(rule, terms="SPR")(plant)


_childcare_lacks("2900", "OnSite", lambda childcare: not _is_on_site(childcare))
_childcare_lacks("2910", "ChildcareSignposting", lambda childcare: True)
_childcare_lacks("2915", "OpeningTime")
_childcare_lacks("2920", "ClosingTime")
_childcare_lacks("2925", "NoOfChildcarePlaces")
_childcare_lacks("2930", "ChildcareProvider")
_childcare_lacks("2935", "OtherSchools")


def _childcare_says(rule: str, where: Where, **values: Any) -> None:
    def plant(plan: Plan) -> Raised:
        found = plan.childcare(where)
        found.update(values)
        return found

    fault(rule, terms="SPR")(plant)


def _is_type(kind: str, *, on_site: bool = True) -> Where:
    return lambda childcare: childcare["TypeOfChildcare"] == kind and _is_on_site(childcare) == on_site


_childcare_says("2940", _is_type("B"), ChildcareWksOpen=39)
_childcare_says("2945", lambda childcare: not _is_on_site(childcare), ChildcareProvider="SCH")
_childcare_says("2975", _is_type("H"), ChildcareWksOpen=20)


@fault("2950", terms="SPR")
def a_kind_of_childcare_missing(plan: Plan) -> Raised:
    """Nothing is said of childcare for the under-fives."""
    plan.lock("kinds of childcare")
    plan.school["SchoolChildcare"]["Childcare"].remove(plan.childcare(_is_type("U", on_site=False)))
    return plan.school


@fault("2955", terms="SPR")
def a_kind_of_childcare_twice(plan: Plan) -> Raised:
    """Childcare for the under-fives is there twice."""
    plan.lock("kinds of childcare")
    again = dict(plan.childcare(_is_type("U", on_site=False)))
    plan.school["SchoolChildcare"]["Childcare"].append(again)
    return plan.school


@fault("2970", terms="SPR")
def a_short_day(plan: Plan) -> Raised:
    """Childcare for the under-fives is open for three hours."""
    found = plan.childcare(_is_type("U", on_site=False))
    found.update(
        OnSite="Y",
        OpeningTime="09:00",
        ClosingTime="12:00",
        NoOfChildcarePlaces=20,
        ChildcareProvider="SCH",
        OtherSchools="N",
        ChildcareWksOpen=38,
    )
    return found
