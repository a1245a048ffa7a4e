"""The records that children in need rules are about, and the values that several of them use.

Around and inside: an ``assessment`` sees its episode as ``assessment.cin_details`` and its child as
``assessment.child``; ``child.has(Assessments, …)`` looks through the episodes. An item that repeats is a list column
of its type: ``assessment.assessment_factors.list.contains("21")``, ``plan.cpp_review_date.list.max()``. It is null
where there is none, also where its group is there (``plan.reviews.present``). ``ReferralNFA`` and ``ICPCnotRequired``
are text: use :func:`true` and :func:`false`.

Pairs: ``plan.beside(CINPlanDates, lambda one, other: …, within=Child)`` says whether another plan of the same child
holds the condition (``within=CINdetails``: of the same episode); ``each="cpp_review_date"`` tries each date of a list.
A rule about the child is ``child.has(CINPlanDates, lambda plan: plan.beside(…))``. Values of the whole return:
``message.different(Child, lambda child: child.disability.explode())``. Tried in
tests/validation/test_nested_records.py.

REF, START and PERIOD are those of the collection and year that the file was recognised as, so a wrong or missing
ReferenceDate is reported by its own rule (100) and does not bring all the others down with it (decided).
"""

from __future__ import annotations

import polars as pl

from schemas.children_in_need.types import load_family
from validation.conditions import holds
from validation.records import Records, day, derived, window

_family = load_family()


def _records(*endings: str) -> Records:
    return Records.of(_family, *endings)


Message = _records("Message")
Header = _records("Header")
Child = _records("Child")
ChildIdentifiers = _records("ChildIdentifiers")
ChildCharacteristics = _records("ChildCharacteristics")
CINdetails = _records("CINdetails")
Assessments = _records("Assessments")
CINPlanDates = _records("CINPlanDates")
Section47 = _records("Section47")
ChildProtectionPlans = _records("ChildProtectionPlans")
PreProceedings = _records("PreProceedingsandFGDM")

REF = day.REF
"""The reference date: the last day of the census period."""
START = day.START
"""The first day of the census period."""
PERIOD = window.PERIOD
"""The census period, both ends included: ``PERIOD.holds(plan.cpp_end_date)``."""

TRUE, FALSE = ("true", "1"), ("false", "0")


def true(text: pl.Expr) -> pl.Expr:
    """Whether a text item says TRUE, in any letter case; null where it is absent."""
    return text.str.to_lowercase().is_in(TRUE)


def false(text: pl.Expr) -> pl.Expr:
    """Whether a text item says FALSE, in any letter case; null where it is absent."""
    return text.str.to_lowercase().is_in(FALSE)


def not_true(text: pl.Expr) -> pl.Expr:
    """Whether a text item does not say TRUE: it says something else, or is absent."""
    return ~true(text).fill_null(False)


NO_FACTOR = "21"
"""The code that says that an assessment found no factor."""
CLOSED_AFTER_ASSESSMENT = ["RC8", "RC9"]
"""Reasons for closure that leave room for an assessment and nothing after it."""
NONE = "NONE"
"""The code that says that a child has no disability."""


def missing_or_outside_period(date: pl.Expr) -> pl.Expr:
    """The date is absent, or not in the census period."""
    return date.is_null() | ~PERIOD.holds(date)


def outside_period(date: pl.Expr) -> pl.Expr:
    """The date is there and not in the census period."""
    return ~PERIOD.holds(date)


def or_ref(end: pl.Expr) -> pl.Expr:
    """The end of something, or the reference date while it is open."""
    return end.fill_null(REF)


def before_end(date: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The date is before ``end``, or there is no end."""
    return end.is_null() | (date < end)


def before_end_or_ref(date: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The date is before ``end`` or, where there is no end, not after the reference date."""
    return holds(date < end) | (end.is_null() & (date <= REF))


def at_weekend(date: pl.Expr) -> pl.Expr:
    """The date is a Saturday or a Sunday."""
    return date.dt.weekday() > 5


def is_open(episode):
    """The episode goes on: no closure, and more was done than to take the referral."""
    return episode.cin_closure_date.is_null() & false(episode.referral_nfa)


def unfinished(assessment):
    """The assessment has not been authorised."""
    return assessment.assessment_authorisation_date.is_null()


def awaits_conference(enquiry):
    """No conference has been held after the enquiry, and one is needed."""
    return enquiry.date_of_initial_cpc.is_null() & not_true(enquiry.icpc_not_required)


@derived(Child)
def in_need(child):
    """At least one of the child's episodes is not marked as needing no further action."""
    return child.has(CINdetails, lambda episode: not_true(episode.referral_nfa))


@derived(Child)
def referred_for_more(child):
    """At least one of the child's episodes says that further action was taken."""
    return child.has(CINdetails, lambda episode: false(episode.referral_nfa))


@derived(Child)
def disabilities_recorded(child):
    """The child's disability codes, without the one that says that there is none."""
    return child.disability.list.set_difference(pl.lit([NONE], dtype=pl.List(pl.String)))
