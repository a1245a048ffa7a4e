"""The home of an LA and of DfE."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Collection, Return, Status
from tests.collect.factories import CollectionFactory, ReturnFactory, actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import links, text
from tests.collect.support import check, put
from tests.factories import Academy, LocalAuthority

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


def test_the_la_reads_what_waits_for_it(browse: Browse, school_return: Return, academy_return: Return) -> None:
    for return_ in (school_return, academy_return):
        check(return_, source_of(return_))
        put(return_, Status.SUBMITTED)
    page = browse(agent_of(school_return)).get("/")
    assert "1 return waits for you." in text(page)
    assert "1 Submitted" in text(page)
    assert links(page, "See what waits for you") == [f"/collections/{school_return.collection.slug}/?needs=me"]


def test_dfe_reads_what_waits_for_it(browse: Browse, school_return: Return, academy_return: Return) -> None:
    for return_ in (school_return, academy_return):
        check(return_, source_of(return_))
        put(return_, Status.SUBMITTED)
    page = browse(collector()).get("/")
    assert "1 return waits for DfE." in text(page), "the academy's: the LA looks at the school's first"
    assert "2 Submitted" in text(page)


def test_overdue_returns_are_said(browse: Browse, school_return: Return) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Collection.objects.update(due_on=yesterday)
    page = browse(agent_of(school_return)).get("/")
    assert "1 return is overdue." in text(page)
    assert links(page, "See who is overdue")[0].endswith("?needs=late")


def test_live_comes_before_practice_and_costs_the_same_for_many(browse: Browse, school_return: Return) -> None:
    client = browse(agent_of(school_return))
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for year in range(2018, 2026):
        ReturnFactory.create(organisation=school_return.organisation, collection=CollectionFactory.create(year=year))
    practice = CollectionFactory.create(blade=Collection.Blade.FAMILIARISATION, name="Practice run")
    ReturnFactory.create(organisation=school_return.organisation, collection=practice)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/")
    assert text(page).index(school_return.collection.name) < text(page).index("Practice run")
    assert len(many) == len(one)


def test_an_la_without_schools_is_told(browse: Browse) -> None:
    ReturnFactory.create(organisation=Academy.create(la_number="801"))
    page = browse(actor_for(LocalAuthority.create(la_number="801"))).get("/")
    assert "There is no collection yet that Council 801 takes part in." in text(page)


def test_dfe_sees_files_that_could_not_be_checked(browse: Browse, school_return: Return) -> None:
    submission = check(school_return, source_of(school_return))
    type(submission).objects.filter(pk=submission.pk).update(state="failed")
    assert "Files that we could not check" in text(browse(collector()).get("/"))
    assert "Files that we could not check" not in text(browse(agent_of(school_return)).get("/"))
