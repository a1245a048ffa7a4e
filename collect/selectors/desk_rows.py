"""The list of a desk: which returns to show, in which order, and what each needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from accounts.scope import Actor
from collect import scope, words
from collect.models import Collection, Return, Standing, Status, Submission
from collect.selectors.desks import LA_ORDER, desk_list

S = Status


class Stage(StrEnum):
    """How far a return has come: the statuses in five steps."""

    NO_DATA = "no_data"
    LOADED = "loaded"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    AUTHORISED = "authorised"


STAGES: dict[Stage, tuple[str, tuple[Status, ...]]] = {
    # stage → its name, and the statuses that belong to it
    Stage.NO_DATA: ("No data", (S.NO_DATA,)),
    Stage.LOADED: ("Loaded, not submitted", (S.LOADED, S.AMENDED_BY_SOURCE, S.REJECTED, S.REJECTED_BY_COLLECTOR)),
    Stage.SUBMITTED: ("Submitted", (S.SUBMITTED, S.AMENDED_BY_AGENT)),
    Stage.APPROVED: ("Approved", (S.APPROVED, S.AMENDED_BY_COLLECTOR)),
    Stage.AUTHORISED: ("Authorised", (S.AUTHORISED,)),
}
NOT_SUBMITTED = (*STAGES[Stage.NO_DATA][1], *STAGES[Stage.LOADED][1])

LA_NEEDS = Q(status__in=(S.SUBMITTED, S.AMENDED_BY_AGENT, S.REJECTED_BY_COLLECTOR))
DFE_NEEDS = Q(status__in=(S.APPROVED, S.AMENDED_BY_COLLECTOR)) | Q(status=S.SUBMITTED, agent__isnull=True)

SORTS: dict[str, tuple[str, ...]] = {
    "need": ("needs_it_least", "place", "status_since", "organisation__name"),
    "name": ("organisation__name",),
    "status": ("place", "organisation__name"),
    "since": ("status_since",),
    "errors": ("errors_left", "organisation__name"),
    "queries": ("queries_left", "organisation__name"),
    "explanations": ("to_accept", "organisation__name"),
    "upload": ("last_upload", "organisation__name"),
}


@dataclass(frozen=True)
class Wanted:
    """What a person asked to see. Empty parts do not narrow.

    ``needs``: ``me`` (the desk has something to do), ``late`` (not submitted, and the due date has passed) or ``ready``
    (nothing stands in the way of the desk's approval). ``academies``: ``yes`` or ``no``. ``rule``: returns that fail
    it. ``sort``: a name of ``SORTS``, with ``-`` before it for the other direction.
    """

    search: str = ""
    stage: str = ""
    status: str = ""
    phase: str = ""
    la: str = ""
    academies: str = ""
    needs: str = ""
    rule: str = ""
    sort: str = "need"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return any((self.search, self.stage, self.status, self.phase, self.la, self.academies, self.needs, self.rule))


def needing(actor: Actor) -> Q:
    """The returns that wait for the desk of ``actor``."""
    return DFE_NEEDS if actor.is_dfe else LA_NEEDS


def nothing_in_the_way(actor: Actor) -> Q:
    """Of those, the returns that the desk can approve or authorise as they stand."""
    ready = Q(queries_left=0) & ~Q(status=S.REJECTED_BY_COLLECTOR)
    return ready & Q(errors_left=0, to_accept=0) if actor.is_dfe else ready


def returns_at_desk(actor: Actor, collection: Collection) -> QuerySet[Return]:
    """The returns that the desk is for, without their counts."""
    rows = scope.returns_for(actor).filter(collection=collection)
    return rows if actor.is_dfe else rows.filter(agent=actor.organisation)


def desk_rows(actor: Actor, collection: Collection, wanted: Wanted = Wanted()) -> QuerySet[Return]:
    """The returns on the actor's desk with their counts: for an LA those it is agent for, for DfE all."""
    rows = desk_list(actor, collection, wanted.status, wanted.search, wanted.la)
    if not actor.is_dfe:
        rows = rows.filter(agent=actor.organisation)
    rows = rows.filter(_narrow(actor, collection, wanted))
    order = {status: place for place, status in enumerate(LA_ORDER)}
    rows = rows.annotate(
        # What can be decided at once stands before what waits for the desk but first for somebody else.
        needs_it_least=Case(
            When(needing(actor) & nothing_in_the_way(actor), then=Value(0)),
            When(needing(actor), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        place=Case(
            *(When(status=status, then=Value(place)) for status, place in order.items()), output_field=IntegerField()
        ),
    )
    if wanted.rule:
        rows = rows.filter(Exists(Standing.objects.filter(for_return=OuterRef("pk"), rule=wanted.rule)))
    name, backwards = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    if name == "upload":
        newest = Submission.objects.filter(for_return=OuterRef("pk")).order_by("-number").values("uploaded_at")[:1]
        rows = rows.annotate(last_upload=Subquery(newest))
    fields = SORTS.get(name, SORTS["need"])
    first = f"-{fields[0]}" if backwards else fields[0]
    return rows.order_by(first, *fields[1:], "pk")


def _narrow(actor: Actor, collection: Collection, wanted: Wanted) -> Q:
    asked = Q()
    if wanted.stage:
        asked &= Q(status__in=STAGES[Stage(wanted.stage)][1])
    if wanted.phase:
        asked &= Q(organisation__phase=wanted.phase)
    if wanted.academies:
        asked &= Q(organisation__is_academy=wanted.academies == "yes")
    if wanted.needs == "me":
        asked &= needing(actor)
    elif wanted.needs == "late":
        asked &= Q(status__in=NOT_SUBMITTED) if is_overdue(collection) else Q(pk__in=())
    elif wanted.needs == "ready":
        asked &= needing(actor) & nothing_in_the_way(actor)
    return asked


def is_overdue(collection: Collection, today: date | None = None) -> bool:
    """Whether the due date has passed."""
    return (today or timezone.localdate()) > collection.due_on


def waits_for_desk(actor: Actor, return_: Return) -> bool:
    """Whether the next step is the desk's: to approve, or to authorise."""
    status = Status(return_.status)
    if actor.is_dfe:
        return status in (S.APPROVED, S.AMENDED_BY_COLLECTOR) or (status is S.SUBMITTED and return_.agent_id is None)
    return status in (S.SUBMITTED, S.AMENDED_BY_AGENT)


# Status → whose turn it is. {sender} is filled in.
LA_WAITS = {
    S.NO_DATA: "The {sender} has not sent a file",
    S.LOADED: "The {sender} has to submit",
    S.AMENDED_BY_SOURCE: "The {sender} changed its return and has to submit it again",
    S.REJECTED: "The {sender} has to put it right and submit again",
    S.REJECTED_BY_COLLECTOR: "DfE gave it back: help the {sender} put it right",
    S.APPROVED: "DfE looks at it next",
    S.AMENDED_BY_COLLECTOR: "DfE changed it and authorises it next",
    S.AUTHORISED: "Nothing left to do",
}
DFE_WAITS = {
    S.NO_DATA: "No file has been sent",
    S.LOADED: "The {sender} has to submit",
    S.SUBMITTED: "The local authority looks at it next",
    S.AMENDED_BY_AGENT: "The local authority changed it and approves it next",
    S.AMENDED_BY_SOURCE: "The {sender} changed its return and has to submit it again",
    S.REJECTED: "The {sender} has to put it right and submit again",
    S.REJECTED_BY_COLLECTOR: "It has to be put right and submitted again",
    S.AUTHORISED: "Nothing left to do",
}


def next_for(actor: Actor, row: Any) -> str:
    """What happens next to a return of ``desk_rows``, in words for whoever reads the list."""
    if not waits_for_desk(actor, row):
        return words.of(row, (DFE_WAITS if actor.is_dfe else LA_WAITS)[Status(row.status)])
    if actor.is_dfe and row.errors_left:
        return f"{words.errors(row.errors_left)} to correct or accept before you can authorise"
    if row.queries_left:
        doing = "authorise" if actor.is_dfe else "approve"
        asked = words.queries(row.queries_left)
        return words.of(row, "The {sender} has to explain {asked} before you can {doing}", asked=asked, doing=doing)
    doing = "authorise it" if actor.is_dfe else "approve it"
    if row.to_accept:
        return f"Read {words.number_of(row.to_accept, 'explanation')}, then {doing}"
    return doing.capitalize()


@dataclass(frozen=True)
class DeskCollection:
    """One collection as its desk sees it from afar."""

    collection: Collection
    statuses: dict[str, int]
    needs: int
    """Returns that wait for the desk."""

    @property
    def stages(self) -> list[tuple[Stage, str, int]]:
        """Stage, its name and how many returns are there."""
        return [(stage, name, self.at(stage)) for stage, (name, _) in STAGES.items()]

    @property
    def total(self) -> int:
        """How many returns there are."""
        return sum(self.statuses.values())

    @property
    def late(self) -> int:
        """How many are not submitted although the due date has passed."""
        return self.at(Stage.NO_DATA) + self.at(Stage.LOADED) if is_overdue(self.collection) else 0

    def at(self, stage: Stage) -> int:
        """How many returns are at one stage."""
        return sum(self.statuses.get(status, 0) for status in STAGES[stage][1])


def desk_collections(actor: Actor) -> list[DeskCollection]:
    """The collections on the actor's desk in two queries: open ones first, soonest due first, live before practice."""
    returns = scope.returns_for(actor)
    if not actor.is_dfe:
        returns = returns.filter(agent=actor.organisation)
    rows = returns.order_by().values("collection", "status")
    rows = rows.annotate(n=Count("pk"), mine=Count("pk", filter=needing(actor)))
    statuses: dict[Any, dict[str, int]] = {}
    needs: dict[Any, int] = {}
    for row in rows:
        statuses.setdefault(row["collection"], {})[row["status"]] = row["n"]
        needs[row["collection"]] = needs.get(row["collection"], 0) + row["mine"]
    found = Collection.objects.filter(pk__in=statuses).order_by("due_on", "-blade", "name")
    desks = [DeskCollection(collection, statuses[collection.pk], needs[collection.pk]) for collection in found]
    return sorted(desks, key=lambda desk: not desk.collection.is_open())


def desk_collection(actor: Actor, collection: Collection) -> DeskCollection:
    """One collection on the actor's desk; with nothing in it where the desk has no return there."""
    found = {desk.collection.pk: desk for desk in desk_collections(actor)}
    return found.get(collection.pk) or DeskCollection(collection, {}, 0)
