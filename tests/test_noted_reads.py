"""Whatever page shows a pupil notes that it was read: found out by asking every address, not by a list.

A new page that names a pupil of the marked returns and leaves no row of the read fails here by itself.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people import Person
from collect.models import PupilDataRead, Return
from rulechanges.models import Preview, PreviewRule
from tests.test_access_matrix import (
    FOR_STAFF_ONLY,
    THOSE_ABOUT_RETURNS,
    Address,
    World,
    a_patch_and_a_preview,
    path,
    world,  # noqa: F401 - a fixture
)

pytestmark = pytest.mark.django_db
MARKS = ("A823200100001", "Okafor")
"""UPN and surname of the one pupil in the files of the world."""

SHOW = {
    "findings",
    "findings_by_pupil",
    "findings_csv",
    "explanations",
    "finding",
    "pupil",
    "download",
    "compare",
    "edit_record",
    "edit_add",
    "edit_remove",
    "judge",
    "accept_error",
    "preview",
}
"""Addresses that are known to show a pupil there: proof that the search finds them. The two forms of explaining have
nothing to explain there; see ``tests/collect/pages/test_reads.py``."""

ASKED = {"findings": "?rule=1500"}
WHO = ("a submitter of the school", "the LA", "a reader at DfE", "DfE")


def shown(client: Client, method: str, where: str) -> bool:
    """Whether the answer holds a mark."""
    answer = getattr(client, method)(where)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return any(mark.encode() in body for mark in MARKS)


def unnoted(person: Person, where: str) -> tuple[bool, bool]:
    """Whether an address shows a pupil, and whether it did without noting it: asked for and sent to."""
    showed, silent = False, False
    for method in ("get", "post"):
        client = Client()
        client.force_login(person)
        before = PupilDataRead.objects.filter(person=person).count()
        if shown(client, method, where):
            showed = True
            # The second of two within the hour is the row of the first.
            silent |= PupilDataRead.objects.filter(person=person).count() == before == 0
    return showed, silent


@pytest.mark.parametrize("address", THOSE_ABOUT_RETURNS, ids=lambda address: address.key)
def test_a_page_that_shows_a_pupil_notes_it(world: World, address: Address) -> None:  # noqa: F811
    found = {
        who: unnoted(world.people[who], path(address, world.returns["ours"]) + ASKED.get(address.key, ""))
        for who in WHO
    }
    assert [who for who, (_, silent) in found.items() if silent] == []
    assert any(showed for showed, _ in found.values()) is (address.key in SHOW)


def with_a_sample(return_: Return) -> Preview:
    """An answered preview whose samples name the pupil."""
    _, preview = a_patch_and_a_preview()
    sample: dict[str, Any] = {"return": str(return_.pk), "record": "PupilOnRoll", "row": 1, "key": MARKS[0], "line": 5}
    sample |= {"way": "disappear", "level": "error", "values": {"UPN": MARKS[0]}}
    counts = {"before": 1, "after": 0, "appear": 0, "disappear": 1, "schools": 1}
    PreviewRule.objects.create(
        preview=preview, position=1, rule="1500", level_before="error", samples=[sample], **counts
    )
    return preview


@pytest.mark.parametrize("address", FOR_STAFF_ONLY, ids=lambda address: address.key)
def test_a_page_of_staff_that_shows_a_pupil_notes_it(world: World, address: Address) -> None:  # noqa: F811
    preview = with_a_sample(world.returns["ours"])
    known = {"patch_id": preview.patch_id, "preview_id": preview.pk}
    where = reverse(address.name, kwargs={name: known[name] for name in address.names})
    found = {who: unnoted(world.people[who], where) for who in ("a reader at DfE", "DfE")}
    assert [who for who, (_, silent) in found.items() if silent] == []
    assert any(showed for showed, _ in found.values()) is (address.key in SHOW)


def test_each_return_in_the_samples_of_a_preview_is_noted_once(world: World) -> None:  # noqa: F811
    preview, dfe = with_a_sample(world.returns["ours"]), world.people["DfE"]
    (row,) = preview.rules.all()
    row.samples = [
        {**sample, "return": str(world.returns[whose].pk)} for sample in row.samples for whose in world.returns
    ] * 2
    row.save()
    client = Client()
    client.force_login(dfe)
    for _ in range(2):
        assert client.get(f"/rule-changes/previews/{preview.pk}/").status_code == 200
    noted = PupilDataRead.objects.filter(person=dfe)
    assert {read.for_return_id for read in noted} == {return_.pk for return_ in world.returns.values()}
    assert noted.count() == len(world.returns)


def test_a_page_that_forgets_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from collect.services import reads

    monkeypatch.setattr(reads, "note", lambda *_, **__: None)
    (pupil,) = [address for address in THOSE_ABOUT_RETURNS if address.key == "pupil"]
    assert unnoted(world.people["DfE"], path(pupil, world.returns["ours"])) == (True, True)
