"""No answer to somebody who is signed in is kept by a browser or a proxy: every address is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, DfE, School, member
from tests.test_access_matrix import (
    FOR_STAFF_ONLY,
    PUBLIC,
    SYSTEM,
    THE_OTHERS,
    THOSE_ABOUT_RETURNS,
    World,
    a_patch_and_a_preview,
    path,
    with_second_step,
    world,  # noqa: F401 - a fixture
)

pytestmark = pytest.mark.django_db
WHO = ("a submitter of the school", "the LA", "DfE", "somebody without an organisation")


def kept(client: Client, where: str) -> Iterator[str]:
    """The ways of asking whose answer may be kept."""
    for method in ("get", "head", "post"):
        response = getattr(client, method)(where)
        for _ in response if response.streaming else ():
            pass  # read to its end, it closes its file
        headers = response.headers
        if headers.get("Cache-Control") != "no-store" or {"ETag", "Expires", "Last-Modified"} & set(headers):
            yield f"{method} {where}: {response.status_code} {headers.get('Cache-Control')}"


@pytest.mark.parametrize("who", WHO)
def test_of_the_pages_about_returns(world: World, who: str) -> None:  # noqa: F811
    wrong = []
    for address in THOSE_ABOUT_RETURNS:
        client = Client()
        client.force_login(world.people[who])
        wrong += kept(client, path(address, world.returns["ours"]))
        wrong += kept(client, path(address, world.returns["theirs"]))
    assert wrong == []


def test_of_all_others() -> None:
    patch, preview = a_patch_and_a_preview()
    known: dict[str, Any] = {"uidb36": "1", "key": "set-password", "pk": 1, **PUBLIC}
    known |= {"patch_id": patch.pk, "preview_id": preview.pk}
    wrong = []
    for address in (*THE_OTHERS, *FOR_STAFF_ONLY):
        if address.name.startswith("^"):
            where = "/account/email/anything"
        elif "/" in address.name:
            where = f"/{address.name}"
        else:
            where = reverse(address.name, kwargs={name: known[name] for name in address.names})
        for organisation in (School.create(), DfE.create()):
            client = Client()
            client.force_login(member(organisation, "edit", "authorise", role="approver").person)
            wrong += kept(client, where)
    assert wrong == []


def test_of_the_system_pages() -> None:
    person = member(DfE.create(), person__is_superuser=True).person
    wrong = [line for where in SYSTEM for line in kept(with_second_step(person), f"/{where}")]
    assert wrong == []


def test_of_errors_and_of_what_is_not_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(member(School.create()).person)
    assert list(kept(client, "/no/such/page/")) == []
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member(School.create()).person)
    refused = strict.post("/account/logout/")
    assert (refused.status_code, refused["Cache-Control"]) == (403, "no-store")

    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("accounts.views.memberships", broken)
    client.raise_request_exception = False
    failed = client.get("/account/")
    assert (failed.status_code, failed["Cache-Control"]) == (500, "no-store")


def test_of_signing_in_and_out(client: Client) -> None:
    person = member(School.create()).person
    signed_in = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Cache-Control"]) == (302, "no-store")
    signed_out = client.post("/account/logout/")
    assert (signed_out.status_code, signed_out["Cache-Control"]) == (302, "no-store")


def test_what_a_stranger_may_read_and_static_files_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get("/rules/").headers.get("Cache-Control", "")
    client.force_login(member(School.create()).person)
    style = client.get("/static/css/portal.css")
    assert style.status_code == 200
    assert "no-store" not in style.headers.get("Cache-Control", "")
    for _ in style:
        pass
