"""Makers of the fragments that the examples are written with."""

from typing import Any

from validation.examples import examples_for
from validation.fragments import Fragment, fragment, without

__all__ = [
    "care",
    "header",
    "leaver",
    "lesson",
    "of",
    "pupil",
    "reconciliation",
    "school",
    "several",
    "special",
    "studying",
    "unit",
    "without",
]

of = examples_for("school-census")
header = fragment("Header")
school = fragment("School")
special = fragment("SpecialSchool")
unit = fragment("PRU")
reconciliation = fragment("PupilReconciliation")
pupil = fragment("PupilOnRoll")
leaver = fragment("PupilNoLongerOnRoll")
lesson = fragment("Class")
care = fragment("Childcare")


def several(number: int, one: Fragment) -> list[Fragment]:
    """So many records alike."""
    return [one] * number


def studying(*aims: dict[str, Any], prog_type: str = "30") -> dict[str, Any]:
    """What makes a pupil a student: one programme with these learning aims."""
    return {"ProgrammeAim": [{"ProgType": prog_type, "LearningAim": list(aims)}]}
