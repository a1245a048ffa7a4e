"""E-mails: who gets which, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.sending import MAX_ATTEMPTS
from collect.actions import Authorise, Reject, Reopen, SendBackExplanation, Submit
from collect.models import Notification, Return, Status
from collect.services import notify
from collect.tasks import sweep
from tests.collect.factories import agent_of, collector, source_of
from tests.collect.support import check, put, query

pytestmark = pytest.mark.django_db


def waiting_for(person: Any) -> list[str]:
    return list(Notification.objects.filter(to=person.person).order_by("created_at").values_list("kind", flat=True))


def test_the_school_hears_of_a_rejection_with_its_reason(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    Reject(agent_of(school_return), school_return, "Class 3 is missing.").perform()
    assert waiting_for(actor) == ["check_checked", "reject"]
    assert "Class 3 is missing." in Notification.objects.get(kind="reject").body


def test_both_hear_of_authorisation_and_reopening(school_return: Return) -> None:
    actor, agent, dfe = source_of(school_return), agent_of(school_return), collector()
    check(school_return, actor)
    put(school_return, Status.APPROVED)
    Authorise(dfe, school_return).perform()
    Reopen(dfe, school_return, "Two pupils are missing.").perform()
    assert waiting_for(agent) == ["authorise", "reopen"]
    assert waiting_for(actor) == ["check_checked", "authorise", "reopen"]
    assert waiting_for(dfe) == []


def test_the_school_hears_of_a_question(school_return: Return) -> None:
    from collect.actions import Chosen, Explain

    actor = source_of(school_return)
    check(school_return, actor, query())
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    put(school_return, Status.SUBMITTED)
    SendBackExplanation(agent_of(school_return), school_return, question="Why?").perform()
    assert waiting_for(actor) == ["check_checked", "send_back_explanation"]


def test_no_email_names_a_pupil(school_return: Return) -> None:
    actor, agent = source_of(school_return), agent_of(school_return)
    check(school_return, actor, query())
    Submit(actor, school_return, "A. Head", "Head", declared=True).perform()
    Reject(agent, school_return, "See the query.").perform()
    text = " ".join(f"{note.subject} {note.body}" for note in Notification.objects.all())
    assert "A8232" not in text
    assert "2018-03-04" not in text
    assert str(school_return.organisation) in text


def test_an_email_goes_once(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    note = Notification.objects.get()
    assert notify.send(str(note.pk))
    assert not notify.send(str(note.pk))
    note.refresh_from_db()
    assert (note.state, len(mail.outbox), mail.outbox[0].to) == ("sent", 1, [actor.person.email])
    assert note.sent_at is not None


def test_an_email_that_does_not_go_is_tried_again_and_then_noted(
    school_return: Return, monkeypatch: pytest.MonkeyPatch, rung: list[Any]
) -> None:
    check(school_return, source_of(school_return))
    note = Notification.objects.get()

    def fails(*_: Any) -> None:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("accounts.sending.EmailMessage.send", fails)
    for _ in range(MAX_ATTEMPTS):
        assert not notify.send(str(note.pk))
        Notification.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        sweep()
    note.refresh_from_db()
    assert (note.state, note.attempts) == ("failed", MAX_ATTEMPTS)
    assert note.error == "ConnectionRefusedError"
    assert len([bell for bell in rung if bell[0] == "send_notification"]) == MAX_ATTEMPTS - 1


@pytest.mark.logs("e-mail cannot be sent")
def test_an_email_that_cannot_be_sent_is_given_up_and_the_others_go(school_return: Return) -> None:
    first, second = (
        notify.queue(school_return, [source_of(school_return).person], "test", what, "Text")[0]
        for what in ("one\nBcc: everybody", "two")
    )
    assert not notify.send(str(first.pk))
    assert notify.send(str(second.pk))
    first.refresh_from_db()
    assert (first.state, first.error) == ("failed", "BadHeaderError")
    assert [message.subject[-3:] for message in mail.outbox] == ["two"]


def test_an_email_at_which_the_worker_dies_each_time_is_given_up(school_return: Return) -> None:
    (note,) = notify.queue(school_return, [source_of(school_return).person], "test", "what", "Text")
    Notification.objects.update(attempts=MAX_ATTEMPTS)
    assert not notify.send(str(note.pk))
    note.refresh_from_db()
    assert (note.state, mail.outbox) == ("failed", [])


def test_what_failed_before_comes_after_what_did_not(school_return: Return) -> None:
    old, new = (
        notify.queue(school_return, [source_of(school_return).person], "test", what, "Text")[0] for what in "ab"
    )
    long_ago = timezone.now() - timedelta(hours=1)
    Notification.objects.update(created_at=long_ago)
    Notification.objects.filter(pk=old.pk).update(attempts=1, next_at=long_ago, created_at=long_ago - timedelta(1))
    assert notify.waiting() == [str(new.pk), str(old.pk)]
