"""The register with every fault of the school census in it."""

from schemas.sample.school_census.faults import (
    addresses,
    aims,
    characteristics,
    childcare,
    classes,
    early_years,
    exclusions,
    identifiers,
    meals,
    needs,
    placements,
    school,
    sessions,
    spring,
    status,
    whole_return,
)
from schemas.sample.school_census.faults._plan import BOOK, Plan

__all__ = [
    "BOOK",
    "Plan",
    "addresses",
    "aims",
    "characteristics",
    "childcare",
    "classes",
    "early_years",
    "exclusions",
    "identifiers",
    "meals",
    "needs",
    "placements",
    "school",
    "sessions",
    "spring",
    "status",
    "whole_return",
]
