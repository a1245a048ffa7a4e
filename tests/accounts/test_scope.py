"""What an actor may do and how far they see."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from accounts.models import Organisation
from accounts.scope import Actor, Permission, actor_of, choose
from tests.factories import Academy, DfE, LocalAuthority, School, Somebody, Trust, member

pytestmark = pytest.mark.django_db


def actor(organisation: Organisation, *may: str) -> Actor:
    return Actor.of(member(organisation, *may))


def test_actor_may_what_the_membership_allows() -> None:
    officer = actor(LocalAuthority(), "approve")

    assert [permission for permission in Permission if officer.may(permission)] == [
        Permission.VIEW,
        Permission.APPROVE,
    ]


@pytest.mark.parametrize("suspended", ["person", "membership"])
def test_suspended_actor_may_nothing(suspended: str) -> None:
    head = actor(School(), "edit", "submit")
    getattr(head, suspended).is_active = False

    assert not any(head.may(permission) for permission in Permission)


def test_kind_of_actor() -> None:
    assert actor(DfE()).is_dfe
    assert actor(LocalAuthority()).is_la
    assert actor(School()).is_school
    assert actor(Trust()).is_trust
    assert not actor(School()).is_dfe


class TestOrganisationsInScope:
    def test_school_sees_itself_only(self) -> None:
        school, other = School(), School()

        assert list(actor(school).organisations()) == [school]
        assert not actor(school).sees(other)

    def test_la_sees_itself_and_its_maintained_schools_but_no_academy(self) -> None:
        la, school, academy = LocalAuthority(), School(), Academy()
        elsewhere, direct = School(la_number="801"), School(sends_direct=True)

        assert set(actor(la).organisations()) == {la, school}
        assert not actor(la).sees(direct)
        assert not actor(la).sees(academy)
        assert not actor(la).sees(elsewhere)

    def test_trust_sees_its_own_academies(self) -> None:
        trust = Trust()
        academy, other = Academy(parent=trust), Academy()

        assert set(actor(trust).organisations()) == {trust, academy}
        assert not actor(trust).sees(other)

    def test_dfe_sees_all(self) -> None:
        school, academy = School(), Academy()

        assert actor(DfE()).sees(school)
        assert actor(DfE()).sees(academy)

    def test_supplier_sees_itself_only(self) -> None:
        supplier = Organisation.objects.create(kind="supplier", name="MIS Limited")
        School()

        assert list(actor(supplier).organisations()) == [supplier]


class TestChoosingTheOrganisation:
    def test_first_membership_unless_one_is_asked_for(self) -> None:
        first = member(School())
        second = member(School(), person=first.person)

        assert choose(first.person, None) == Actor.of(first)
        assert choose(first.person, second.organisation_id) == Actor.of(second)

    def test_organisation_of_others_is_not_chosen(self) -> None:
        own = member(School())

        assert choose(own.person, School().pk) == Actor.of(own)

    def test_suspended_membership_is_not_chosen(self) -> None:
        own = member(School(), is_active=False)

        assert choose(own.person, own.organisation_id) is None

    def test_person_without_organisation_has_no_actor(self) -> None:
        request = RequestFactory().get("/")
        request.actor = choose(Somebody(), None)  # type: ignore[attr-defined]

        with pytest.raises(PermissionDenied):
            actor_of(request)


def test_one_query_finds_the_actor(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    person = member(School()).person

    with django_assert_num_queries(1):
        choose(person, None)
