"""Last term's explanations, offered for the same queries of this return."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from collect.models import Explanation, Return, Standing
from collect.services.matching import Key, Match, match_all
from validation.models import Level
from validation.store import read_findings

LOOK_BACK = 3
"""Earlier returns that are looked at: back to the same term of the year before."""


@dataclass(frozen=True)
class Offer:
    """An explanation of an earlier collection for a query that has none yet."""

    key: Key
    values: dict[str, Any]
    earlier: Explanation

    @property
    def same_values(self) -> bool:
        """Whether the values are the ones that were explained then."""
        return self.key.fingerprint == self.earlier.fingerprint


def earlier_returns(return_: Return) -> list[Return]:
    """The returns of the same organisation to earlier collections of the family and blade, newest first."""
    collection = return_.collection
    family = collection.type.family
    earlier = Return.objects.filter(
        organisation=return_.organisation_id,
        collection__blade=collection.blade,
        collection__reference_date__lt=collection.reference_date,
    ).select_related("collection", "current_submission__run")
    newest_first = earlier.order_by("-collection__reference_date")
    return [other for other in newest_first if other.collection.type.family == family][:LOOK_BACK]


def offers(return_: Return) -> list[Offer]:
    """What earlier explanations there are for the queries that still need one, in the order of the file."""
    submission = return_.current_submission
    if submission is None or submission.run_id is None:
        return []
    known = _explanations_of_earlier(return_)
    open_rules = [
        standing.rule
        for standing in Standing.objects.filter(for_return=return_, level=Level.QUERY)
        if standing.to_explain and any(rule == standing.rule for rule, _ in known)
    ]
    if not open_rules:
        return []
    frame = read_findings(submission.tables_folder, open_rules)
    own = Explanation.objects.filter(for_return=return_, rule__in=open_rules)
    states = {Key(*row[:3]): row[3] for row in own.values_list("rule", "identity", "fingerprint", "state")}
    rows = {Key(*row[:3]): row[3] for row in frame.select("rule", "identity", "fingerprint", "values").iter_rows()}
    matches = match_all(rows.keys(), states)
    return [
        Offer(key, json.loads(values), known[key.rule, key.identity])
        for key, values in rows.items()
        if matches[key] is Match.NONE and (key.rule, key.identity) in known
    ]


def _explanations_of_earlier(return_: Return) -> dict[tuple[str, str], Explanation]:
    """(rule, identity) → its newest explanation that was not sent back."""
    known: dict[tuple[str, str], Explanation] = {}
    for other in earlier_returns(return_):
        given = Explanation.objects.filter(for_return=other).exclude(state=Explanation.State.SENT_BACK)
        for explanation in given.select_related("for_return__collection").order_by("-given_at"):
            known.setdefault((explanation.rule, explanation.identity), explanation)
    return known
