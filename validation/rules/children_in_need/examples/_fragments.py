"""Makers of the fragments that the examples are written with.

The examples are of 2026-27 unless they say another year: the census period is 1 April 2026 to 31 March 2027.
"""

from typing import Any

from validation.examples import examples_for
from validation.fragments import Fragment, fragment, without

__all__ = [
    "assessed",
    "child",
    "enquiry",
    "episode",
    "header",
    "of",
    "planned",
    "protected",
    "several",
    "without",
]

of = examples_for("children-in-need")
header = fragment("Header")
child = fragment("Child")


def several(tag: str, *records: dict[str, Any], **said: Any) -> Fragment:
    """A child with one episode, in which these records stand."""
    return child(CINdetails=[{**said, tag: list(records)}])


def episode(**said: Any) -> Fragment:
    """A child with one episode."""
    return child(CINdetails=[said])


def assessed(**said: Any) -> Fragment:
    """A child with one episode and one assessment in it."""
    return several("Assessments", said)


def planned(**said: Any) -> Fragment:
    """A child with one episode and one child in need plan in it."""
    return several("CINPlanDates", said)


def enquiry(**said: Any) -> Fragment:
    """A child with one episode and one section 47 enquiry in it."""
    return several("Section47", said)


def protected(**said: Any) -> Fragment:
    """A child with one episode and one child protection plan in it."""
    return several("ChildProtectionPlans", said)
