"""Findings of a file for pages: grouped by rule or by pupil, filtered, and one in detail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.scope import Actor
from collect import scope
from collect.models import AcceptedError, Explanation, PupilIndex, Return, Standing, Submission
from collect.services.matching import Match
from collect.services.offers import earlier_returns
from collect.services.rulebooks import RuleText, rule_of, rules_in_block
from validation.models import Finding, Level, RuleCount, StructureFault

# What a filter offers → how a finding stands.
NEEDS_EXPLAINING = (Match.NONE, Match.CHANGED, Match.SENT_BACK)
EXPLAINED = (Match.GIVEN, Match.ACCEPTED)


@dataclass(frozen=True)
class Filter:
    """What a person asked to see. Empty parts do not narrow.

    ``state`` is one of ``open`` (an error that is not accepted, a query to explain), ``explained``, or a value of
    ``Match``. ``pupil`` finds a number (UPN) or part of one, or part of a name as a finding's identity has it.
    """

    level: str = ""
    block: str = ""
    rule: str = ""
    pupil: str = ""
    state: str = ""


@dataclass(frozen=True)
class RuleGroup:
    """One rule that the file fails. ``failures`` is exact; ``people`` counts distinct records among those stored."""

    rule: RuleText
    level: str
    failures: int
    stored: int
    people: int
    standing: Standing | None

    @property
    def beyond_stored(self) -> int:
        """Findings that are only in the downloadable list."""
        return self.failures - self.stored

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about the rule."""
        return self.standing is not None and not (self.standing.to_explain or self.standing.to_correct)


def findings(submission: Submission, wanted: Filter = Filter()) -> QuerySet[Finding]:
    """The stored findings of a file in order of rule, each with ``match`` and the ``explanation_id`` that fits it."""
    mine = {
        "for_return": submission.for_return_id,
        "rule": OuterRef("rule"),
        "identity": OuterRef("identity"),
    }
    exact = Explanation.objects.filter(**mine, fingerprint=OuterRef("fingerprint"))
    outdated = Explanation.objects.filter(**mine, raised=False)
    let_stand = AcceptedError.objects.filter(**mine, fingerprint=OuterRef("fingerprint"))
    rows = Finding.objects.filter(run=submission.run_id).annotate(
        explanation_id=Subquery(exact.values("pk")[:1]),
        explanation_state=Subquery(exact.values("state")[:1]),
        match=Case(
            When(explanation_state__isnull=False, then=F("explanation_state")),
            When(Exists(let_stand), then=Value(str(Match.ACCEPTED_ERROR))),
            When(Exists(outdated), then=Value(str(Match.CHANGED))),
            default=Value(str(Match.NONE)),
            output_field=CharField(),
        ),
    )
    return rows.filter(_narrow(submission, wanted)).order_by("position")


def _narrow(submission: Submission, wanted: Filter) -> Q:
    asked = Q()
    if wanted.level:
        asked &= Q(level=wanted.level)
    if wanted.rule:
        asked &= Q(rule=wanted.rule)
    if wanted.block:
        asked &= Q(rule__in=rules_in_block(_coordinate(submission), wanted.block))
    if wanted.pupil:
        asked &= Q(key__icontains=wanted.pupil) | Q(identity__icontains=wanted.pupil) | _named(submission, wanted.pupil)
    if wanted.state == "open":
        query = Q(level=Level.QUERY, match__in=NEEDS_EXPLAINING)
        asked &= query | Q(level=Level.ERROR) & ~Q(match=Match.ACCEPTED_ERROR)
    elif wanted.state == "explained":
        asked &= Q(match__in=EXPLAINED)
    elif wanted.state:
        asked &= Q(match=wanted.state)
    return asked


def _named(submission: Submission, name: str) -> Q:
    """Findings on the people with this name, where the file is the one the index is made of."""
    people = PupilIndex.objects.filter(for_return=submission.for_return_id, key__isnull=False)
    for word in name.split():
        people = people.filter(Q(surname__icontains=word) | Q(forename__icontains=word))
    return Q(identity__in=people.values("key"))


def _coordinate(submission: Submission) -> str:
    return submission.run.ruleset if submission.run else submission.for_return.collection.ruleset


def by_rule(submission: Submission, wanted: Filter = Filter()) -> list[RuleGroup]:
    """The rules that a file fails, those first that save most work: errors before queries; of each, what concerns the
    whole return before what concerns single people, for it may be the cause; many before few.

    Without a filter on pupil or state the counts are the exact ones of the rule; with one they count what it leaves.
    """
    coordinate = _coordinate(submission)
    exact = {count.rule: count for count in RuleCount.objects.filter(run=submission.run_id, failures__gt=0)}
    standings: dict[str, Standing] = {}
    if submission.for_return.current_submission_id == submission.pk:
        standings = {row.rule: row for row in Standing.objects.filter(for_return=submission.for_return_id)}
    rows = (
        findings(submission, wanted)
        .order_by()
        .values("rule", "level")
        .annotate(n=Count("pk"), people=Count("identity", distinct=True), someone=Max("identity"))
    )
    on_people = {row["rule"] for row in rows if row["someone"]}
    narrowed = bool(wanted.pupil or wanted.state)
    groups = [
        RuleGroup(
            rule_of(coordinate, row["rule"]),
            row["level"],
            row["n"] if narrowed else exact[row["rule"]].failures,
            row["n"],
            row["people"],
            standings.get(row["rule"]),
        )
        for row in rows
    ]

    def order(group: RuleGroup) -> tuple[bool, bool, int, str]:
        return group.level != Level.ERROR, group.rule.code in on_people, -group.failures, group.rule.code

    return sorted(groups, key=order)


def by_pupil(submission: Submission, wanted: Filter = Filter()) -> QuerySet[Finding, Any]:
    """The records with findings, the worst first: dictionaries of identity, key, errors, queries and first position."""
    return (
        findings(submission, wanted)
        .order_by()
        .exclude(identity="")
        .values("identity", "key")
        .annotate(
            errors=Count("pk", filter=Q(level=Level.ERROR)),
            queries=Count("pk", filter=Q(level=Level.QUERY)),
            first=Min("position"),
        )
        .order_by("-errors", "-queries", "first")
    )


@dataclass(frozen=True)
class FindingDetail:
    """One finding with all that its page says."""

    finding: Finding
    rule: RuleText
    submission: Submission
    match: Match
    explanation: Explanation | None
    outdated: Explanation | None
    """An explanation of other values of the same record: shown when ``match`` is ``changed``."""
    accepted_error: AcceptedError | None
    earlier: Explanation | None
    """What was said of the same query in an earlier collection."""


def finding_detail(actor: Actor, finding_id: UUID | str) -> FindingDetail:
    """One finding in scope. Raises Http404."""
    found = scope.get_finding(actor, finding_id)
    submission = scope.get_submission(actor, found.run.submission.pk)
    finding = findings(submission).get(pk=found.pk)
    same = {"rule": finding.rule, "identity": finding.identity}
    mine = Explanation.objects.filter(for_return=submission.for_return_id, **same).select_related(
        "given_by", "given_for", "decided_by", "decided_for"
    )
    before = [other.pk for other in earlier_returns(submission.for_return)]
    return FindingDetail(
        finding=finding,
        rule=rule_of(_coordinate(submission), finding.rule),
        submission=submission,
        match=Match(finding.match),  # type: ignore[attr-defined]
        explanation=mine.filter(fingerprint=finding.fingerprint).first(),
        outdated=mine.filter(raised=False).order_by("-given_at").first(),
        accepted_error=AcceptedError.objects.filter(
            for_return=submission.for_return_id, fingerprint=finding.fingerprint, **same
        ).first(),
        earlier=Explanation.objects.filter(for_return__in=before, **same)
        .exclude(state=Explanation.State.SENT_BACK)
        .select_related("for_return__collection")
        .order_by("-given_at")
        .first(),
    )


OFTEN = 10
"""Faults of the same words from which they are shown as one."""


def repeated_faults(submission: Submission) -> list[tuple[str, int]]:
    """The words that many faults of structure share, as one misspelt name gives, with how many: most first."""
    rows = faults(submission).order_by().values_list("message").annotate(times=Count("pk"))
    return list(rows.filter(times__gte=OFTEN).order_by("-times", "message")[:OFTEN])


def faults(submission: Submission) -> QuerySet[StructureFault]:
    """The stored faults of structure of a file, in its order. ``submission.run.structure_faults`` counts them all."""
    return StructureFault.objects.filter(run=submission.run_id)


def explanations(return_: Return, states: Iterable[str] = ()) -> QuerySet[Explanation]:
    """The explanations of a return by rule, those of findings that its current file still raises first."""
    rows = Explanation.objects.filter(for_return=return_).select_related("given_by", "given_for", "decided_by")
    wanted = list(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    return rows.order_by("-raised", "rule", "identity")


def not_run(submission: Submission) -> QuerySet[RuleCount]:
    """The rules that were skipped or could not run, with the reason."""
    return RuleCount.objects.filter(run=submission.run_id).exclude(status=RuleCount.Status.OK)


def explanation_to_repeat(return_: Return, explanation_id: str, rules: Iterable[str]) -> str:
    """The words of an explanation that the same organisation gave before, of this return or an earlier one.

    Empty where the id names none, or one of a rule that is not asked for.
    """
    try:
        wanted = UUID(explanation_id)
    except ValueError:
        return ""
    mine = Explanation.objects.filter(for_return__organisation=return_.organisation_id, rule__in=list(rules))
    return mine.filter(pk=wanted).values_list("text", flat=True).first() or ""
