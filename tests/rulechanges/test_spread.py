"""A change reaches the returns that it touches: checked again once, from their tables, and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.scope import Actor
from collect.actions import Chosen, Explain
from collect.models import Event, Explanation, Job, Notification, Receipt, Return, Standing, Submission
from collect.selectors.counts import counts
from collect.selectors.history import in_words
from collect.services import queue, recheck
from collect.services.check import work_once
from rulechanges.actions import Confirm, Propose, Undo
from rulechanges.models import Patch, Recheck
from rulechanges.services import spread
from tests.collect.factories import ReturnFactory, agent_of, source_of
from tests.collect.support import pupil_xml, put, upload
from tests.rulechanges.conftest import take_in
from validation.models import Finding, RuleCount, Run
from validation.store import read_findings

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Failing = Callable[..., Standing]


def change(proposer: Actor, confirmer: Actor, rule: str, kind: str = "switch_off", level: str = "") -> Patch:
    ruleset = Return.objects.select_related("collection").first().collection.ruleset  # type: ignore[union-attr]
    patch = Propose(proposer, ruleset, rule, kind, "It counts guests.", level=level).perform()
    return Confirm(confirmer, patch).perform()


def test_a_rule_switched_off_is_gone_from_the_returns_that_it_touches(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    standing, before = failing(), counts(checked)
    untouched = ReturnFactory.create(collection=checked.collection)
    submission = checked.current_submission
    assert submission is not None
    old_run, receipt = submission.run, Receipt.objects.get()
    someone, reader = agent_of(checked, "view", "approve"), source_of(checked, "view")
    Notification.objects.all().delete()
    patch = change(proposer, confirmer, standing.rule)
    assert spread.spread_due() == 1
    assert Recheck.objects.get().for_return == checked
    assert spread.progress(patch).percent == 0
    assert recheck.work_for_a_while() == 1
    assert spread.progress(patch).is_over

    checked.refresh_from_db()
    submission.refresh_from_db()
    after = counts(checked)
    assert after.errors == before.errors - standing.failures
    assert not Standing.objects.filter(for_return=checked, rule=standing.rule).exists()
    assert standing.rule not in read_findings(submission.tables_folder)["rule"].to_list()
    assert submission.run != old_run
    assert submission.run is not None
    assert submission.run.patches == [str(patch.pk)]
    assert not Finding.objects.filter(run=old_run).exists()
    assert RuleCount.objects.filter(run=old_run).exists()
    # No file, no receipt and no status came of it; the history says what happened.
    assert Submission.objects.count() == 1
    assert Receipt.objects.get() == receipt
    event = Event.objects.filter(for_return=checked).first()
    assert event is not None
    assert (event.action, event.status_before, event.status_after) == ("rechecked", "loaded", "loaded")
    assert "again, because DfE changed the rules" in in_words(event).what
    # Everybody whom it concerns is told once.
    told = list(Notification.objects.values_list("to", flat=True))
    assert len(told) == len(set(told))
    assert someone.person.pk in told
    assert reader.person.pk not in told
    assert "checked your return again" in Notification.objects.first().body  # type: ignore[union-attr]
    assert not Event.objects.filter(for_return=untouched).exists()


def test_the_next_file_is_checked_with_the_change(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    rule = failing().rule
    change(proposer, confirmer, rule)
    take_in(checked, note="next")
    assert not Standing.objects.filter(for_return=checked, rule=rule).exists()
    assert Event.objects.filter(action="checked").first().details["patches"]  # type: ignore[union-attr]


def test_an_error_made_a_query_moves_and_explanations_stay(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    query, error = failing("query"), failing("error")
    actor = source_of(checked)
    text = "Told by the family when they moved here from Leeds in May."
    Explain(actor, checked, Chosen(rule=query.rule), text, reason="other").perform()
    before = counts(checked)
    assert before.queries_explained
    change(proposer, confirmer, error.rule, "set_level", "query")
    spread.spread_due()
    recheck.work_for_a_while()
    after = counts(checked)
    assert after.errors == before.errors - error.failures
    assert after.queries == before.queries + error.failures
    assert after.queries_explained == before.queries_explained
    assert Explanation.objects.get(rule=query.rule).raised
    # The error made a query needs a reason: a tick was never meant for it.
    checked.refresh_from_db()
    stopped = Explain(actor, checked, Chosen(rule=error.rule), confirmed=True).form_problems()
    assert "text_missing" in {reason.code for reason in stopped}


def test_undone_every_return_is_checked_with_the_rule_again(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    before, rule = counts(checked), failing().rule
    patch = change(proposer, confirmer, rule)
    spread.spread_due()
    recheck.work_for_a_while()
    other = take_in(ReturnFactory.create(collection=checked.collection))
    undo = Undo(proposer, patch, "It was right.").perform()
    Confirm(confirmer, undo).perform()
    spread.spread_due()
    # Where it was off nobody knows whom it touches: every return with a file.
    assert set(undo.rechecks.values_list("for_return", flat=True)) == {checked.pk, other.pk}
    recheck.work_for_a_while()
    assert counts(checked).errors == before.errors
    checked.refresh_from_db()
    assert checked.current_submission is not None
    assert checked.current_submission.run is not None
    assert checked.current_submission.run.patches == []


def test_a_change_that_touches_nothing_in_a_return_tells_nobody(
    checked: Return, proposer: Actor, confirmer: Actor
) -> None:
    submission = checked.current_submission
    assert submission is not None
    Notification.objects.all().delete()
    version = checked.version
    recheck.request([checked.pk], proposer.organisation, "asked")
    recheck.work_for_a_while()
    checked.refresh_from_db()
    assert checked.version == version
    assert not Notification.objects.exists()
    event = Event.objects.filter(action="rechecked").get()
    assert event.details["changed"] is False


def test_a_start_to_come_is_spread_when_it_has_come(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    rule = failing().rule
    patch = Propose(
        proposer,
        checked.collection.ruleset,
        rule,
        "switch_off",
        "Later.",
        starts_at=timezone.now() + timedelta(hours=1),
    ).perform()
    Confirm(confirmer, patch).perform()
    assert spread.spread_due() == 0
    Patch.objects.update(starts_at=timezone.now())
    assert spread.spread_due() == 1
    assert spread.spread_due() == 0
    assert spread.spread(patch.pk) is False
    assert Recheck.objects.count() == 1


def test_a_submitted_return_stays_submitted(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    put(checked, "submitted")  # type: ignore[arg-type]
    change(proposer, confirmer, failing().rule)
    spread.spread_due()
    recheck.work_for_a_while()
    checked.refresh_from_db()
    assert checked.status == "submitted"


def test_a_check_that_read_the_rules_before_the_change_is_done_again(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    """A new file is being checked while the rules change: what it found is not left standing."""
    from collect.services import check as checking
    from collect.services.settle import settle

    rule = failing().rule
    submission = upload(checked, source_of(checked), "newer", pupils=pupil_xml("A823200111001"))
    job = queue.claim("slow")
    assert job is not None
    result = checking._attempt(job, checking.Tools())
    change(proposer, confirmer, rule)
    spread.spread_due()
    settle(job, result)
    checked.refresh_from_db()
    assert checked.current_submission == submission
    job.refresh_from_db()
    assert (job.kind, job.state) == ("recheck", "queued")
    recheck.work_for_a_while()
    assert not Standing.objects.filter(for_return=checked, rule=rule).exists()


def test_the_late_result_of_a_worker_that_lost_its_job_is_thrown_away(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    first = failing().rule
    change(proposer, confirmer, first)
    spread.spread_due()
    slow = queue.claim("slow", Job.Kind.RECHECK)
    assert slow is not None
    late = recheck.attempt(slow)
    second = Standing.objects.filter(for_return=checked).exclude(rule=first).first()
    assert second is not None
    change(proposer, confirmer, second.rule)
    spread.spread_due()
    with pytest.raises(queue.LeaseLost):
        recheck.settle(slow, late)
    assert recheck.work_for_a_while() == 1
    checked.refresh_from_db()
    assert checked.current_submission is not None
    assert checked.current_submission.run is not None
    assert len(checked.current_submission.run.patches) == 2
    assert Event.objects.filter(action="rechecked").count() == 1
    assert Run.objects.count() == 2


def test_a_newer_file_makes_the_recheck_of_the_old_one_moot(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor
) -> None:
    patch = change(proposer, confirmer, failing().rule)
    spread.spread_due()
    take_in(checked, note="newer")
    recheck.work_for_a_while()
    assert not Event.objects.filter(action="rechecked").exists()
    assert spread.progress(patch).is_over


def test_a_new_file_goes_before_rechecks(checked: Return, failing: Failing, proposer: Actor, confirmer: Actor) -> None:
    change(proposer, confirmer, failing().rule)
    spread.spread_due()
    other = ReturnFactory.create(collection=checked.collection)
    upload(other, source_of(other))
    assert recheck.work_for_a_while() == 0
    assert work_once() is not None
    assert recheck.work_for_a_while() == 1


@pytest.mark.logs("check given up", "recheck stopped")
def test_a_recheck_that_always_fails_is_given_up_and_blames_nobody(
    checked: Return,
    failing: Failing,
    proposer: Actor,
    confirmer: Actor,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
) -> None:
    settings.COLLECT_ATTEMPTS = 1  # type: ignore[attr-defined]
    before = counts(checked)
    patch = change(proposer, confirmer, failing().rule)
    spread.spread_due()

    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(recheck, "copy_tables", broken)
    Notification.objects.all().delete()
    recheck.work_for_a_while()
    assert spread.progress(patch)["failed"] == 1
    assert counts(checked) == before
    submission = checked.current_submission
    assert submission is not None
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHECKED
    assert Event.objects.filter(action="recheck_failed").exists()
    assert not Notification.objects.exists()
    monkeypatch.undo()
    assert queue.try_again(submission.job)
    recheck.work_for_a_while()
    assert spread.progress(patch).percent == 100


def test_the_sweeper_rings_when_nobody_works(
    checked: Return, failing: Failing, proposer: Actor, confirmer: Actor, rung: list[tuple[str, tuple[object, ...]]]
) -> None:
    change(proposer, confirmer, failing().rule)
    spread.spread_due()
    rung.clear()
    queue.sweep()
    assert [name for name, _ in rung] == ["recheck_next"]
