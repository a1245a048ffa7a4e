"""Noting who reads and who takes away pupils' data: one insert, before the page is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accounts.recording import origin
from accounts.scope import Actor
from collect.models import PupilDataRead, Submission

Kind = PupilDataRead.Kind


def note(actor: Actor, submission: Submission, kind: Kind, record: str = "", row: int | None = None) -> None:
    """Note it, once an hour for the same person and thing; what is taken away, each time.

    Call it after the object was found in scope and before the answer is made: what is not noted is not shown.
    """
    _keep([_read(actor, submission, kind, record, row)])


def note_lists(actor: Actor, submissions: Iterable[Submission]) -> None:
    """Note that people of several files were named on one page, in one insert."""
    _keep([_read(actor, submission, Kind.LIST) for submission in submissions])


def _read(actor: Actor, submission: Submission, kind: Kind, record: str = "", row: int | None = None) -> PupilDataRead:
    where = origin()
    return PupilDataRead(
        for_return_id=submission.for_return_id,
        submission=submission,
        kind=kind,
        record=record,
        row=row or 0,
        person=actor.person,
        organisation=actor.organisation,
        hour=None if kind in PupilDataRead.TAKEN_AWAY else timezone.now().replace(minute=0, second=0, microsecond=0),
        ip=where.ip,
        request_id=where.request_id,
    )


def _keep(found: list[PupilDataRead]) -> None:
    # The constraint decides, so that two clicks at once are one row, without asking first.
    PupilDataRead.objects.bulk_create(found, ignore_conflicts=True)
