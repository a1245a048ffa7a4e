"""Evaluating rules over prepared tables: where each fails, and what it costs.

The first time a plan is used in a process each rule is evaluated alone, which tells its cost. After that the rules of
one subject are evaluated together, which is twice as fast, and the time is shared out among them by those costs. A
batch that fails is done again one by one, so that only the rule at fault is set apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import polars as pl

from validation.budget import OutOfTime, rule_budget, within
from validation.build import Subject
from validation.plan import Planned
from validation.prepare import Prepared

log = logging.getLogger(__name__)

_FAILS = "fails"


@dataclass
class Evaluated:
    """One rule over one return: the rows where it fails (None: it could not run), and the seconds it took."""

    planned: Planned
    failing: pl.Series | None
    seconds: float
    problem: str = ""
    """Why it could not run."""


def evaluate(prepared: Prepared, members: Iterable[Planned], fallbacks: list[str] | None = None) -> Iterator[Evaluated]:
    """Evaluate ``members``, in order of their subjects. Batches that failed are added to ``fallbacks``, in words."""
    by_subject: dict[Subject, list[Planned]] = {}
    for planned in members:
        by_subject.setdefault(planned.subject, []).append(planned)
    for subject, together in by_subject.items():
        frame = prepared.frame(subject)
        if frame is None or not frame.height:
            yield from (Evaluated(planned, pl.Series(dtype=pl.UInt32), 0.0) for planned in together)
            continue
        if all(planned.cost for planned in together):
            try:
                yield from within(rule_budget(frame.height, len(together)), partial(_batch, frame, together))
                continue
            except Exception as problem:  # noqa: BLE001  (whatever one rule does, the others are run)
                why = (
                    f"evaluating {len(together)} rules together failed ({type(problem).__name__}): each was tried alone"
                )
                log.warning("%s", why)
                if fallbacks is not None:
                    fallbacks.append(why)
        for planned in together:
            yield _alone(frame, planned)


def _batch(frame: pl.DataFrame, members: list[Planned]) -> list[Evaluated]:
    started = perf_counter()
    masks = frame.select(planned.over(frame).alias(str(number)) for number, planned in enumerate(members))
    failing = [mask.arg_true() for mask in masks]
    seconds = perf_counter() - started
    whole = sum(planned.cost for planned in members)
    return [
        Evaluated(planned, rows, seconds * planned.cost / whole) for planned, rows in zip(members, failing, strict=True)
    ]


def _alone(frame: pl.DataFrame, planned: Planned) -> Evaluated:
    started = perf_counter()
    expression = planned.over(frame).alias(_FAILS)
    try:
        failing = within(rule_budget(frame.height), lambda: frame.select(expression)[_FAILS].arg_true())
    except OutOfTime:
        log.error("rule %s took over its time budget", planned.rule.code)
        return Evaluated(planned, None, perf_counter() - started, "it took longer than its time budget")
    except Exception as problem:  # noqa: BLE001
        # Its kind only: the words of an error may quote values of the return.
        log.error("rule %s could not run: %s", planned.rule.code, type(problem).__name__)
        return Evaluated(planned, None, perf_counter() - started, "it stopped with an error")
    planned.cost = perf_counter() - started
    return Evaluated(planned, failing, planned.cost)
