"""So many files an hour from one organisation, and not one that a return needs less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.templatetags.portal import moment
from collect.actions import NotPossible, Upload
from collect.actions.new_file import TOO_MANY
from collect.models import Return, Submission
from tests.collect.factories import ReturnFactory, agent_of, source_of
from tests.collect.support import upload, xml

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.COLLECT_FILES_AN_HOUR = 2


def bring(return_: Return, count: int, actor: Any = None) -> list[Submission]:
    return [upload(return_, actor or source_of(return_), f"file {number}") for number in range(count)]


def test_too_many_are_refused_with_when_the_next_is_taken(
    school_return: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = timezone.now()

    def at(minutes: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: began + timedelta(minutes=minutes))

    actor = source_of(school_return)
    for number, minutes in enumerate([0, 5, 50]):
        at(minutes)
        upload(school_return, actor, f"file {number}")
    at(51)
    with pytest.raises(NotPossible) as stopped:
        upload(school_return, actor, "one more")
    assert stopped.value.codes == {TOO_MANY}
    # When the first has left the hour, one of the two that are left counts as the first of its return.
    assert moment(began + timedelta(minutes=61)) in str(stopped.value)
    assert Submission.objects.count() == 3
    at(61)
    upload(school_return, actor, "one more")


def test_an_authority_brings_one_for_each_of_its_schools(school_return: Return) -> None:
    agent = agent_of(school_return)
    for return_ in ReturnFactory.create_batch(6, collection=school_return.collection):
        upload(return_, agent)


def test_another_organisation_is_not_held_up(school_return: Return) -> None:
    bring(school_return, 3, agent_of(school_return))
    upload(school_return, source_of(school_return), "mine")


def test_large_files_count_by_their_size(school_return: Return, settings: Any) -> None:
    settings.COLLECT_FILES_AN_HOUR, settings.COLLECT_BYTES_AN_HOUR = 60, 2 * len(xml(school_return))
    with pytest.raises(NotPossible):
        bring(school_return, 9)
    assert Submission.objects.count() < 5


def test_the_page_says_it_before_a_file_is_chosen_and_keeps_nothing(school_return: Return, act: Any) -> None:
    bring(school_return, 3)
    client = act(school_return.organisation, "view", "edit")
    for answer in (
        client.get(f"/returns/{school_return.pk}/upload/"),
        client.post(f"/returns/{school_return.pk}/upload/"),
    ):
        assert "sent more files in the last hour" in answer.content.decode()
    assert Upload(source_of(school_return), school_return).too_many()
