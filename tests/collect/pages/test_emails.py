"""E-mails as sent or failed: approvers see those about their accounts, support sees all, nobody the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from accounts import mail
from accounts.actions import Invite
from accounts.mail import NOTHING_KEPT, Mail
from accounts.models import AccountEvent
from accounts.sending import MAX_ATTEMPTS
from collect.models import Notification
from tests.accounts.support import approver_of, deliver
from tests.collect.factories import ReturnFactory
from tests.factories import DfE, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Act = Callable[..., Client]


def subjects(page: Any) -> list[str]:
    return [one["subject"] for one in page.context["page"]]


@pytest.fixture
def school() -> Any:
    school = School.create(name="Meadow Lane")
    Invite(approver_of(school), school, "nia@example.org", "Nia").perform()
    return_ = ReturnFactory.create(organisation=school)
    Notification.objects.create(for_return=return_, to=member(school).person, kind="k", subject="About a return")
    mail.queue("somebody@example.org", "password_reset_key", "reset", "Open the secret link", holds_link=True)
    return school


def test_an_approver_sees_what_became_of_their_invitations_and_nothing_else(act: Act, school: Any) -> None:
    approver = act(school, role="approver")
    page = approver.get("/emails/")
    assert subjects(page) == ["Census collection portal: Meadow Lane: you are asked to join"]
    assert "Waiting" in page.content.decode()
    deliver()
    page = approver.get("/emails/").content.decode()
    assert "Sent" in page
    assert "/account/join/" not in page
    csv = b"".join(approver.get("/emails/", {"format": "csv"}).streaming_content).decode()
    assert ",nia@example.org,Meadow Lane,Census collection portal: Meadow Lane: you are asked to join,Sent," in csv
    assert subjects(act(School.create(), role="approver").get("/emails/")) == []


def test_support_sees_all_of_them_and_never_the_text(act: Act, school: Any) -> None:
    support = act(DfE.create(), is_support=True)
    page = support.get("/emails/")
    assert len(subjects(page)) == 3
    assert "secret link" not in page.content.decode()
    assert subjects(support.post("/emails/", {"q": "about a RETURN"})) == ["About a return"]
    assert subjects(support.post("/emails/", {"state": "failed"})) == []
    assert AccountEvent.objects.get(action="support_searched").on == "about a RETURN"


def test_one_that_cannot_be_sent_is_shown_as_failed_and_its_link_is_forgotten(
    act: Act, school: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    invitation = Mail.objects.get(kind="invitation")
    for _ in range(MAX_ATTEMPTS):
        Mail.objects.update(next_at=None)
        assert not mail.send(invitation.pk)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.body) == ("failed", NOTHING_KEPT)
    page = act(school, role="approver").get("/emails/").content.decode()
    assert "Could not be sent" in page
    assert "5 tries: ConnectionRefusedError" in page


def test_for_others_there_is_no_such_page(act: Act, school: Any) -> None:
    assert act(school, "edit").get("/emails/").status_code == 404
    assert act(DfE.create(), "authorise").get("/emails/").status_code == 404
