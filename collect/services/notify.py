"""E-mails about returns: short, plain, and without a word about any person in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.access import who_may
from accounts.models import Membership, Person
from accounts.sending import try_to_send
from collect import words
from collect.conf import conf
from collect.models import Event, Notification, Return, Status, Submission
from collect.selectors.counts import counts

# Status → who hears of it, and in what words. {school}, {collection} and {reason} are filled in.
_SOURCE, _AGENT = "source", "agent"
_STATUS_WORDS: dict[str, tuple[tuple[str, ...], str]] = {
    Status.SUBMITTED: ((_AGENT,), "{school} submitted its return. It is ready for you to check and approve."),
    Status.APPROVED: (
        (_SOURCE,),
        "Your return was approved. DfE will look at it next. You do not need to do anything.",
    ),
    Status.REJECTED: (
        (_SOURCE,),
        "Your return was rejected. The reason given is:\n\n{reason}\n\nPut it right, then submit the return again.",
    ),
    Status.REJECTED_BY_COLLECTOR: (
        (_SOURCE, _AGENT),
        "DfE rejected the return of {school}. The reason given is:\n\n{reason}\n\nPut it right and submit again.",
    ),
    Status.AMENDED_BY_AGENT: ((_SOURCE,), "Your local authority changed your return. Have a look at what changed."),
    Status.AMENDED_BY_COLLECTOR: (
        (_SOURCE, _AGENT),
        "DfE changed the return of {school}. Have a look at what changed.",
    ),
    Status.AUTHORISED: ((_SOURCE, _AGENT), "DfE authorised the return of {school}. There is nothing left to do."),
}
_REOPENED = "The return of {school} was reopened and is now “{status}”. The reason given is:\n\n{reason}"
_SENT_BACK = "There is a question about an explanation that you gave. Sign in to read it, then explain again."


def about(event: Event) -> None:
    """Tell those whom an event concerns. Queued in its transaction, sent after it."""
    if event.action == "send_back_explanation":
        _queue(event, (_SOURCE,), _SENT_BACK)
    elif event.action == "reopen":
        _queue(event, (_SOURCE, _AGENT), _REOPENED)
    elif event.status_before != event.status_after and event.status_after in _STATUS_WORDS:
        parties, text = _STATUS_WORDS[event.status_after]
        _queue(event, parties, text)


def check_finished(submission: Submission) -> None:
    """Tell whoever uploaded a file what came of its check."""
    return_ = submission.for_return
    match submission.state:
        case Submission.State.CHECKED | Submission.State.STRUCTURE:
            text = _result(submission)
        case Submission.State.UNREADABLE:
            text = f"We could not take in your file.\n\n{submission.refusal}"
        case _:
            text = (
                "We could not check your file, because something went wrong here. Your file is safe. "
                "We have been told and will look at it. You do not need to upload it again."
            )
    queue(return_, [submission.uploaded_by], f"check_{submission.state}", "your file has been checked", text)


def rechecked(event: Event, text: str) -> None:
    """Tell those whose return counts differently since it was checked again: one e-mail each."""
    people = _people(event.for_return, (_SOURCE, _AGENT))
    queue(event.for_return, people, event.action, "checked again", text)


def _result(submission: Submission) -> str:
    return_, run = submission.for_return, submission.run
    assert run is not None
    if return_.current_submission_id != submission.pk:
        lines = ["Your file has been checked. It does not replace the file that your return is made of."]
        if run.structure_faults:
            faults = words.number_of(run.structure_faults, "fault")
            text = "It has {faults} of structure. Put that right in your {system} and upload a new file."
            lines.append(words.of(return_, text, faults=faults))
        return "\n\n".join(lines)
    found = counts(return_)
    lines = ["Your file has been checked."]
    if found.structural_faults:
        lines.append(
            f"{words.number_of(found.structural_faults, 'fault')} of structure to correct before you can submit."
        )
    if found.errors_to_correct:
        lines.append(f"{words.errors(found.errors_to_correct)} to correct.")
    if found.queries_to_explain:
        lines.append(f"{words.queries(found.queries_to_explain)} to correct or explain.")
    if found.is_clean:
        lines.append("There is nothing to correct or explain. Remember to submit your return.")
    elif return_.status == Status.AMENDED_BY_SOURCE:
        lines.append("Your return has changed since you submitted it, so you need to submit it again.")
    return "\n\n".join(lines)


def _queue(event: Event, parties: Iterable[str], text: str) -> None:
    return_ = event.for_return
    filled = text.format(
        school=return_.organisation,
        collection=return_.collection,
        reason=event.details.get("reason", ""),
        status=return_.get_status_display(),
    )
    people = _people(return_, parties)
    queue(return_, people, event.action, str(return_.get_status_display()).lower(), filled)


def _people(return_: Return, parties: Iterable[str]) -> list[Person]:
    """People at the source who may change or submit it, and at the agent those who may approve."""
    wanted, key = Q(), str(return_.collection_id)
    for party in parties:
        if party == _SOURCE:
            wanted |= Q(organisation=return_.organisation_id) & who_may(("edit", "submit"), key)
        elif return_.agent_id is not None:
            wanted |= Q(organisation=return_.agent_id) & who_may(("approve",), key)
    if not wanted:
        return []
    members = Membership.objects.filter(wanted, is_active=True, person__is_active=True)
    return list(Person.objects.filter(pk__in=members.values("person")).order_by("pk"))


def queue(return_: Return, people: Iterable[Person], kind: str, what: str, text: str) -> list[Notification]:
    """Queue one e-mail to each person, to be sent when the transaction is through."""
    from collect.tasks import send_notification

    site = conf().site_url
    notes = Notification.objects.bulk_create(
        Notification(
            for_return=return_,
            to=person,
            kind=kind,
            subject=f"{return_.collection}, {return_.organisation}: {what}"[:200],
            body=f"{return_.organisation}\n{return_.collection}\n\n{text}\n\nSign in to see it: {site}\n",
        )
        for person in people
    )
    for note in notes:
        transaction.on_commit(partial(send_notification.ring, str(note.pk)))
    return notes


def send(notification_id: str) -> bool:
    """Send one e-mail if it still waits. Gives whether it went.

    A worker that is killed between sending and noting it sends it again: once too often rather than never.
    """
    now = timezone.now()
    due = Q(next_at__isnull=True) | Q(next_at__lte=now)
    taken = Notification.objects.filter(due, pk=notification_id, state=Notification.State.QUEUED).update(
        attempts=F("attempts") + 1, next_at=now + timedelta(minutes=2)
    )
    if not taken:
        return False
    note = Notification.objects.select_related("to").get(pk=notification_id)
    if (stopped := try_to_send(note.subject, note.body, note.to.email, note.attempts)) is not None:
        note.error = stopped.error
        if stopped.is_final:
            note.state = Notification.State.FAILED
        else:
            note.next_at = now + timedelta(minutes=2**note.attempts)
        note.save(update_fields=["error", "state", "next_at"])
        return False
    note.state, note.sent_at, note.error = Notification.State.SENT, timezone.now(), ""
    note.save(update_fields=["state", "sent_at", "error"])
    return True


def waiting() -> list[str]:
    """Ids of the e-mails that should have gone by now. Those that failed before come last and hold up none."""
    now = timezone.now()
    due = Q(next_at__lte=now) | Q(next_at__isnull=True, created_at__lte=now - timedelta(seconds=conf().ring_again))
    rows = Notification.objects.filter(due, state=Notification.State.QUEUED).order_by("attempts", "created_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:200]]
