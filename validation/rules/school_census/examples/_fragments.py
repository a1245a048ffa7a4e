"""Makers of the fragments that the examples are written with."""

from validation.examples import examples_for
from validation.fragments import fragment, without

__all__ = ["header", "leaver", "lesson", "of", "pupil", "school", "without"]

of = examples_for("school-census")
header = fragment("Header")
school = fragment("School")
pupil = fragment("PupilOnRoll")
leaver = fragment("PupilNoLongerOnRoll")
lesson = fragment("Class")
care = fragment("Childcare")
