"""The register with every fault of the children in need census in it."""

from schemas.sample.children_in_need.faults import (
    assessments,
    dates_of_death,
    enquiries,
    episodes,
    identifiers,
    plans,
    pre_proceedings,
    protection,
    whole_return,
)
from schemas.sample.children_in_need.faults._plan import BOOK, Plan

__all__ = [
    "BOOK",
    "Plan",
    "assessments",
    "dates_of_death",
    "enquiries",
    "episodes",
    "identifiers",
    "plans",
    "pre_proceedings",
    "protection",
    "whole_return",
]
