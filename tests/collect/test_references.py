"""Returns of other schools are looked at: the same child on roll twice in one collection."""

from __future__ import annotations

import pytest

from collect.models import Collection, Return
from collect.services.check import work_once
from tests.collect.factories import CollectionFactory, ReturnFactory, source_of
from tests.collect.support import pupil_xml, upload
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
