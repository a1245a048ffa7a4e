"""The job table as a queue: turns, leases, the sweeper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Event, Job, Notification, Return, Submission
from collect.services import queue
from collect.services.check import work_once
from tests.collect.factories import ReturnFactory, agent_of, source_of
from tests.collect.support import tools, upload

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def waiting(actor: Actor, count: int) -> list[Submission]:
    """Files of as many schools, all uploaded by ``actor``'s organisation."""
    return [upload(return_, actor) for return_ in ReturnFactory.create_batch(count)]


def taken() -> list[Submission]:
    order = []
    while job := queue.claim("worker"):
        order.append(job.submission)
    return order


def test_organisations_take_turns(school_return: Return) -> None:
    """An LA that uploads three files does not hold up the school that comes after with one."""
    first, second, third = waiting(agent_of(school_return), 3)
    mine = upload(school_return, source_of(school_return))
    assert taken() == [first, mine, second, third]


def test_one_with_a_file_in_hand_waits_for_those_with_none(school_return: Return) -> None:
    _, second = waiting(agent_of(school_return), 2)
    queue.claim("worker")
    mine = upload(school_return, source_of(school_return))
    assert taken() == [mine, second]


def test_the_place_in_the_queue_is_the_order_of_taking(school_return: Return) -> None:
    agent = agent_of(school_return)
    submissions = waiting(agent, 3)
    assert [queue.place(submission.job) for submission in submissions] == [1, 2, 3]
    queue.claim("worker")
    submissions[0].job.refresh_from_db()
    assert queue.place(submissions[0].job) is None


def test_a_job_is_taken_once(school_return: Return) -> None:
    upload(school_return, source_of(school_return))
    assert queue.claim("one") is not None
    assert queue.claim("other") is None


@pytest.mark.logs("check taken back")
def test_the_lease_is_kept_by_its_holder_only(school_return: Return) -> None:
    upload(school_return, source_of(school_return))
    held = queue.claim("one")
    assert held is not None
    queue.beat(held, Job.Stage.SCANNED, 10)
    assert Job.objects.get().percent == 10
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    queue.sweep()
    with pytest.raises(queue.LeaseLost):
        queue.beat(held)


@pytest.mark.logs("check taken back")
def test_a_silent_workers_job_is_queued_again(
    school_return: Return, rung: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    upload(school_return, source_of(school_return))
    queue.claim("dies")
    assert queue.sweep() == {"taken_back": 0, "rung": 0}
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert queue.sweep()["taken_back"] == 1
    job = Job.objects.get()
    assert (job.state, job.stage, job.percent) == (Job.State.QUEUED, Job.Stage.RECEIVED, 0)
    assert rung == [("check_next", (job.pk,))]


@pytest.mark.logs("check taken back")
def test_a_worker_that_takes_too_long_loses_its_job(school_return: Return) -> None:
    upload(school_return, source_of(school_return))
    queue.claim("slow")
    Job.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert queue.sweep()["taken_back"] == 1


def test_a_bell_that_nobody_heard_is_rung_again_once(school_return: Return, rung: list[Any]) -> None:
    upload(school_return, source_of(school_return))
    assert queue.sweep()["rung"] == 0
    Job.objects.update(rung_at=timezone.now() - timedelta(minutes=5))
    assert queue.sweep()["rung"] == 1
    assert queue.sweep()["rung"] == 0
    assert len(rung) == 1


@pytest.mark.logs("check taken back", "check given up")
def test_a_job_whose_workers_always_die_is_given_up(school_return: Return, settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 2
    upload(school_return, source_of(school_return))
    for _ in range(2):
        queue.claim("dies")
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        queue.sweep()
    assert Job.objects.get().state == Job.State.FAILED
    assert Submission.objects.get().state == Submission.State.FAILED
    assert Event.objects.get(action="check_failed").details["why"] == "was not heard of"
    assert Notification.objects.count() == 1
    assert queue.claim("another") is None


@pytest.mark.logs("check given up")
def test_after_a_failed_check_the_return_can_be_acted_on(school_return: Return, settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 1
    actor = source_of(school_return)
    upload(school_return, actor)
    queue.claim("dies")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    queue.sweep()
    again = upload(school_return, actor)
    assert again.number == 2
    work_once(tools())
    school_return.refresh_from_db()
    assert school_return.current_submission == again


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_job() -> None:
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    from django.db import connections

    return_ = ReturnFactory.create()
    waiting(agent_of(return_), 6)

    def take(_: int) -> list[int]:
        try:
            found = []
            while job := queue.claim("worker"):
                found.append(job.pk)
            return found
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        started = [pool.submit(copy_context().run, take, number) for number in range(3)]
        jobs = [pk for taking in started for pk in taking.result()]
    assert len(jobs) == len(set(jobs)) == 6
    assert set(Job.objects.values_list("fence", "attempts")) == {(1, 1)}
