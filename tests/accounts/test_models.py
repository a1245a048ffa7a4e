"""Organisations, people and memberships."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Membership, Organisation, Person
from tests.factories import Academy, DfE, LocalAuthority, Member, School, Somebody, Trust

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_laestab_joins_la_and_establishment_number() -> None:
    assert School(la_number="801", estab="2045").laestab == "8012045"


def test_only_schools_have_a_laestab() -> None:
    assert LocalAuthority().laestab == ""


def test_agent_of_a_maintained_school_is_its_la() -> None:
    LocalAuthority(la_number="801")
    la = LocalAuthority(la_number="823")

    assert School(la_number="823").agent() == la


def test_academy_has_no_agent_although_its_la_exists() -> None:
    LocalAuthority(la_number="823")

    assert Academy(la_number="823").agent() is None


def test_agent_is_none_without_an_la_and_for_other_organisations() -> None:
    assert School(la_number="999").agent() is None
    assert LocalAuthority().agent() is None
    assert Trust().agent() is None
    assert DfE().agent() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "school", "la_number": "823", "estab": ""},
        {"kind": "school", "la_number": "", "estab": "2001"},
        {"kind": "la", "la_number": ""},
        {"kind": "trust", "is_academy": True},
    ],
    ids=["school without establishment number", "school without LA", "LA without number", "trust as academy"],
)
def test_database_refuses_organisations_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Wrong", **wrong)


def test_laestab_la_number_and_urn_are_unique() -> None:
    School(la_number="823", estab="2001", urn="100001")
    LocalAuthority(la_number="823")
    for twin in (
        {"kind": "school", "la_number": "823", "estab": "2001"},
        {"kind": "la", "la_number": "823"},
        {"kind": "school", "la_number": "823", "estab": "2002", "urn": "100001"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(name="Twin", **twin)


def test_codes_are_digits_only() -> None:
    school = School.build(la_number="82A", estab="2001", urn="12345")

    with pytest.raises(ValidationError) as raised:
        school.full_clean()

    assert set(raised.value.message_dict) == {"la_number", "urn"}


def test_email_is_the_sign_in_name_in_any_case() -> None:
    Person.objects.create_user("Asha.Patel@Example.org", "correct-horse-battery", full_name="Asha Patel")

    person = Person.objects.get_by_natural_key("ASHA.PATEL@example.org")

    assert person.email == "asha.patel@example.org"
    assert person.check_password("correct-horse-battery")
    assert str(person) == "Asha Patel"


def test_two_people_cannot_share_an_address_in_different_case() -> None:
    Somebody(email="asha@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        Somebody(email="Asha@example.org")


def test_person_needs_an_address() -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        Person.objects.create_user("")


def test_person_without_a_password_cannot_sign_in_with_one() -> None:
    assert not Person.objects.create_user("new@example.org").has_usable_password()


def test_person_joins_an_organisation_once() -> None:
    membership = Member()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=membership.person, organisation=membership.organisation)


def test_membership_says_in_words_what_it_allows() -> None:
    assert Member(can_edit=True, can_submit=True).allowed_words == ["view", "edit", "submit"]
