"""Organisations and people for tests. What a test does not name is made up."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organisation, Person

PASSWORD = "correct-horse-battery"


class DfE(DjangoModelFactory[Organisation]):
    """The collector."""

    class Meta:
        model = Organisation
        django_get_or_create = ("kind",)

    kind = Organisation.Kind.DFE
    name = "Department for Education"


class LocalAuthority(DjangoModelFactory[Organisation]):
    """LA 823 unless told otherwise."""

    class Meta:
        model = Organisation
        django_get_or_create = ("kind", "la_number")

    kind = Organisation.Kind.LA
    la_number = "823"
    name = factory.LazyAttribute(lambda la: f"Council {la.la_number}")


class Trust(DjangoModelFactory[Organisation]):
    """An academy trust."""

    class Meta:
        model = Organisation

    kind = Organisation.Kind.TRUST
    name = factory.Sequence(lambda n: f"Trust {n}")


class School(DjangoModelFactory[Organisation]):
    """A maintained primary school of LA 823."""

    class Meta:
        model = Organisation

    kind = Organisation.Kind.SCHOOL
    la_number = "823"
    estab = factory.Sequence(lambda n: f"{2000 + n:04}")
    name = factory.LazyAttribute(lambda school: f"School {school.la_number}{school.estab}")
    phase = Organisation.Phase.PRIMARY
    governance = Organisation.Governance.COMMUNITY


class Academy(School):
    """An academy of LA 823 in a trust."""

    governance = Organisation.Governance.ACADEMY
    is_academy = True
    parent = factory.SubFactory(Trust)


class Somebody(DjangoModelFactory[Person]):
    """A person who belongs nowhere yet. Their password is PASSWORD."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class Member(DjangoModelFactory[Membership]):
    """A person in an organisation, who may view."""

    class Meta:
        model = Membership

    person = factory.SubFactory(Somebody)
    organisation = factory.SubFactory(School)


def member(organisation: Organisation, *may: str, **fields: Any) -> Membership:
    """A new person in ``organisation`` who may do what is named: ``member(school, "edit", "submit")``."""
    return Member.create(organisation=organisation, **{f"can_{word}": True for word in may}, **fields)
