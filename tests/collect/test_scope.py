"""How far each party sees: what is another organisation's is not found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from accounts.scope import Actor
from collect import scope
from collect.models import Event, Explanation, Return
from collect.selectors.findings import finding_detail
from collect.services.opening import open_returns
from tests.collect.factories import CollectionFactory, ReturnFactory, actor_for, agent_of, collector, source_of
from tests.collect.support import check, query
from tests.factories import Academy, LocalAuthority, School, Trust
from validation.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_schools_and_an_academy() -> list[Return]:
    return [
        ReturnFactory.create(),
        ReturnFactory.create(organisation=School.create(la_number="801")),
        ReturnFactory.create(organisation=Academy.create()),
    ]


def seen(actor: Actor) -> set[Any]:
    return {return_.pk for return_ in scope.returns_for(actor)}


def test_each_sees_its_own(two_schools_and_an_academy: list[Return]) -> None:
    mine, theirs, academy = two_schools_and_an_academy
    assert seen(source_of(mine)) == {mine.pk}
    assert seen(agent_of(mine)) == {mine.pk}
    assert seen(agent_of(theirs)) == {theirs.pk}
    assert seen(source_of(academy)) == {academy.pk}
    assert seen(collector()) == {mine.pk, theirs.pk, academy.pk}
    assert academy.organisation.parent is not None
    assert seen(actor_for(academy.organisation.parent)) == {academy.pk}
    assert seen(actor_for(Trust.create())) == set()


def test_without_the_right_to_view_nothing_is_seen(two_schools_and_an_academy: list[Return]) -> None:
    actor = source_of(two_schools_and_an_academy[0])
    actor.membership.can_view = False
    assert seen(actor) == set()


def test_an_la_sees_its_own_returns_where_it_is_the_source() -> None:
    la = LocalAuthority.create()
    own = ReturnFactory.create(organisation=la, agent=None)
    assert seen(actor_for(la)) == {own.pk}


@pytest.fixture
def everything_of_a_return(school_return: Return) -> Return:
    from collect.actions import Chosen, Explain

    actor = source_of(school_return)
    check(school_return, actor, query())
    Explain(actor, school_return, Chosen(rule="1590Q"), "So it is.").perform()
    return school_return


Fetch = tuple[Callable[[Actor, Any], Any], Callable[[Return], Any]]
FETCHES: dict[str, Fetch] = {
    "return": (scope.get_return, lambda return_: return_.pk),
    "submission": (scope.get_submission, lambda return_: return_.current_submission_id),
    "finding": (scope.get_finding, lambda return_: Finding.objects.get().pk),
    "finding detail": (finding_detail, lambda return_: Finding.objects.get().pk),
    "explanation": (scope.get_explanation, lambda return_: Explanation.objects.get().pk),
    "event": (scope.get_event, lambda return_: Event.objects.all()[0].public_id),
}


@pytest.mark.parametrize("what", FETCHES)
def test_what_is_foreign_is_not_found(everything_of_a_return: Return, what: str) -> None:
    fetch, key_of = FETCHES[what]
    key = key_of(everything_of_a_return)
    for actor in (source_of(everything_of_a_return), agent_of(everything_of_a_return), collector()):
        assert fetch(actor, key)
    for stranger in (actor_for(School.create()), actor_for(LocalAuthority.create(la_number="801"))):
        with pytest.raises(Http404):
            fetch(stranger, key)
    with pytest.raises(Http404):
        fetch(collector(), uuid4())


def test_opening_a_collection_makes_returns_with_the_agents_of_the_day() -> None:
    la = LocalAuthority.create()
    schools = [School.create(), Academy.create(), la]
    collection = CollectionFactory.create()
    open_returns(collection, schools)
    assert open_returns(collection, schools) == []
    agents = dict(Return.objects.values_list("organisation", "agent"))
    assert agents == {schools[0].pk: la.pk, schools[1].pk: None, la.pk: None}
