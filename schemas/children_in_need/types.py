"""The children in need census: one collection a year, sent by local authorities."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from schemas.codesets import CodeSets
from schemas.collections import CollectionType
from schemas.layout import Family
from schemas.summary import Summary
from schemas.wording import Wording
from schemas.working_days import working_days_before

DATA = Path(__file__).parent / "data"
YEARS = (2025, 2026)
_LAST_DAY = (3, 31)
REFERRAL_DAYS, ASSESSMENT_DAYS, CONFERENCE_DAYS = 1, 45, 15
"""Working days for deciding on a referral, for finishing an assessment, for a conference after an enquiry began."""


@cache
def load_family() -> Family:
    from schemas.children_in_need.labels import LABELS
    from schemas.children_in_need.message import Message

    return Family("children-in-need", Message, (), LABELS)


@cache
def load_codesets() -> CodeSets:
    return CodeSets.load(DATA / "codesets.csv")


def load_summary() -> Summary:
    from schemas.children_in_need.summary import SUMMARY

    return SUMMARY


def reference_date(year: int) -> date:
    """The last day of the census year that ends in the academic year starting in ``year``. Raises ``LookupError``."""
    if year not in YEARS:
        raise LookupError(f"no reference date for {year}")
    return date(year + 1, *_LAST_DAY)


def census_period(last_day: date) -> tuple[date, date]:
    """The year that ends on ``last_day``: its first and last day."""
    return last_day.replace(year=last_day.year - 1) + timedelta(days=1), last_day


def windows(year: int) -> dict[str, tuple[date, date]]:
    """The census period and its two ends, as rules name them, and the days since when what is open is on time.

    REFERRAL_DUE counts back from the start of the period, the others from its end.

    Raises ``LookupError``.
    """
    last = reference_date(year)
    first, _ = period = census_period(last)
    days = {
        "START": first,
        "REF": last,
        "REFERRAL_DUE": working_days_before(first, REFERRAL_DAYS),
        "ASSESSMENT_DUE": working_days_before(last, ASSESSMENT_DAYS),
        "CONFERENCE_DUE": working_days_before(last, CONFERENCE_DAYS),
    }
    return {"PERIOD": period} | {name: (day, day) for name, day in days.items()}


def academic_year(calendar_year: int) -> int:
    """The header's Year is that of the reference date, in spring: the academic year started the year before."""
    return calendar_year - 1


WORDING = Wording(
    person="child",
    people="children",
    sender="local authority",
    senders="local authorities",
    system="case management system",
    declaration="Director’s declaration",
    signer="director of children’s services or the officer they nominated",
)
"""Decided: the director of children's services answers for the return, or names the officer who signs it."""

TYPES = [
    CollectionType(
        code="children-in-need",
        name="Children in need",
        family="children-in-need",
        message_code="CIN",
        term=None,
        source="la",
        years=YEARS,
        load_family=load_family,
        load_codesets=load_codesets,
        reference_date=reference_date,
        windows=windows,
        academic_year=academic_year,
        wording=WORDING,
        load_summary=load_summary,
        example={"LEA": "823"},
    )
]
