"""Faults in classes (spring)."""

from __future__ import annotations

from typing import Any

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, Where, fault
from schemas.sample.write import Fields

_CLASSES = "PS MP MS SS AT"
_PRIMARY = "PS AT"


def _class_lacks(rule: str, tag: str, phases: str = _CLASSES, where: Where = lambda a_class: True) -> None:
    def plant(plan: Plan) -> Raised:
        found = plan.a_class(lambda a_class: tag in a_class and where(a_class))
        del found[tag]
        return found

    fault(rule, terms="SPR", phases=phases)(plant)


def _class_says(rule: str, phases: str = _CLASSES, where: Where = lambda a_class: True, **values: Any) -> None:
    def plant(plan: Plan) -> Raised:
        found = plan.a_class(where)
        found.update(values)
        return found

    fault(rule, terms="SPR", phases=phases)(plant)


def _is_other(a_class: Fields) -> bool:
    return a_class.get("Category") != "N"


def _is_assisted(a_class: Fields) -> bool:
    return bool(a_class["NonTeachers"])


_class_lacks("1050", "ClassName")
_class_lacks("1070Q", "Teachers", where=_is_assisted)
_class_lacks("1090", "NonTeachers", where=lambda a_class: not _is_assisted(a_class))
_class_lacks("1130", "Category", _PRIMARY, _is_other)
_class_lacks("1140", "YearGroup", "MP MS SS")
_class_lacks("1160", "KeyStage", _PRIMARY)
_class_lacks("1170", "ClassActivity", _PRIMARY)
_class_lacks("1210", "GuestPupils")
_class_says("1100", where=lambda a_class: not _is_assisted(a_class), Teachers=0, NonTeachers=0)
_class_says("1190", _PRIMARY, lambda a_class: a_class["YearGroup"] == "R", KeyStage="2")
_class_says("1235", _PRIMARY, lambda a_class: a_class["YearGroup"] in ("R", "1", "2"), ClassActivity="TV")
_class_says("5036", "MP MS SS", Category="O")
_class_says("5037", "MP MS SS", KeyStage="3")
_class_says("5038", "MP MS SS", ClassActivity="EN")


@fault("1000", terms="SPR", phases=_CLASSES)
def one_pupil_too_many(plan: Plan) -> Raised:
    """The classes hold one pupil more than the school."""
    plan.lock("pupils in classes")
    plan.a_class(_is_other)["HomePupils"] += 1
    return plan.school


@fault("1060", terms="SPR", phases=_CLASSES)
def two_classes_of_one_name(plan: Plan) -> Raised:
    """Two classes have the same name but for spaces."""
    first, second = plan.a_class(), plan.a_class()
    second["ClassName"] = f"{first['ClassName']} "
    return plan.school


@fault("1240Q", terms="SPR", phases=_CLASSES)
def as_many_guests(plan: Plan) -> Raised:
    """A class has as many guests as pupils of its own."""
    found = plan.a_class()
    found["GuestPupils"] = found["HomePupils"]
    return found


@fault("2110Q", alone=True, terms="SPR", phases="PS")
def too_many_in_the_nursery_class(plan: Plan) -> Raised:
    """The nursery classes hold one pupil more than are in them (other faults put pupils in them)."""
    nursery = plan.a_class(lambda a_class: a_class.get("Category") == "N")
    other = plan.a_class(lambda a_class: _is_other(a_class) and a_class["HomePupils"] > 1)
    nursery["HomePupils"] += 1
    other["HomePupils"] -= 1
    return plan.message


@fault("5032", terms="SPR", phases="NS SP PR")
def classes_elsewhere(plan: Plan) -> Raised:
    """A school of which no classes are asked gives one."""
    plan.new_block("Classes", {"Class": [{"ClassName": "Willow"}]})
    return plan.school
