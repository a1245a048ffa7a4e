"""Suppliers of software are added by approvers of DfE."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AccountEvent, Organisation
from tests.factories import DfE, LocalAuthority, member

pytestmark = pytest.mark.django_db
Act = Callable[..., Client]
WHERE = "/account/organisations/add-supplier/"


def test_a_supplier_is_added_and_dfe_goes_on_to_invite_its_people(act: Act) -> None:
    client = act(DfE.create(), role="approver")
    sent = client.post(WHERE, {"name": "Good Software Ltd", "ukprn": "10012345"})
    made = Organisation.objects.get(kind="supplier")
    assert sent["Location"] == f"/account/organisations/{made.pk}/step-in/"
    assert AccountEvent.objects.get(action="supplier_added").organisation == made
    assert made.agent() is None


@pytest.mark.parametrize(
    ("name", "ukprn", "said"),
    [
        ("", "", "Enter the name of the supplier"),
        ("good software LTD", "", "There is a supplier with this name already."),
        ("Other Ltd", "20012345", "UKPRN must be 8 digits that start with 1"),
        ("Other Ltd", "10012345", "Another organisation has this UKPRN."),
    ],
)
def test_what_is_wrong_is_said(act: Act, name: str, ukprn: str, said: str) -> None:
    Organisation.objects.create(kind="supplier", name="Good Software Ltd", ukprn="10012345")
    client = act(DfE.create(), role="approver")
    assert said in client.post(WHERE, {"name": name, "ukprn": ukprn}).content.decode()
    assert Organisation.objects.filter(kind="supplier").count() == 1


def test_for_others_there_is_no_such_page(act: Act) -> None:
    assert act(LocalAuthority.create(), role="approver").get(WHERE).status_code == 404
    client = Client()
    client.force_login(member(DfE.create()).person)
    assert client.get(WHERE).status_code == 404
