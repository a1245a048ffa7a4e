"""What would it do? One batch in the background, its answer kept once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Return, Standing
from rulechanges.actions import Confirm, Propose
from rulechanges.models import Patch, Preview, PreviewRule, PreviewSchool
from rulechanges.services import previews
from rulechanges.tasks import run_preview
from tests.collect.factories import ReturnFactory
from tests.factories import LocalAuthority, School
from tests.rulechanges.conftest import take_in

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Failing = Callable[..., Standing]


def proposal(actor: Actor, return_: Return, rule: str, **said: Any) -> Patch:
    wanted = {"kind": "switch_off", "reason": "It counts guests.", **said}
    return Propose(actor, return_.collection.ruleset, rule, **wanted).perform()


def test_a_proposal_shows_what_would_disappear_by_rule_and_by_school(
    checked: Return, failing: Failing, proposer: Actor
) -> None:
    standing = failing()
    other = take_in(ReturnFactory.create(collection=checked.collection))
    ReturnFactory.create(collection=checked.collection)
    patch = proposal(proposer, checked, standing.rule)
    preview = previews.ask(proposer, checked.collection, patch=patch)
    assert previews.work(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.percent, preview.returns, preview.unread) == ("done", 100, 2, 0)
    row = PreviewRule.objects.get(preview=preview)
    found = Standing.objects.filter(rule=standing.rule)
    number = sum(s.failures for s in found)
    assert (row.rule, row.level_before, row.level_after) == (standing.rule, "error", "")
    assert (row.before, row.after, row.appear, row.disappear, row.schools) == (number, 0, 0, number, 2)
    assert {sample["return"] for sample in row.samples} <= {str(checked.pk), str(other.pk)}
    schools = {s.for_return_id: s for s in PreviewSchool.objects.filter(preview=preview)}
    assert set(schools) == {checked.pk, other.pk}
    assert schools[checked.pk].errors_change == -standing.failures
    # Nothing changed by asking.
    assert Standing.objects.get(pk=standing.pk).failures == standing.failures


def test_one_local_authority_only(checked: Return, failing: Failing, proposer: Actor) -> None:
    elsewhere = ReturnFactory.create(collection=checked.collection, organisation=School.create(la_number="801"))
    take_in(elsewhere)
    patch = proposal(proposer, checked, failing().rule)
    preview = previews.ask(proposer, checked.collection, patch=patch, la=LocalAuthority.create(la_number="801"))
    previews.work(preview.pk)
    assert {s.for_return_id for s in PreviewSchool.objects.filter(preview=preview)} == {elsewhere.pk}


def test_a_confirmed_change_is_compared_with_the_rules_without_it(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    patch = proposal(proposer, checked, failing().rule, kind="set_level", level="query")
    Confirm(confirmer, patch).perform()
    preview = previews.ask(proposer, checked.collection, patch=patch)
    previews.work(preview.pk)
    row = PreviewRule.objects.get(preview=preview)
    assert (row.level_before, row.level_after) == ("error", "query")
    assert row.appear == row.disappear == row.before


def test_another_released_set(checked: Return, proposer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from validation import book

    newest = book.rulebook(checked.collection.type_code, checked.collection.year).coordinate
    preview = previews.ask(proposer, checked.collection, ruleset_after=newest)
    assert previews.work(preview.pk)
    preview.refresh_from_db()
    assert preview.state == "done"
    assert preview.returns == 1
    if newest == checked.collection.ruleset:
        assert not preview.rules.exists()


def test_asked_twice_while_it_waits_it_is_one(checked: Return, failing: Failing, proposer: Actor) -> None:
    patch = proposal(proposer, checked, failing().rule)
    one = previews.ask(proposer, checked.collection, patch=patch)
    assert previews.ask(proposer, checked.collection, patch=patch) == one
    previews.work(one.pk)
    assert previews.ask(proposer, checked.collection, patch=patch) != one


def test_it_is_run_once_however_often_its_bell_rings(checked: Return, failing: Failing, proposer: Actor) -> None:
    preview = previews.ask(proposer, checked.collection, patch=proposal(proposer, checked, failing().rule))
    assert previews.work(preview.pk)
    assert not previews.work(preview.pk)
    assert PreviewRule.objects.count() == 1


@pytest.mark.logs("preview thrown away")
def test_a_process_that_was_killed_at_it_loses_it_at_once(
    checked: Return, failing: Failing, proposer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = previews.ask(proposer, checked.collection, patch=proposal(proposer, checked, failing().rule))

    def killed(held: Preview) -> previews.Answer:
        run_preview.process_lost("machine:1", str(held.pk))
        return previews.Answer()

    monkeypatch.setattr(previews, "run", killed)
    assert not previews.work(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.attempts) == ("queued", 1)


@pytest.mark.logs("preview thrown away")
def test_a_worker_that_is_silent_loses_it_and_its_late_answer_is_thrown_away(
    checked: Return, failing: Failing, proposer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = previews.ask(proposer, checked.collection, patch=proposal(proposer, checked, failing().rule))
    run = previews.run

    def sleeps(held: Preview) -> previews.Answer:
        Preview.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        previews.sweep()
        return run(held)

    monkeypatch.setattr(previews, "run", sleeps)
    assert not previews.work(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.rules.count()) == ("queued", 0)
    monkeypatch.undo()
    assert previews.work(preview.pk)
    assert preview.rules.count() == 1


@pytest.mark.logs("preview stopped")
def test_what_always_fails_is_given_up(
    checked: Return, failing: Failing, proposer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = previews.ask(proposer, checked.collection, patch=proposal(proposer, checked, failing().rule))

    def broken(_: Preview) -> previews.Answer:
        raise OSError

    monkeypatch.setattr(previews, "run", broken)
    for _ in range(3):
        assert not previews.work(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.last_error) == ("failed", "OSError")


def test_a_return_whose_tables_are_gone_is_counted_apart(
    checked: Return, failing: Failing, proposer: Actor, files: Path
) -> None:
    import shutil

    patch = proposal(proposer, checked, failing().rule)
    assert checked.current_submission is not None
    shutil.rmtree(checked.current_submission.tables_folder)
    preview = previews.ask(proposer, checked.collection, patch=patch)
    previews.work(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.returns, preview.unread) == ("done", 1, 1)
