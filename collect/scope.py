"""How far an actor sees: every return and all that hangs on it is fetched from here.

A school sees its own returns, a trust those that its academies made as academies, an LA those it is source or agent for
(so no academy's, and still those that a school made before it became one), DfE all.
What is outside is *not found*, never *forbidden*.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from accounts.models import Organisation
from accounts.scope import Actor, Permission
from collect.models import (
    AcceptedError,
    Collection,
    Draft,
    Event,
    Explanation,
    Job,
    PupilDataRead,
    PupilIndex,
    Receipt,
    Return,
    Standing,
    Submission,
)
from scoping import sight
from validation.models import Finding, RuleCount, Run, StructureFault

Row = TypeVar("Row", bound=Model)


@sight(Return)
def of_returns(actor: Actor) -> Q | None:
    """A school's own, those of a trust's academies, those an LA is source or agent for, all for DfE."""
    reach = actor.reach(Permission.VIEW)
    if not reach.is_anywhere:
        return None
    among = Q() if reach.everywhere and not reach.keys else reach.q("collection")
    own = Q(organisation=actor.organisation)
    if actor.is_dfe:
        return among
    if actor.is_la:
        return among & (own | Q(agent=actor.organisation))
    if actor.is_trust:
        return among & (own | Q(organisation__parent=actor.organisation, agent=None))
    return among & own


def _within(actor: Actor, field: str) -> Q | None:
    """The condition on a column that holds returns."""
    condition = of_returns(actor)
    if not condition:
        return condition
    return Q(**{f"{field}__in": Return.objects.visible_to(actor).values("pk")})


@sight(Submission, Event, Explanation, AcceptedError, Standing, PupilIndex)
def of_a_return(actor: Actor) -> Q | None:
    """What hangs on a return in scope."""
    return _within(actor, "for_return")


@sight(Draft)
def of_drafts(actor: Actor) -> Q | None:
    """What somebody has typed and not sent yet is theirs alone, for the organisation that they typed it for."""
    condition = _within(actor, "for_return")
    return None if condition is None else condition & Q(person=actor.person, organisation=actor.organisation)


@sight(PupilDataRead)
def of_reads(actor: Actor) -> Q | None:
    """Who read an organisation's data is told to that organisation, to its trust, and to DfE."""
    condition = _within(actor, "for_return")
    if condition is None or actor.is_dfe:
        return condition
    return condition & (
        Q(for_return__organisation=actor.organisation) | Q(for_return__organisation__parent=actor.organisation)
    )


@sight(Job, Receipt)
def of_a_file(actor: Actor) -> Q | None:
    """What hangs on a file in scope."""
    return _within(actor, "submission__for_return")


@sight(Run)
def of_runs(actor: Actor) -> Q | None:
    """The checks of the files in scope."""
    return _within(actor, "submission__for_return")


@sight(Finding, StructureFault, RuleCount)
def of_a_run(actor: Actor) -> Q | None:
    """What the checks of the files in scope found."""
    return _within(actor, "run__submission__for_return")


def returns_for(actor: Actor) -> QuerySet[Return]:
    """The returns that ``actor`` may see."""
    return Return.objects.visible_to(actor).select_related(
        "collection", "organisation", "agent", "current_submission__run"
    )


def collections_for(actor: Actor) -> QuerySet[Collection]:
    """The collections in which ``actor`` sees at least one return."""
    return Collection.objects.filter(pk__in=returns_for(actor).values("collection"))


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose returns ``actor`` may see."""
    return Organisation.objects.filter(pk__in=returns_for(actor).values("organisation"))


def submissions_for(actor: Actor) -> QuerySet[Submission]:
    """The files of the returns in scope."""
    return Submission.objects.visible_to(actor).select_related(
        "for_return__collection", "for_return__organisation", "run", "uploaded_by", "acting_for", "job", "receipt"
    )


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """The stored findings of every file in scope."""
    return Finding.objects.visible_to(actor).select_related("run__submission")


def faults_for(actor: Actor) -> QuerySet[StructureFault]:
    """The stored faults of structure of every file in scope."""
    return StructureFault.objects.visible_to(actor)


def explanations_for(actor: Actor) -> QuerySet[Explanation]:
    """The explanations of the returns in scope."""
    return Explanation.objects.visible_to(actor).select_related(
        "for_return", "given_by", "given_for", "decided_by", "decided_for"
    )


def events_for(actor: Actor) -> QuerySet[Event]:
    """The history of the returns in scope, newest first."""
    return Event.objects.visible_to(actor).select_related(
        "person", "organisation", "submission", "for_return__collection"
    )


def reads_for(actor: Actor) -> QuerySet[PupilDataRead]:
    """Who read the pupils' data of the returns in scope, newest first."""
    return PupilDataRead.objects.visible_to(actor).select_related("person", "organisation", "submission")


def receipts_for(actor: Actor) -> QuerySet[Receipt]:
    """The receipts of the files in scope."""
    return Receipt.objects.visible_to(actor).select_related("submission")


def found(rows: QuerySet[Row], what: str, **lookup: object) -> Row:
    """The one row of ``rows``. Raises Http404 when it is not there or not in scope: the two look alike."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404(f"There is no such {what}.")
    return row


def draft_of(actor: Actor, return_: Return) -> Draft | None:
    """The actor's own changes of a return that wait to be checked, if there are any."""
    return Draft.objects.visible_to(actor).filter(for_return=return_).select_related("based_on").first()


def get_collection(actor: Actor, slug: str) -> Collection:
    """One collection in which the actor sees a return. Raises Http404."""
    return found(collections_for(actor), "collection", slug=slug)


def get_return(actor: Actor, return_id: UUID | str) -> Return:
    """One return in scope. Raises Http404."""
    return found(returns_for(actor), "return", pk=return_id)


def get_submission(actor: Actor, submission_id: UUID | str) -> Submission:
    """One submission in scope. Raises Http404."""
    return found(submissions_for(actor), "file", pk=submission_id)


def get_finding(actor: Actor, finding_id: UUID | str) -> Finding:
    """One stored finding in scope. Raises Http404."""
    return found(findings_for(actor), "finding", pk=finding_id)


def get_explanation(actor: Actor, explanation_id: UUID | str) -> Explanation:
    """One explanation in scope. Raises Http404."""
    return found(explanations_for(actor), "explanation", pk=explanation_id)


def get_event(actor: Actor, event_id: UUID | str) -> Event:
    """One event of the history in scope. Raises Http404."""
    return found(events_for(actor), "event", public_id=event_id)
