"""A file full of other schools' pupils has their returns checked again once each, not again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collect.models import Event, Job, Return
from collect.services import causes, queue, recheck
from collect.services.check import work_once
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import pupil_xml, upload

pytestmark = [pytest.mark.django_db, pytest.mark.services]
MAIN = "<PupilStatus><EnrolStatus>C</EnrolStatus></PupilStatus>"


def upn(number: int) -> str:
    return f"A8232001{number:05d}"


def take_in(return_: Return, numbers: list[int], note: str = "") -> None:
    pupils = "".join(pupil_xml(upn(number), f"Name {number}", more=MAIN) for number in numbers)
    upload(return_, source_of(return_), note, pupils=pupils)
    assert work_once() is not None


@pytest.fixture
def schools(school_return: Return) -> list[Return]:
    """Three schools with a pupil each, checked."""
    found = ReturnFactory.create_batch(3, collection=school_return.collection)
    for number, return_ in enumerate(found):
        take_in(return_, [number])
    return found


def rechecks() -> int:
    return Event.objects.filter(action="rechecked").count()


def test_each_neighbour_is_checked_once_and_rests_however_often_the_file_comes(
    school_return: Return, schools: list[Return]
) -> None:
    take_in(school_return, [0, 1, 2])
    assert recheck.work_for_a_while() == 3
    for number in range(4):  # gone, there, gone, there
        take_in(school_return, [0, 1, 2] if number % 2 else [9], f"again {number}")
        assert recheck.work_for_a_while() == 0
    assert rechecks() == 3
    assert Job.objects.filter(kind=Job.Kind.RECHECK, state=Job.State.QUEUED).count() == 3
    Job.objects.filter(state=Job.State.QUEUED).update(not_before=timezone.now() - timedelta(seconds=1))
    assert recheck.work_for_a_while() == 3
    assert recheck.work_for_a_while() == 0


def test_one_file_has_so_many_others_checked_and_no_more(
    school_return: Return, schools: list[Return], settings: Any
) -> None:
    settings.COLLECT_NEIGHBOURS = 2
    take_in(schools[1], [1, 5, 6])
    take_in(schools[2], [2, 7])
    take_in(school_return, [0, 1, 2, 5, 6, 7])
    assert recheck.work_for_a_while() == 2
    assert set(Event.objects.filter(action="rechecked").values_list("for_return", flat=True)) == {
        schools[1].pk,
        schools[2].pk,
    }


def test_changed_rules_come_first_and_wait_for_no_rest(school_return: Return, schools: list[Return]) -> None:
    take_in(school_return, [0, 1])
    recheck.work_for_a_while()
    take_in(school_return, [9], "gone again")
    first, second, third = (Job.objects.get(submission__for_return=return_) for return_ in schools)
    assert (first.state, second.state, third.state) == ("queued", "queued", "done")
    take_in(school_return, [2], "the third")
    recheck.request([schools[0].pk], school_return.organisation, causes.RULES)
    # Asked for last, it is still taken first.
    Job.objects.filter(pk=first.pk).update(queued_at=timezone.now() + timedelta(minutes=1))
    taken = [queue.claim("worker", Job.Kind.RECHECK) for _ in range(3)]
    assert [job and job.pk for job in taken] == [first.pk, third.pk, None]
