"""A worker whose job was given to another one writes nothing, although the job is running again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collect.models import Event, Job, Notification, Receipt, Return, Submission
from collect.services import check, queue, recheck, settle
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import pupil_xml, query, tools, upload
from validation.models import Finding, Run

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.logs("check taken back")]


def held_by_two(kind: str = Job.Kind.CHECK) -> tuple[Job, Job]:
    """The job as a worker holds it that was silent too long, and as the one does who has it now."""
    late = queue.claim("late", kind)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert queue.sweep()["taken_back"] == 1
    now = queue.claim("now", kind)
    assert late is not None
    assert now is not None
    assert (late.pk, late.fence < now.fence) == (now.pk, True)
    return late, now


def everything() -> dict[str, Any]:
    """All that a check or a recheck could write."""
    return {
        **{model.__name__: model._default_manager.count() for model in (Run, Finding, Event, Receipt, Notification)},
        "returns": list(Return.objects.order_by("pk").values()),
        "submissions": list(Submission.objects.order_by("pk").values()),
        "jobs": list(Job.objects.order_by("pk").values()),
    }


def test_a_late_check_settles_nothing(school_return: Return) -> None:
    upload(school_return, source_of(school_return), pupils=pupil_xml())
    late, now = held_by_two()
    result = check._attempt(now, tools([query(1)]))
    before = everything()
    with pytest.raises(queue.LeaseLost):
        settle.settle(late, result)
    assert everything() == before
    settle.settle(now, result)
    assert Run.objects.count() == 1


def test_a_late_recheck_settles_nothing(school_return: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(school_return, source_of(school_return), pupils=pupil_xml())
    check.work_once(tools())
    recheck.request([school_return.pk], school_return.organisation, "test")
    late, now = held_by_two(Job.Kind.RECHECK)
    result = recheck.attempt(now)
    before = everything()
    with pytest.raises(queue.LeaseLost):
        recheck.settle(late, result)
    assert everything() == before


@pytest.mark.parametrize(
    "write",
    [
        lambda job: queue.put_back(job, "Waiting", 30),
        lambda job: queue.drop(job, "KeyError"),
        lambda job: queue.free("late"),
    ],
    ids=["put back", "drop", "free"],
)
def test_a_late_worker_moves_nothing(school_return: Return, write: Callable[[Job], object]) -> None:
    upload(school_return, source_of(school_return))
    late, _ = held_by_two()
    before = everything()
    write(late)
    assert everything() == before


def test_what_a_killed_process_held_is_free_at_once_and_once(school_return: Return) -> None:
    upload(school_return, source_of(school_return))
    other = ReturnFactory.create()
    upload(other, source_of(other))
    mine, theirs = queue.claim("killed"), queue.claim("alive")
    assert mine is not None
    assert theirs is not None
    assert queue.free("killed") == 1
    assert queue.free("killed") == 0
    freed = Job.objects.get(pk=mine.pk)
    assert (freed.state, freed.fence, freed.attempts) == (Job.State.QUEUED, mine.fence + 1, 1)
    assert Job.objects.get(pk=theirs.pk).state == Job.State.RUNNING
