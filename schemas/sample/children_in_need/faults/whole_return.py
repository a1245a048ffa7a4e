"""Faults of the header, and of the return as a whole."""

from __future__ import annotations

from schemas.sample.children_in_need.faults._plan import Plan, characteristics, fault, identifiers
from schemas.sample.children_in_need.shares import DISABILITIES
from schemas.sample.planting import NoPlace, Raised
from schemas.sample.write import Fields

_TOO_FEW = 7
_LEFT_OUT = frozenset(DISABILITIES[_TOO_FEW:])


@fault("100", alone=True)
def another_reference_date(plan: Plan) -> Raised:
    """The reference date is the day before."""
    header = plan.sample.header
    header["CollectionDetails"]["ReferenceDate"] = plan.before_ref(1)
    return header


@fault("2883", alone=True)
def protection_without_a_conference(plan: Plan) -> list[Raised]:
    """There are more protection plans than conferences."""
    episode = plan.closed(ChildProtectionPlans=[plan.protection(plan.weekday(45))])
    plan.child(episode)
    return [plan.message, ("2885", episode)]


@fault("2886Q", alone=True)
def many_without_sex(plan: Plan) -> list[Raised]:
    """Of more than two in a hundred the sex is missing."""
    raised: list[Raised] = [plan.message]
    for _ in range(len(plan.sample.children) // 50 + 1):
        known = identifiers(plan.child())
        del known["Sex"]
        raised.append(("4180", known))
    return raised


@fault("2887Q", alone=True)
def few_disabilities(plan: Plan) -> Raised:
    """Only seven kinds of disability are used."""

    def left(child: Fields) -> list[str]:
        return [code for code in _codes(child) if code not in _LEFT_OUT]

    def change(child: Fields) -> None:
        characteristics(child)["Disabilities"] = {"Disability": left(child) or ["MOB"]}

    if not any(len(left(child)) > 1 for child in plan.sample.children):
        raise NoPlace  # No child would be left with two, which is another fault.
    plan.sample.children.change_all(change)
    return plan.message


@fault("2888Q", alone=True)
def nobody_with_two_disabilities(plan: Plan) -> Raised:
    """No child has more than one disability."""
    used = {_codes(child)[0] for child in plan.sample.children} - {"NONE"}
    if len(used) <= _TOO_FEW:
        raise NoPlace  # Too few kinds would be left, which is another fault.

    def change(child: Fields) -> None:
        characteristics(child)["Disabilities"] = {"Disability": _codes(child)[:1]}

    plan.sample.children.change_all(change)
    return plan.message


def _codes(child: Fields) -> list[str]:
    found: list[str] = characteristics(child)["Disabilities"]["Disability"]
    return found
