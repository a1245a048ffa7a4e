"""What was said about the queries of a return: by rule and state, and what is still to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from collect.models import Explanation, Return, Standing
from collect.selectors.dictionary import Shown, dictionary_of
from collect.selectors.findings import Filter, findings
from collect.selectors.people import Person, people_by_identity
from collect.services.matching import Match
from collect.services.rulebooks import RuleText, rule_of
from validation.models import Finding, Level

STATES: dict[str, tuple[str, str]] = {
    # state → what it says and the colour of its tag
    "given": ("Waiting to be read", "blue"),
    "accepted": ("Accepted", "green"),
    "sent_back": ("Sent back with a question", "orange"),
    "changed": ("Values changed: look again", "orange"),
    "gone": ("Not in the current file", "grey"),
}


@dataclass(frozen=True)
class ExplanationRow:
    """One explanation in a list. ``person`` is None where it is about the whole return, or about nobody in the file."""

    explanation: Explanation
    rule: RuleText
    person: Person | None
    identity: str
    shown: list[Shown]
    state: str
    finding_id: Any
    """The stored finding in the current file that it is about; for one whose values changed, the one as it is now."""

    @property
    def stands(self) -> str:
        """Its state in words."""
        return STATES[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return STATES[self.state][1]


def explanations(return_: Return, state: str = "", rule: str = "", search: str = "") -> QuerySet[Explanation]:
    """The explanations of a return by rule, those first that the current file still raises.

    ``state`` is one of ``STATES``; ``search`` finds a UPN or a name as the identity of a record has it, or words of the
    explanation. Each has
    ``finding_id``, and ``changed_id`` where the file holds other values now.
    """
    submission = return_.current_submission
    if submission is None:
        return Explanation.objects.none()
    same = {"rule": OuterRef("rule"), "identity": OuterRef("identity")}
    raised = Finding.objects.filter(run=submission.run_id, **same)
    exact = raised.filter(fingerprint=OuterRef("fingerprint")).order_by("position")
    changed = findings(submission, Filter(state=Match.CHANGED)).order_by().filter(**same)
    rows = (
        Explanation.objects.filter(for_return=return_)
        .select_related("given_by", "given_for", "decided_by", "decided_for", "carried_from__for_return__collection")
        .annotate(finding_id=Subquery(exact.values("pk")[:1]), changed_id=Subquery(changed.values("pk")[:1]))
    )
    if state in (Explanation.State.GIVEN, Explanation.State.ACCEPTED, Explanation.State.SENT_BACK):
        rows = rows.filter(raised=True, state=state)
    elif state == "changed":
        rows = rows.filter(Exists(changed), raised=False)
    elif state == "gone":
        rows = rows.filter(~Exists(changed), raised=False)
    if rule:
        rows = rows.filter(rule=rule)
    if search:
        rows = rows.filter(Q(identity__icontains=search) | Q(text__icontains=search))
    return rows.order_by("-raised", "rule", "identity", "-given_at", "pk")


def to_read(return_: Return, seen_at: datetime | None = None) -> QuerySet[Explanation]:
    """The explanations that nobody has decided on yet, by rule."""
    rows = explanations(return_, Explanation.State.GIVEN).order_by("rule", "identity", "pk")
    return rows if seen_at is None else rows.filter(given_at__lte=seen_at)


def state_of(explanation: Any) -> str:
    """How one explanation of ``explanations`` stands: a name of ``STATES``."""
    if explanation.raised:
        return str(explanation.state)
    return "changed" if explanation.changed_id else "gone"


def in_words(return_: Return, listed: Iterable[Explanation]) -> list[ExplanationRow]:
    """Explanations ready to be shown: whom each is about, and what the fields held when it was given."""
    rows: list[Any] = list(listed)
    submission = return_.current_submission
    people: dict[str, Person] = {}
    if submission is not None:
        submission.for_return = return_
        people = people_by_identity(submission, (row.identity for row in rows))
    language = dictionary_of(return_.collection)
    return [
        ExplanationRow(
            row,
            rule_of(return_.collection.ruleset, row.rule),
            people.get(row.identity),
            ", ".join(part for part in row.identity.split("|") if part),
            [language.shown(tag, value) for tag, value in row.values.items()],
            state_of(row),
            row.finding_id or row.changed_id,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class RuleLine:
    """Where one query rule stands in a return."""

    rule: RuleText
    standing: Standing

    @property
    def needed(self) -> int:
        """Queries that were never explained."""
        return self.standing.to_explain - self.standing.sent_back - self.standing.changed


def by_rule(return_: Return) -> list[RuleLine]:
    """The query rules that the current file raises, those first with most left to do."""
    standings = Standing.objects.filter(for_return=return_, level=Level.QUERY)
    lines = [RuleLine(rule_of(return_.collection.ruleset, standing.rule), standing) for standing in standings]
    return sorted(lines, key=lambda line: (-line.standing.to_explain, -line.standing.given, line.rule.code))
