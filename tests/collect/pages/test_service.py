"""Service health: what answers, what waits, and trying again what was given up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.scope import Actor
from census.connections import prepare_broker
from collect.actions import NotPossible
from collect.actions.try_again import TryAgain
from collect.models import Event, Job, Return, Submission
from collect.selectors.history import in_words
from collect.services.check import Tools, work_once
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import tools, upload
from tests.factories import DfE, School, Somebody, member
from tests.test_access_matrix import with_second_step

pytestmark = [pytest.mark.django_db, pytest.mark.logs("check given up", "check stopped", "storage unavailable")]
PAGE = "/service/"


@pytest.fixture(autouse=True)
def one_attempt(settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 1
    prepare_broker()


@pytest.fixture
def staff() -> Client:
    return with_second_step(member(DfE.create(), person__is_superuser=True).person)


def give_up(return_: Return, problem: Exception) -> Submission:
    submission = upload(return_, source_of(return_))

    def stop(*_: Any) -> Any:
        raise problem

    work_once(Tools(check=stop))
    submission.refresh_from_db()
    return submission


@pytest.fixture
def given_up(school_return: Return) -> list[Submission]:
    """Two stopped by one thing, one by another."""
    returns = [school_return, *ReturnFactory.create_batch(2, collection=school_return.collection)]
    problems = [RuntimeError("a"), RuntimeError("b"), KeyError("c")]
    return [give_up(return_, problem) for return_, problem in zip(returns, problems, strict=True)]


def test_nobody_else_finds_it(given_up: list[Submission]) -> None:
    dfe = DfE.create()
    once = Client()
    once.force_login(member(dfe, person__is_superuser=True).person)
    people = [Somebody.create(), member(School.create(), person__is_superuser=True).person, member(dfe, "edit").person]
    for client in [once, *map(with_second_step, people)]:
        assert {client.get(PAGE).status_code, client.post(PAGE).status_code} <= {403, 404}
    cause = Job.objects.get(submission=given_up[0]).last_error
    with pytest.raises(NotPossible) as stopped:
        TryAgain(Actor.of(member(dfe, "edit", "authorise")), "why", cause=cause).perform()
    assert stopped.value.codes == {"not_yours"}
    assert Job.objects.filter(state=Job.State.FAILED).count() == 3


def test_all_that_one_thing_stopped_is_tried_again_and_told(staff: Client, given_up: list[Submission]) -> None:
    page = staff.get(PAGE).content.decode()
    cause = Job.objects.get(submission=given_up[0]).last_error
    assert "RuntimeError" in cause
    assert "2 checks" in page
    answer = staff.post(PAGE, {"cause": cause, "reason": "The disk was full."}, follow=True)
    assert "2 checks will be tried again." in answer.content.decode()
    assert Job.objects.filter(state=Job.State.QUEUED).count() == 2
    event = Event.objects.filter(action="try_again", for_return=given_up[0].for_return).get()
    line = in_words(event)
    assert (line.what, line.said) == ("Had the check of file 1 tried again", "The disk was full.")
    given_up[0].refresh_from_db()
    assert given_up[0].is_in_hand  # and its page says that it waits its turn
    while work_once(tools()):
        pass
    given_up[0].refresh_from_db()
    assert given_up[0].state == Submission.State.CHECKED


def test_one_is_tried_again(staff: Client, given_up: list[Submission]) -> None:
    job = Job.objects.get(submission=given_up[2])
    staff.post(PAGE, {"job": job.pk, "cause": job.last_error, "reason": "Mended."})
    assert list(Job.objects.filter(state=Job.State.QUEUED)) == [job]
    again = staff.post(PAGE, {"job": job.pk, "reason": "Twice."}).content.decode()
    assert "None of these checks" in again
    assert Event.objects.filter(action="try_again").count() == 1


def test_without_a_reason_nothing_is_tried_again(staff: Client, given_up: list[Submission]) -> None:
    assert "Enter a reason" in staff.post(PAGE, {"cause": "", "reason": "  "}).content.decode()
    assert Job.objects.filter(state=Job.State.FAILED).count() == 3
    with pytest.raises(NotPossible):
        TryAgain(Actor.of(member(DfE.create(), person__is_superuser=True)), " ", cause="").perform()


def test_what_is_waited_for_and_what_does_not_answer_is_seen(
    staff: Client, school_return: Return, tmp_path: Any, settings: Any
) -> None:
    give_up(school_return, OSError(28, "No space left on device"))
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    settings.MEDIA_ROOT = str(blocked)
    page = staff.get(PAGE).content.decode()
    assert "There is no space left for files: 1 check" in page
    assert "storage not written" in page


def test_a_check_that_took_a_slow_way_is_shown(staff: Client, school_return: Return) -> None:
    words = "preparing 266 rules together failed (DuplicateError): each was prepared alone"
    assert "Checks that were slow" not in staff.get(PAGE).content.decode()
    submission = upload(school_return, source_of(school_return))
    assert work_once(tools(fallbacks=[words])) is not None
    submission.refresh_from_db()
    assert submission.run is not None
    assert submission.run.fallbacks == [words]
    assert f"{words}: 1 time, first" in staff.get(PAGE).content.decode()
