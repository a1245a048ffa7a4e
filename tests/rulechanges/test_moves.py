"""A collection moves to another released rule set: by two people, every return checked again, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.scope import Actor
from collect.actions.base import NotPossible
from collect.models import Job, Return
from collect.services import recheck, rulebooks
from collect.services.check import Tools, work
from collect.services.queue import claim
from rulechanges.actions import Confirm, Move, Propose, Undo, Withdraw
from rulechanges.models import Patch, Preview
from rulechanges.services import in_force, previews, spread
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import pupil_xml, upload
from tests.rulechanges.conftest import take_in

pytestmark = [pytest.mark.django_db, pytest.mark.services]
OLD, NEW = "school-census-autumn:2026.1", "school-census-autumn:2026.2"


@pytest.fixture
def old(checked: Return) -> Return:
    """A checked return of a collection that uses the older of two released sets."""
    checked.collection.ruleset = OLD
    checked.collection.save(update_fields=["ruleset"])
    recheck.request([checked.pk], checked.organisation, "test")
    recheck.work_for_a_while()
    checked.refresh_from_db()
    return checked


def move(actor: Actor, return_: Return, to: str = NEW) -> Patch:
    return Move(actor, return_.collection, to, "Guests are counted right in it.").perform()


def test_nothing_moves_before_another_person_confirms(old: Return, proposer: Actor, confirmer: Actor) -> None:
    patch = move(proposer, old)
    assert spread.spread_due() == 0
    with pytest.raises(NotPossible) as stopped:
        Confirm(proposer, patch).perform()
    assert stopped.value.codes == {"own_proposal"}
    Confirm(confirmer, patch).perform()
    assert spread.spread_due() == 1
    old.collection.refresh_from_db()
    assert old.collection.ruleset == NEW


def test_every_return_is_checked_again_with_the_new_set(old: Return, proposer: Actor, confirmer: Actor) -> None:
    other = take_in(ReturnFactory.create(collection=old.collection))
    elsewhere = ReturnFactory.create()
    patch = Confirm(confirmer, move(proposer, old)).perform()
    spread.spread_due()
    assert set(patch.rechecks.values_list("for_return", flat=True)) == {old.pk, other.pk}
    assert recheck.work_for_a_while() == 2
    assert spread.progress(patch).is_over
    for return_ in (old, other):
        return_.refresh_from_db()
        assert return_.current_submission is not None
        assert return_.current_submission.run is not None
        assert return_.current_submission.run.ruleset == NEW
    elsewhere.collection.refresh_from_db()
    assert not Job.objects.filter(submission__for_return=elsewhere).exists()


def test_a_check_that_ran_meanwhile_is_done_again(old: Return, proposer: Actor, confirmer: Actor) -> None:
    upload(old, source_of(old), pupils=pupil_xml("A823200111002"))
    job = claim("a worker")
    assert job is not None
    real = Tools()

    def moved_meanwhile(*given: Any) -> Any:
        found = real.check(*given)
        if given[1].coordinate == OLD:
            Confirm(confirmer, move(proposer, old)).perform()
            spread.spread_due()
        return found

    work(job, replace(real, check=moved_meanwhile))
    job.refresh_from_db()
    assert (job.state, job.kind) == (Job.State.QUEUED, Job.Kind.RECHECK)
    recheck.work_for_a_while()
    old.refresh_from_db()
    assert old.current_submission is not None
    assert old.current_submission.run is not None
    assert old.current_submission.run.ruleset == NEW


def test_patches_stay_with_the_set_that_is_left(old: Return, proposer: Actor, confirmer: Actor) -> None:
    Confirm(confirmer, Propose(proposer, OLD, "1500", "switch_off", "It counts guests.").perform()).perform()
    Confirm(confirmer, move(proposer, old)).perform()
    spread.spread_due()
    assert [patch.rule for patch in in_force.rows_in_force(OLD)] == ["1500"]
    assert "1500" in rulebooks.in_force(NEW).rules


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (OLD, "ruleset_same"),
        ("school-census-autumn:2025.1", "ruleset_other"),
        ("school-census-spring:2026.1", "ruleset_other"),
        ("school-census-autumn:2026.99", "ruleset_unknown"),
    ],
)
def test_only_another_released_set_of_the_collection(old: Return, proposer: Actor, to: str, code: str) -> None:
    with pytest.raises(NotPossible) as stopped:
        move(proposer, old, to)
    assert stopped.value.codes == {code}
    assert not Patch.objects.exists()


def test_one_move_at_a_time(old: Return, proposer: Actor, confirmer: Actor) -> None:
    first = move(proposer, old)
    with pytest.raises(NotPossible) as stopped:
        move(confirmer, old)
    assert stopped.value.codes == {"proposed_already"}
    Withdraw(confirmer, first).perform()
    assert move(confirmer, old).ruleset_after == NEW


def test_moving_back_is_another_move_and_no_undo(old: Return, proposer: Actor, confirmer: Actor) -> None:
    patch = Confirm(confirmer, move(proposer, old)).perform()
    spread.spread_due()
    with pytest.raises(NotPossible) as stopped:
        Undo(proposer, patch, "It was wrong.").perform()
    assert stopped.value.codes == {"is_move"}
    old.collection.refresh_from_db()
    back = Confirm(confirmer, move(proposer, old, OLD)).perform()
    spread.spread_due()
    old.collection.refresh_from_db()
    assert (back.ruleset, old.collection.ruleset) == (NEW, OLD)


def test_the_database_wants_a_collection_for_a_move_and_a_rule_for_all_else(old: Return, proposer: Actor) -> None:
    patch = move(proposer, old)
    for wrong in ({"collection": None}, {"ruleset_after": ""}, {"rule": "1500"}, {"kind": "switch_off"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Patch.objects.filter(pk=patch.pk).update(**wrong)


def test_the_pages_tell_the_story(
    old: Return,
    proposer: Actor,
    confirmer: Actor,
    browse: Callable[[Actor], Any],
) -> None:
    asked = {"target": f"{old.collection.slug} {NEW}"}
    one, another = browse(proposer), browse(confirmer)
    page = one.get(reverse("move_collection"), asked)
    assert f'<option value="{asked["target"]}" selected>' in page.content.decode()
    answer = one.post(reverse("move_collection"), {**asked, "reason": "Guests are counted right in it."})
    patch = Patch.objects.get()
    assert answer.headers["Location"] == reverse("patch", args=[patch.pk])
    page = one.get(answer.headers["Location"]).content.decode()
    assert f"{old.collection} moved to {NEW}" in page
    assert "?old=2026.1&amp;new=2026.2" in page
    assert "Confirm change" not in page
    another.post(reverse("new_preview"), {"patch": patch.pk, "collection": old.collection.slug, "la": ""})
    preview = Preview.objects.get()
    assert (preview.patch, preview.ruleset_after) == (None, NEW)
    assert previews.work(preview.pk)
    assert "Propose to move the collection to it" in one.get(reverse("preview", args=[preview.pk])).content.decode()
    page = another.get(reverse("patch", args=[patch.pk])).content.decode()
    assert reverse("preview", args=[preview.pk]) in page
    another.post(reverse("patch", args=[patch.pk]), {"decision": "confirm"})
    spread.spread_due()
    assert "Move the collection back" in one.get(reverse("patch", args=[patch.pk])).content.decode()
    assert one.get(reverse("undo_patch", args=[patch.pk])).status_code == 404
    assert f"Moved to {NEW}" in one.get(reverse("patches")).content.decode()
