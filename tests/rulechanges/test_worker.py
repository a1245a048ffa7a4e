"""A real worker, killed while it checks returns again and while it runs a preview: everything is done, once."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from collect.models import Event, Job, Receipt, Return, Standing, Submission
from collect.tasks import sweep
from rulechanges.actions import Confirm, Propose
from rulechanges.models import Preview, Recheck
from rulechanges.services import previews, spread
from tests.collect.factories import ReturnFactory, agent_of, collector
from tests.collect.support import pupil_xml, upload
from tests.waiting import until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
Start = Callable[[], subprocess.Popen[bytes]]


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.mark.logs("check taken back")
def test_a_worker_killed_among_rechecks(start_worker: Start) -> None:
    worker = start_worker()
    returns = ReturnFactory.create_batch(6)
    agent = agent_of(returns[0])
    many = "".join(pupil_xml(f"A8232001{number:05d}", f"Name {number}") for number in range(400))
    for return_ in returns:
        upload(return_, agent, pupils=many)
    assert until(lambda: Submission.objects.filter(state="checked").count() == 6, meanwhile=sweep)
    rule = Standing.objects.filter(level="error").first()
    assert rule is not None
    patch = Propose(collector(), returns[0].collection.ruleset, rule.rule, "switch_off", "It counts guests.").perform()
    Confirm(collector(), patch).perform()
    spread.spread_due()
    assert until(lambda: Job.objects.filter(kind="recheck", state="done").exists(), meanwhile=sweep)
    kill(worker)
    # The leases run out: a minute, without waiting for it. Those of the next worker do not.
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    sweep()
    assert until(lambda: Job.objects.filter(kind="recheck", state="done").count() == 6, meanwhile=sweep)
    assert Recheck.objects.filter(patch=patch).count() == 6
    assert not Standing.objects.filter(rule=rule.rule).exists()
    for return_ in Return.objects.all():
        assert Event.objects.filter(for_return=return_, action="rechecked").count() == 1
        assert Receipt.objects.filter(submission__for_return=return_).count() == 1


def test_a_worker_killed_in_a_preview(start_worker: Start) -> None:
    worker = start_worker()
    return_ = ReturnFactory.create()
    upload(return_, agent_of(return_), pupils=pupil_xml("A823200111001"))
    assert until(lambda: Submission.objects.filter(state="checked").exists(), meanwhile=sweep)
    rule = Standing.objects.filter(level="error").first()
    assert rule is not None
    proposer = collector()
    patch = Propose(proposer, return_.collection.ruleset, rule.rule, "switch_off", "It counts guests.").perform()
    preview = previews.ask(proposer, return_.collection, patch=patch)
    assert until(lambda: Preview.objects.filter(pk=preview.pk).exclude(state="queued").exists())
    kill(worker)
    Preview.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    previews.sweep()
    assert until(lambda: Preview.objects.filter(pk=preview.pk, state="done").exists())
    assert preview.rules.get().disappear == rule.failures
