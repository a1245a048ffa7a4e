"""Rule changes of a collection that local authorities send: told by authority, for one of them or for all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.models import Return, Standing
from collect.selectors.counts import counts
from collect.services import recheck
from collect.services.check import work_once
from rulechanges.actions import Confirm, Propose
from rulechanges.models import PreviewSchool
from rulechanges.services import previews, spread
from tests.collect.factories import authority_return, source_of
from tests.collect.pages.words import text_of
from tests.collect.support import child_xml, upload

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
RULE = "8500"
"""The LA child ID is missing."""


def taken_in(la_number: str) -> Return:
    own = authority_return(la_number)
    upload(own, source_of(own), children=child_xml("C1") + child_xml(""))
    assert work_once() is not None
    own.refresh_from_db()
    return own


def lines(response: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))


def test_a_preview_is_told_by_local_authority(proposer: Actor, browse: Browse) -> None:
    ours, theirs = taken_in("823"), taken_in("801")
    patch = Propose(proposer, ours.collection.ruleset, RULE, kind="switch_off", reason="A trial.").perform()
    every = previews.ask(proposer, ours.collection, patch=patch)
    one = previews.ask(proposer, ours.collection, patch=patch, la=theirs.organisation)
    for preview in (every, one):
        assert previews.work(preview.pk)
    assert {row.for_return_id for row in PreviewSchool.objects.filter(preview=every)} == {ours.pk, theirs.pk}
    assert {row.for_return_id for row in PreviewSchool.objects.filter(preview=one)} == {theirs.pk}
    client = browse(proposer)
    words = text_of(client.get(f"/rule-changes/previews/{every.pk}/"))
    assert "all local authorities" in words
    assert "By local authority" in words
    assert "Council 801 801" in words
    assert "chool" not in words
    heading, *rows = lines(client.get(f"/rule-changes/previews/{every.pk}/schools.csv"))
    assert heading[:2] == ["LA number", "Local authority"]
    assert sorted(row[0] for row in rows) == ["801", "823"]
    assert lines(client.get(f"/rule-changes/previews/{every.pk}/rules.csv"))[0][8] == "Local authorities"


def test_a_change_reaches_the_returns(proposer: Actor, confirmer: Actor) -> None:
    own = taken_in("823")
    before = counts(own).errors
    assert Standing.objects.get(for_return=own, rule=RULE).failures == 1
    patch = Propose(proposer, own.collection.ruleset, RULE, kind="switch_off", reason="A trial.").perform()
    Confirm(confirmer, patch).perform()
    spread.spread_due()
    recheck.work_for_a_while()
    assert counts(own).errors == before - 1
