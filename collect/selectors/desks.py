"""What each person finds when they come in: the school's tasks, the LA's schools, the national picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from accounts.scope import Actor
from collect import scope
from collect.models import Collection, Return, Standing, Status, Submission
from collect.selectors.counts import Counts, counts_of
from validation.models import Level

# In the order in which a desk wants to see them: those that need something from it first.
LA_ORDER = (
    Status.SUBMITTED,
    Status.AMENDED_BY_AGENT,
    Status.REJECTED_BY_COLLECTOR,
    Status.NO_DATA,
    Status.LOADED,
    Status.AMENDED_BY_SOURCE,
    Status.REJECTED,
    Status.APPROVED,
    Status.AMENDED_BY_COLLECTOR,
    Status.AUTHORISED,
)


@dataclass(frozen=True)
class Task:
    """One collection as its source sees it: what is due, how it stands, and the file that is on its way."""

    return_: Return
    counts: Counts
    days_left: int
    latest: Submission | None

    @property
    def is_checking(self) -> bool:
        """Whether a new file is being checked."""
        return self.latest is not None and self.latest.is_in_hand

    @property
    def latest_was_not_taken(self) -> bool:
        """Whether the newest file is not the one the return is made of, though its check is done."""
        latest = self.latest
        return latest is not None and not latest.is_in_hand and latest.pk != self.return_.current_submission_id


def school_home(actor: Actor) -> list[Task]:
    """The returns that the actor's organisation is the source of, open ones first, soonest due first."""
    mine = scope.returns_for(actor).filter(organisation=actor.organisation)
    returns = list(mine.order_by("collection__due_on", "-collection__blade"))
    numbers, newest = counts_of(returns), latest_submissions(returns)
    tasks = [Task(r, numbers[r.pk], r.collection.days_left(), newest.get(r.pk)) for r in returns]
    return sorted(tasks, key=lambda task: not task.return_.collection.is_open())


def latest_submissions(returns: Iterable[Return]) -> dict[UUID, Submission]:
    """The newest file of each return, by the return's id, in one query."""
    wanted = [return_.pk for return_ in returns]
    newest = Submission.objects.filter(for_return=OuterRef("for_return")).order_by("-number").values("pk")[:1]
    rows = Submission.objects.filter(for_return__in=wanted, pk=Subquery(newest)).select_related("job", "run")
    return {row.for_return_id: row for row in rows}


def with_counts(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Returns with their counts as columns, to list and to sort by: the same sums as ``counts``, made by the database.

    Adds ``errors_left``, ``queries_left``, ``to_accept``, ``faults``, ``errors_all`` and ``queries_all``.
    """

    def total(level: str, expression: object) -> Coalesce:
        """A sum over the standings of a return."""
        rows = Standing.objects.filter(for_return=OuterRef("pk"), level=level).order_by().values("for_return")
        sums = rows.annotate(n=Sum(expression)).values("n")
        return Coalesce(Subquery(sums, output_field=IntegerField()), Value(0))

    left_errors = F("failures") - F("accepted_errors")
    left_queries = F("failures") - F("given") - F("accepted")
    return returns.annotate(
        errors_all=total(Level.ERROR, F("failures")),
        queries_all=total(Level.QUERY, F("failures")),
        errors_left=total(Level.ERROR, left_errors),
        queries_left=total(Level.QUERY, left_queries),
        to_accept=total(Level.QUERY, F("given")),
        faults=Coalesce(F("current_submission__run__structure_faults"), Value(0)),
    )


def desk_list(
    actor: Actor, collection: Collection, status: str = "", search: str = "", la_number: str = ""
) -> QuerySet[Return]:
    """The returns of a collection in scope, with their counts, narrowed by status, by name or number, and by LA."""
    rows = scope.returns_for(actor).filter(collection=collection)
    if status:
        rows = rows.filter(status=status)
    if la_number:
        rows = rows.filter(organisation__la_number=la_number)
    for word in search.split():
        number = Q(organisation__urn=word) | Q(organisation__estab=word)
        number |= Q(organisation__kind=Organisation.Kind.LA, organisation__la_number=word)
        if len(word) == 7:
            number |= Q(organisation__la_number=word[:3], organisation__estab=word[3:])
        rows = rows.filter(Q(organisation__name__icontains=word) | number)
    return with_counts(rows).order_by("organisation__name")


def la_desk(actor: Actor, collection: Collection) -> list[Return]:
    """An LA's schools ordered by need: what waits for the LA first, then who is late or in trouble."""
    order = {status: place for place, status in enumerate(LA_ORDER)}
    rows = desk_list(actor, collection).filter(agent=actor.organisation)
    return sorted(rows, key=lambda r: (order[Status(r.status)], -r.errors_left, r.organisation.name))  # type: ignore[attr-defined]


def status_counts(actor: Actor, collection: Collection) -> dict[str, int]:
    """How many returns in scope have each status; every status is there."""
    rows = (
        scope.returns_for(actor).filter(collection=collection).order_by().values_list("status").annotate(n=Count("pk"))
    )
    found = dict(rows.values_list("status", "n"))
    return {str(status): found.get(status, 0) for status in Status}


@dataclass(frozen=True)
class LocalAuthorityLine:
    """One line of the national table: an area, by the LA number of its schools."""

    la_number: str
    name: str
    statuses: dict[str, int]

    @property
    def total(self) -> int:
        """How many returns there are in the area."""
        return sum(self.statuses.values())

    @property
    def authorised(self) -> int:
        """How many of them are authorised."""
        return self.statuses.get(Status.AUTHORISED, 0)


def dfe_desk(actor: Actor, collection: Collection, academies: bool | None = None) -> list[LocalAuthorityLine]:
    """Returns by area and status, in two queries. ``academies``: those only, or all others; None counts everything."""
    returns = scope.returns_for(actor).filter(collection=collection)
    if academies is not None:
        returns = returns.filter(organisation__is_academy=academies)
    rows = returns.order_by().values("organisation__la_number", "status").annotate(n=Count("pk"))
    areas: dict[str, dict[str, int]] = {}
    for row in rows:
        areas.setdefault(row["organisation__la_number"], {})[row["status"]] = row["n"]
    authorities = Organisation.objects.filter(kind=Organisation.Kind.LA, la_number__in=areas)
    names = dict(authorities.values_list("la_number", "name"))
    return [LocalAuthorityLine(number, names.get(number, number), areas[number]) for number in sorted(areas)]


@dataclass(frozen=True)
class RuleLine:
    """One rule over all returns in scope."""

    rule: str
    level: str
    returns: int
    failures: int


def top_rules(actor: Actor, collection: Collection, limit: int = 10) -> list[RuleLine]:
    """The rules that hurt most: by number of returns that fail them."""
    rows = (
        Standing.objects.filter(for_return__in=scope.returns_for(actor).filter(collection=collection))
        .values("rule", "level")
        .annotate(returns=Count("for_return"), total=Sum("failures"))
        .order_by("-returns", "-total", "rule")[:limit]
    )
    return [RuleLine(row["rule"], row["level"], row["returns"], row["total"]) for row in rows]


def failed_checks(actor: Actor) -> QuerySet[Submission]:
    """Files whose check was given up and that nobody replaced since: for staff to look at and have tried again."""
    newer = Submission.objects.filter(for_return=OuterRef("for_return"), number__gt=OuterRef("number"))
    rows = scope.submissions_for(actor).filter(state=Submission.State.FAILED)
    return rows.exclude(Exists(newer)).order_by("uploaded_at")
