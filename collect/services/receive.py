"""Receiving a file: quick refusals, storage while hashing, and one transaction for submission, event and job."""

from __future__ import annotations

import uuid
from typing import Any, BinaryIO

from django.db.models import Max

from accounts.scope import Actor
from collect.models import Event, Return, Submission
from collect.services import history, queue
from collect.services.storing import Stored
from schemas.intake import Refused
from schemas.reading import Expect, identify

SAME_AGAIN = (Submission.State.RECEIVED, Submission.State.CHECKING, *Submission.READ, Submission.State.UNREADABLE)


def expected(return_: Return) -> Expect:
    """What a file for this return must say of itself."""
    collection, sender = return_.collection, return_.organisation
    return Expect(collection.type_code, collection.year, sender.number or None)


def refuse_quickly(return_: Return, file: BinaryIO, filename: str) -> None:
    """Look at the start of a file. Raises ``Refused`` when it cannot be a return, or is one for something else."""
    identify(file, filename, expected(return_))
    file.seek(0)


def note_refusal(return_: Return, actor: Actor, refused: Refused) -> Event:
    """All that is left of a refused upload: that there was one, and why, as a code."""
    return history.record(return_, "upload_refused", actor, details={"code": refused.code})


def tidy(filename: str) -> str:
    """A file name as it is shown: without folders and control characters, and not too long."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    return name[-255:] or "file"


def same_as_before(return_: Return, sha256: str) -> Submission | None:
    """The submission that these bytes already are: the return's current file or its newest.

    A file that was checked with another rule set, or whose check was given up, is not the same again: uploading it
    anew gets it checked.
    """
    newest = return_.submissions.order_by("-number").first()
    for submission in (newest, return_.current_submission):
        if submission is None or submission.sha256 != sha256 or submission.state not in SAME_AGAIN:
            continue
        if submission.run is not None and submission.run.ruleset != return_.collection.ruleset:
            continue
        newer = newest is not None and newest.number > submission.number
        if newer and newest is not None and newest.is_in_hand:
            continue  # another file is on its way: this one must come after it
        return submission
    return None


def keep(
    return_: Return,
    actor: Actor,
    held: Stored,
    submission_id: uuid.UUID,
    filename: str,
    *,
    based_on: Submission | None = None,
    details: dict[str, Any] | None = None,
) -> tuple[Submission, Event]:
    """Make the submission, its event and its job. The caller holds the lock on ``return_`` and the transaction.

    ``based_on`` is the file that this one was made from on screen; ``details`` what the event says besides.
    """
    last = return_.submissions.aggregate(last=Max("number"))["last"] or 0
    submission = Submission.objects.create(
        id=submission_id,
        for_return=return_,
        number=last + 1,
        kind=Submission.Kind.UPLOAD if based_on is None else Submission.Kind.EDIT,
        based_on=based_on,
        file=held.name,
        filename=tidy(filename),
        sha256=held.sha256,
        size=held.size,
        uploaded_by=actor.person,
        acting_for=actor.organisation,
    )
    event = history.record(
        return_,
        "upload" if based_on is None else "edit",
        actor,
        submission=submission,
        details={"number": submission.number, "sha256": held.sha256, "bytes": held.size, **(details or {})},
    )
    queue.enqueue(submission, actor.organisation)
    return submission, event
