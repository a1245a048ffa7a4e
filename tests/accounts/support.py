"""What the tests of accounts share."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail as outbox

from accounts import asked, mail
from accounts.asked import Asked
from accounts.mail import Mail
from accounts.models import Membership, Organisation
from accounts.scope import Actor, offered
from tests.factories import member


def deliver() -> list[Any]:
    """Answer strangers and send what is queued, as the worker does. Gives all e-mails that went so far."""
    for pk in Asked.objects.values_list("pk", flat=True):
        asked.answer(pk)
    for pk in Mail.objects.filter(state=Mail.State.QUEUED).order_by("pk").values_list("pk", flat=True):
        mail.send(pk)
    return list(outbox.outbox)


def link_in(message: Any) -> str:
    """The path of the link in an e-mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found is not None, message.body
    return found[1]


def approver_of(organisation: Organisation, role: str = Membership.Role.APPROVER) -> Actor:
    """A new approver there, who may do all that the organisation can do."""
    return Actor.of(member(organisation, *offered(organisation), role=role))
