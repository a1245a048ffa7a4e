"""Makers of collections and returns for tests, and of people acting for their parties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Organisation
from accounts.scope import Actor
from collect.models import Collection, Return
from tests.factories import Academy, DfE, LocalAuthority, School, member

EVERYTHING = ("view", "edit", "submit", "approve", "authorise")


class CollectionFactory(DjangoModelFactory[Collection]):
    """The autumn census of 2026, open since last week and due next week."""

    class Meta:
        model = Collection
        django_get_or_create = ("type_code", "year", "blade")

    name = "School census autumn 2026"
    slug = factory.LazyAttribute(lambda c: f"{c.type_code}-{c.year}-{c.blade}")
    type_code = "school-census-autumn"
    year = 2026
    blade = Collection.Blade.LIVE
    reference_date = date(2026, 10, 1)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=28))
    ruleset = factory.LazyAttribute(lambda c: f"{c.type_code}:{c.year}.1")


class ReturnFactory(DjangoModelFactory[Return]):
    """A maintained school's return without data, with its LA as agent; an academy's has no agent."""

    class Meta:
        model = Return

    collection = factory.SubFactory(CollectionFactory)
    organisation = factory.SubFactory(School)

    @factory.lazy_attribute
    def agent(self) -> Organisation | None:
        return None if self.organisation.is_academy else LocalAuthority.create(la_number=self.organisation.la_number)


def authority_return(la_number: str = "823") -> Return:
    """A local authority's own return without data: children in need of 2025-26. It has no agent."""
    collection = CollectionFactory.create(
        type_code="children-in-need", year=2025, name="Children in need 2025 to 2026", reference_date=date(2026, 3, 31)
    )
    return ReturnFactory.create(
        collection=collection, organisation=LocalAuthority.create(la_number=la_number), agent=None
    )


def academy_return() -> Return:
    return ReturnFactory.create(organisation=Academy.create())


def actor_for(organisation: Organisation, *may: str) -> Actor:
    """A new person acting for ``organisation``: allowed what is named, everything when nothing is."""
    return Actor.of(member(organisation, *(may or EVERYTHING)))


def source_of(return_: Return, *may: str) -> Actor:
    return actor_for(return_.organisation, *may)


def agent_of(return_: Return, *may: str) -> Actor:
    assert return_.agent is not None
    return actor_for(return_.agent, *may)


def collector(*may: str) -> Actor:
    return actor_for(DfE.create(), *may)


def everybody(return_: Return) -> dict[str, Any]:
    """The parties of a return, and two organisations that are none."""
    parties = {"source": source_of(return_), "collector": collector()}
    if return_.agent is not None:
        parties["agent"] = agent_of(return_)
    parties["another school"] = actor_for(School.create(la_number="801"))
    parties["another LA"] = actor_for(LocalAuthority.create(la_number="801"))
    return parties
