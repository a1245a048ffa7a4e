"""Keeping explanations and accepted errors in step with the file that a return is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

import polars as pl
from django.db.models import QuerySet

from collect.models import AcceptedError, Explanation, Return, Standing, Submission
from collect.services.matching import Key, match_all, tally
from validation.models import RuleCount, Run
from validation.store import read_findings

CHUNK = 500
"""Ids in one query: SQLite takes few parameters."""


def keys_of(frame: pl.DataFrame) -> Counter[Key]:
    """How often each key is raised in a frame of findings."""
    counts = frame.group_by("rule", "identity", "fingerprint").len()
    return Counter({Key(rule, identity, mark): count for rule, identity, mark, count in counts.iter_rows()})


def settle(return_: Return, run: Run, frame: pl.DataFrame) -> None:
    """The return is made of another file now: see which explanations still hold and count anew.

    ``frame`` holds every finding of ``run``. The caller holds the transaction and the lock on the return.
    """
    raised = keys_of(frame)
    _mark_raised(Explanation.objects.filter(for_return=return_), raised)
    _mark_raised(AcceptedError.objects.filter(for_return=return_), raised)
    Standing.objects.filter(for_return=return_).delete()
    counts = RuleCount.objects.filter(run=run, failures__gt=0)
    Standing.objects.bulk_create(
        Standing(for_return=return_, rule=count.rule, level=count.level, failures=count.failures) for count in counts
    )
    _tally(return_, raised, rules=None)


def stand_again(return_: Return, submission: Submission, rules: Iterable[str]) -> None:
    """Something was said about findings of these rules: count them again, exactly."""
    wanted = sorted(set(rules))
    _tally(return_, keys_of(read_findings(submission.tables_folder, wanted)), rules=wanted)


def _tally(return_: Return, raised: Mapping[Key, int], rules: list[str] | None) -> None:
    explanations = Explanation.objects.filter(for_return=return_)
    errors = AcceptedError.objects.filter(for_return=return_)
    standings = Standing.objects.filter(for_return=return_)
    if rules is not None:
        explanations, errors = explanations.filter(rule__in=rules), errors.filter(rule__in=rules)
        standings = standings.filter(rule__in=rules)
    states = {Key(*row[:3]): row[3] for row in explanations.values_list("rule", "identity", "fingerprint", "state")}
    accepted = {Key(*row) for row in errors.values_list("rule", "identity", "fingerprint")}
    tallies = tally(raised, match_all(raised.keys(), states, accepted))
    changed = []
    for standing in standings:
        found = tallies.get(standing.rule)
        if found is None:
            continue
        standing.given, standing.accepted, standing.sent_back = found.given, found.accepted, found.sent_back
        standing.changed, standing.accepted_errors = found.changed, found.accepted_errors
        changed.append(standing)
    Standing.objects.bulk_update(
        changed, ["given", "accepted", "sent_back", "changed", "accepted_errors"], batch_size=100
    )


def _mark_raised(rows: QuerySet[Explanation] | QuerySet[AcceptedError], raised: Mapping[Key, int]) -> None:
    gone: list[UUID] = []
    back: list[UUID] = []
    for pk, rule, identity, mark, was_raised in rows.values_list("pk", "rule", "identity", "fingerprint", "raised"):
        is_raised = Key(rule, identity, mark) in raised
        if is_raised != was_raised:
            (back if is_raised else gone).append(pk)
    for pks, is_raised in ((gone, False), (back, True)):
        for start in range(0, len(pks), CHUNK):
            rows.model.objects.filter(pk__in=pks[start : start + CHUNK]).update(raised=is_raised)
