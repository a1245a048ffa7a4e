"""The pages of rule changes: for DfE staff, two persons, and the public page of a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.scope import Actor
from collect.models import Return, Standing
from collect.services import recheck
from rulechanges.models import Patch, Preview
from rulechanges.services import previews, spread
from tests.collect.factories import ReturnFactory, actor_for, collector, source_of
from tests.collect.pages.words import text_of
from tests.factories import DfE
from tests.rulechanges.conftest import take_in

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
Failing = Callable[..., Standing]


def form(return_: Return, rule: str, **said: Any) -> dict[str, Any]:
    wanted = {"rule": rule, "change": "switch_off", "reason": "It counts guests.", "token": str(uuid4())}
    return {"ruleset": return_.collection.ruleset, **wanted, **said}


def test_from_proposal_to_undo(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor, browse: Browse
) -> None:
    rule = failing().rule
    first, second = browse(proposer), browse(confirmer)
    assert "No rule has been changed yet" in text_of(first.get("/rule-changes/"))
    page = first.post("/rule-changes/propose/", form(checked, rule.lower()), follow=True)
    patch = Patch.objects.get()
    where = f"/rule-changes/{patch.pk}/"
    assert page.redirect_chain[-1][0] == where
    assert "Another person at DfE has to confirm it" in text_of(page)
    assert "Confirm change" not in text_of(page)
    # What would it do?
    page = first.post(
        "/rule-changes/previews/", {"patch": patch.pk, "collection": checked.collection.slug}, follow=True
    )
    assert "Waiting for a worker" in text_of(page)
    preview = Preview.objects.get()
    assert "Waiting for a worker" in first.get(f"/rule-changes/previews/{preview.pk}/progress/").content.decode()
    previews.work(preview.pk)
    answer = first.get(f"/rule-changes/previews/{preview.pk}/progress/")
    assert answer["HX-Redirect"] == f"/rule-changes/previews/{preview.pk}/"
    page = first.get(f"/rule-changes/previews/{preview.pk}/")
    assert "It would touch 1 of 1 return" in text_of(page)
    assert page["Cache-Control"] == "no-store"
    assert checked.organisation.name in text_of(page)
    by_rule = b"".join(first.get(f"/rule-changes/previews/{preview.pk}/rules.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert by_rule.splitlines()[1].startswith(f"{rule},")
    by_school = b"".join(first.get(f"/rule-changes/previews/{preview.pk}/schools.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert checked.organisation.laestab in by_school
    # The second person.
    assert "Waiting for a second person" in text_of(second.get("/rule-changes/"))
    assert "you proposed" in text_of(first.post(where, {"decision": "confirm"})).lower()
    page = second.post(where, {"decision": "confirm"}, follow=True)
    assert "You confirmed the change" in text_of(page)
    spread.spread_due()
    assert "0 of 1 returns checked again" in second.get(f"{where}progress/").content.decode()
    recheck.work_for_a_while()
    page = text_of(second.get(where))
    assert "In force" in page
    assert "1 checked again" in page
    # Everybody reads it on the page of the rule.
    page = text_of(Client().get(f"/rules/{checked.collection.type_code}/{rule}/"))
    assert "Switched off since" in page
    assert "because: It counts guests." in page
    assert proposer.person.full_name not in page
    # And back.
    page = second.post(f"{where}undo/", {"reason": "It was right.", "token": str(uuid4())}, follow=True)
    undo = Patch.objects.get(kind="undo")
    first.post(f"/rule-changes/{undo.pk}/", {"decision": "confirm"})
    spread.spread_due()
    assert "Not in force any more" in text_of(first.get(where))
    page = text_of(Client().get(f"/rules/{checked.collection.type_code}/{rule}/?set=2026.1"))
    assert "Switched off since" not in page
    assert "not in force any more" in page


def test_a_proposal_with_something_missing_says_what(checked: Return, proposer: Actor, browse: Browse) -> None:
    client = browse(proposer)
    page = text_of(client.post("/rule-changes/propose/", {"ruleset": checked.collection.ruleset}))
    for sentence in ("Enter the number of the rule.", "Choose what should change.", "Say why."):
        assert sentence in page
    page = text_of(client.post("/rule-changes/propose/", form(checked, "9998X")))
    assert "has no rule 9998X" in page
    page = text_of(client.post("/rule-changes/propose/", form(checked, "1500", change="error")))
    assert "Rule 1500 is an error already." in page
    page = text_of(client.post("/rule-changes/propose/", form(checked, "1500", starts_on="2020-01-01T08:00")))
    assert "must be in the future" in page
    assert not Patch.objects.exists()


def test_a_form_sent_twice_makes_one_proposal(checked: Return, proposer: Actor, browse: Browse) -> None:
    client, said = browse(proposer), form(checked, "1500")
    for _ in range(2):
        assert client.post("/rule-changes/propose/", said).status_code == 302
    assert Patch.objects.count() == 1


def test_who_may_only_view_reads_and_does_not_decide(checked: Return, proposer: Actor, browse: Browse) -> None:
    browse(proposer).post("/rule-changes/propose/", form(checked, "1500"))
    patch = Patch.objects.get()
    reader = browse(actor_for(DfE.create(), "view"))
    page = text_of(reader.get(f"/rule-changes/{patch.pk}/"))
    assert "You do not have permission to change rules" in page
    assert reader.post(f"/rule-changes/{patch.pk}/", {"decision": "confirm"}).status_code == 403
    assert reader.get("/rule-changes/propose/").status_code == 403
    patch.refresh_from_db()
    assert patch.state == "proposed"


def test_for_schools_there_are_no_such_pages(checked: Return, browse: Browse) -> None:
    client = browse(source_of(checked))
    for where in ("", "propose/", "previews/", f"{uuid4()}/"):
        assert client.get(f"/rule-changes/{where}").status_code == 404
    assert "Rule changes" not in client.get("/").content.decode()
    assert "Rule changes" in browse(collector()).get("/", follow=True).content.decode()


def test_a_set_of_another_collection_cannot_be_compared(checked: Return, proposer: Actor, browse: Browse) -> None:
    asked = {"target": f"{checked.collection.slug} school-census-spring:2026.1"}
    page = text_of(browse(proposer).post("/rule-changes/previews/", asked))
    assert "Choose a rule set from the list." in page


def test_lists_do_not_ask_more_for_more_rows(
    checked: Return, proposer: Actor, confirmer: Actor, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    client = browse(proposer)
    for rule in ("1500", "1520", "100"):
        client.post("/rule-changes/propose/", form(checked, rule))
    for _ in range(3):
        take_in(ReturnFactory.create(collection=checked.collection))
    patch = Patch.objects.get(rule="1500")
    preview = previews.ask(proposer, checked.collection, patch=patch)
    previews.work(preview.pk)
    with django_assert_max_num_queries(10):
        client.get("/rule-changes/")
    with django_assert_max_num_queries(14):
        client.get(f"/rule-changes/previews/{preview.pk}/")
