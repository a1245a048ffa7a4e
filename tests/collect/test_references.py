"""Returns of other schools are looked at: the same child on roll twice in one collection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from collect.models import Collection, Event, Return
from collect.selectors.history import in_words
from collect.services import recheck
from collect.services.check import Tools, work, work_once
from collect.services.queue import claim
from collect.services.references import known_by
from schemas import collections
from tests.collect.factories import CollectionFactory, ReturnFactory, source_of
from tests.collect.support import pupil_xml, upload
from validation.book import rulebook
from validation.build import Reference
from validation.models import Finding, RuleCount

pytestmark = [pytest.mark.django_db, pytest.mark.services]
UPN = "A823200111001"
MAIN = "<PupilStatus><EnrolStatus>C</EnrolStatus></PupilStatus>"
GUEST = MAIN.replace("C</", "G</")


def take_in(return_: Return, upn: str = UPN, more: str = MAIN, note: str = "") -> bool:
    """Check a file with one pupil. Gives whether another school is said to hold the pupil too."""
    upload(return_, source_of(return_), note, pupils=pupil_xml(upn, more=more))
    assert work_once() is not None
    return_.refresh_from_db()
    assert return_.current_submission is not None
    run = return_.current_submission.run
    assert not RuleCount.objects.filter(run=run, rule="PX03", status="skipped").exists()
    return Finding.objects.filter(run=run, rule="PX03").exists()


def test_a_pupil_with_two_main_registrations_is_told_to_the_second_school(school_return: Return) -> None:
    other = ReturnFactory.create(collection=school_return.collection)
    assert not take_in(school_return)
    assert take_in(other)
    assert take_in(school_return, note="again")


def test_a_guest_elsewhere_is_no_second_main_registration(school_return: Return) -> None:
    other = ReturnFactory.create(collection=school_return.collection)
    take_in(other, more=GUEST)
    assert not take_in(school_return)


def test_another_collection_does_not_count(school_return: Return) -> None:
    practice = CollectionFactory.create(blade=Collection.Blade.FAMILIARISATION)
    take_in(ReturnFactory.create(collection=practice))
    assert not take_in(school_return)


@pytest.fixture
def newest(school_return: Return) -> Return:
    """A return of a collection that is checked with the newest rule set."""
    collection = school_return.collection
    collection.ruleset = rulebook(collection.type_code, collection.year).coordinate
    collection.save(update_fields=["ruleset"])
    return school_return


def told(return_: Return, rule: str) -> int:
    """How many findings of a rule the current file has."""
    return_.refresh_from_db()
    assert return_.current_submission is not None
    return Finding.objects.filter(run=return_.current_submission.run, rule=rule).count()


def test_the_first_school_is_told_when_the_second_reports_the_pupil_and_when_it_no_longer_does(
    school_return: Return, settings: Any
) -> None:
    settings.COLLECT_NEIGHBOUR_REST_SECONDS = 0
    other = ReturnFactory.create(collection=school_return.collection)
    take_in(school_return)
    take_in(other)
    assert told(school_return, "PX03") == 0
    assert recheck.work_for_a_while() == 1
    assert told(school_return, "PX03") == 1
    event = Event.objects.filter(for_return=school_return).latest("pk")
    assert "because a return that holds the same person changed" in str(in_words(event))
    take_in(other, more=GUEST, note="corrected")
    recheck.work_for_a_while()
    assert told(school_return, "PX03") == 0


def test_nobody_is_checked_again_for_a_file_with_the_same_people(school_return: Return) -> None:
    other = ReturnFactory.create(collection=school_return.collection)
    take_in(school_return)
    take_in(other)
    recheck.work_for_a_while()
    take_in(other, note="again")
    assert recheck.work_for_a_while() == 0


def test_a_guest_is_queried_until_the_main_school_reports_the_pupil(newest: Return) -> None:
    main = ReturnFactory.create(collection=newest.collection)
    take_in(newest, more=GUEST)
    assert told(newest, "PX04") == 1
    take_in(main)
    recheck.work_for_a_while()
    assert told(newest, "PX04") == 0


def test_the_same_child_under_two_upns_is_queried_at_both_schools(newest: Return) -> None:
    other = ReturnFactory.create(collection=newest.collection)
    take_in(newest)
    take_in(other, upn="X823200125012")
    recheck.work_for_a_while()
    assert (told(newest, "PX05"), told(other, "PX05")) == (1, 1)
    finding = Finding.objects.filter(rule="PX05").first()
    assert finding is not None
    # The other school's number of the child is not this school's to see.
    assert "X823200125012" not in str(finding.values) or finding.key == "X823200125012"


def test_two_files_checked_at_the_same_time_see_each_other_in_the_end(newest: Return) -> None:
    other = ReturnFactory.create(collection=newest.collection)
    upload(newest, source_of(newest), pupils=pupil_xml(UPN, more=MAIN))
    job = claim("a worker")
    assert job is not None
    real = Tools()

    def meanwhile(*given: Any) -> Any:
        found = real.check(*given)
        take_in(other)
        return found

    work(job, replace(real, check=meanwhile))
    recheck.work_for_a_while()
    assert (told(newest, "PX03"), told(other, "PX03")) == (1, 1)


def test_a_number_that_each_sender_gives_itself_finds_nobody_elsewhere() -> None:
    by_upn = Reference("x", "people elsewhere", "upn", ("upn", "returns"), among=(("record", ("PupilOnRoll",)),))
    assert known_by(by_upn, collections.get("school-census-autumn"))
    assert not known_by(by_upn, collections.get("children-in-need"))
