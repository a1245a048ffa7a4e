"""Searching a list for a person: what is typed stands in no address, and pages and downloads still find it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.models import Return
from tests.collect.factories import source_of
from tests.collect.pages.words import links_of, text_of, value_of
from tests.collect.support import check, error, pupil_xml

pytestmark = pytest.mark.django_db
ONE, OTHER = "A823200100001", "A823200100002"
Browse = Callable[[Actor], Client]


@pytest.fixture
def loaded(school_return: Return) -> Return:
    pupils = pupil_xml(ONE, surname="Okafor") + pupil_xml(OTHER, surname="Bailey")
    check(school_return, source_of(school_return), error(1), error(2), pupils=pupils)
    return school_return


@pytest.mark.parametrize("page", ["findings/", "findings/pupils/"])
def test_a_name_is_found_and_stands_in_no_address(loaded: Return, browse: Browse, page: str) -> None:
    client, where = browse(source_of(loaded)), f"/returns/{loaded.pk}/{page}"
    answer = client.post(where, {"pupil": "okafor", "level": "error", "state": "", "block": ""})
    address = answer["Location"]
    assert "okafor" not in address
    assert "level=error" in address
    shown = client.get(address)
    words = text_of(shown)
    assert "Okafor" in words or ONE in words
    assert "Bailey" not in words
    assert OTHER not in words
    assert value_of(shown, "pupil") == "okafor"
    assert not any("okafor" in link.lower() for link in links_of(shown).values())
    download = next(link for text, link in links_of(shown).items() if text.startswith("Download"))
    body = b"".join(client.get(download)).decode()
    assert ONE in body
    assert OTHER not in body


def test_the_same_search_has_one_token_and_an_empty_one_none(loaded: Return, browse: Browse) -> None:
    client, where = browse(source_of(loaded)), f"/returns/{loaded.pk}/findings/"
    first, second = (client.post(where, {"pupil": "okafor"})["Location"] for _ in range(2))
    assert first == second
    assert client.post(where, {"pupil": " ", "rule": ""})["Location"] == where


def test_a_token_means_nothing_in_another_session(loaded: Return, browse: Browse) -> None:
    where = f"/returns/{loaded.pk}/findings/pupils/"
    address = browse(source_of(loaded)).post(where, {"pupil": "okafor"})["Location"]
    words = text_of(browse(source_of(loaded)).get(address))
    assert "Okafor" in words
    assert "Bailey" in words
