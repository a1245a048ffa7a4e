"""The desk of one collection: lists, filters, the national picture, and approving many at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scope import Actor
from collect.models import Collection, Event, Return, Status
from tests.collect.factories import ReturnFactory, actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import cells, hidden, links, text
from tests.collect.support import check, error, put, query, upload
from tests.factories import Academy, LocalAuthority, School, Trust

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


def desk(return_: Return, **asked: str) -> str:
    return f"/collections/{return_.collection.slug}/" + (f"?{urlencode(asked)}" if asked else "")


def school(name: str, status: Status | None = None, **fields: Any) -> Return:
    """A return of a school with this name; with a file when it has a status."""
    return_ = ReturnFactory.create(organisation=School.create(name=name, **fields))
    if status:
        check(return_, source_of(return_))
        put(return_, status)
    return return_


def names(page: Any) -> list[str]:
    """The schools of the list, in its order."""
    column = 1 if hidden(page, "return") else 0
    return [re.split(r"\d{7}", cell)[0] for cell in cells(page, column)]


def test_the_la_sees_its_schools_by_need(browse: Browse) -> None:
    empty, quiet, waits = school("Empty"), school("Quiet", Status.APPROVED), school("Waits", Status.SUBMITTED)
    school("Elsewhere", la_number="801")
    ReturnFactory.create(organisation=Academy.create(name="Academy"))
    page = browse(agent_of(waits)).get(desk(waits))
    assert names(page) == ["Waits", "Empty", "Quiet"]
    assert "1 return waits for you" in text(page)
    assert "Approve it" in text(page)
    assert "The school has not sent a file" in text(page)
    assert page["Cache-Control"] == "no-store"
    assert links(page, "Waits") == [f"/returns/{waits.pk}/"]
    assert {empty.status, quiet.status} == {Status.NO_DATA, Status.APPROVED}


def test_what_can_be_approved_at_once_comes_first(browse: Browse) -> None:
    asks, ready = school("Asks"), school("Ready", Status.SUBMITTED)
    check(asks, source_of(asks), query(1))
    put(asks, Status.SUBMITTED)
    Return.objects.filter(pk=asks.pk).update(status_since=timezone.now() - timedelta(days=3))
    assert names(browse(agent_of(asks)).get(desk(asks))) == ["Ready", "Asks"]
    assert names(browse(agent_of(asks)).get(desk(asks, needs="ready"))) == ["Ready"]
    assert ready.status == Status.SUBMITTED


def test_what_happens_next_is_said(browse: Browse) -> None:
    open_ = school("Open")
    check(open_, source_of(open_), query(1), query(2))
    put(open_, Status.SUBMITTED)
    page = browse(agent_of(open_)).get(desk(open_))
    assert "The school has to explain 2 queries before you can approve" in text(page)


def test_the_list_is_searched_filtered_and_sorted(browse: Browse) -> None:
    oak, elm = school("Oak Lane", Status.SUBMITTED), school("Elm Lane", phase="SS")
    check(elm, source_of(elm), error(1), error(2))
    client = browse(agent_of(oak))
    assert names(client.get(desk(oak, search="oak"))) == ["Oak Lane"]
    assert names(client.get(desk(oak, search=elm.organisation.laestab))) == ["Elm Lane"]
    assert names(client.get(desk(oak, status="submitted"))) == ["Oak Lane"]
    assert names(client.get(desk(oak, stage="loaded"))) == ["Elm Lane"]
    assert names(client.get(desk(oak, phase="SS"))) == ["Elm Lane"]
    assert names(client.get(desk(oak, needs="me"))) == ["Oak Lane"]
    assert names(client.get(desk(oak, needs="ready"))) == ["Oak Lane"]
    assert names(client.get(desk(oak, rule="1500"))) == ["Elm Lane"]
    assert names(client.get(desk(oak, sort="name"))) == ["Elm Lane", "Oak Lane"]
    assert names(client.get(desk(oak, sort="-errors"))) == ["Elm Lane", "Oak Lane"]
    assert names(client.get(desk(oak, sort="-upload"))) == ["Elm Lane", "Oak Lane"]
    assert names(client.get(desk(oak, sort="nonsense"))) == ["Oak Lane", "Elm Lane"]
    assert "No return fits what you asked for" in text(client.get(desk(oak, search="zebra")))


def test_overdue_returns_are_found(browse: Browse) -> None:
    late, done = school("Late"), school("Done", Status.SUBMITTED)
    client = browse(agent_of(late))
    assert "No return fits" in text(client.get(desk(late, needs="late")))
    Collection.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert names(client.get(desk(done, needs="late"))) == ["Late"]


def test_a_page_of_many_costs_what_a_page_of_one_costs(browse: Browse) -> None:
    one = school("One", Status.SUBMITTED)
    client = browse(agent_of(one))
    client.get(desk(one))
    with CaptureQueriesContext(connection) as few:
        client.get(desk(one))
    for number in range(60):
        ReturnFactory.create(organisation=School.create(name=f"School {number:02}"))
    with CaptureQueriesContext(connection) as many:
        page = client.get(desk(one))
    assert "61 returns, 1 to 50 shown" in text(page)
    assert len(many) == len(few)


def test_the_list_as_csv_is_safe_for_spreadsheets(browse: Browse) -> None:
    formula = school('=HYPERLINK("x")', Status.SUBMITTED)
    school("Other")
    answer = browse(agent_of(formula)).get(f"/collections/{formula.collection.slug}/list.csv?status=submitted")
    lines = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(lines) == 2
    assert lines[1][2] == '\'=HYPERLINK("x")'
    assert lines[1][6] == "Submitted"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_there_is_no_desk_for_schools_trusts_and_strangers(browse: Browse, school_return: Return) -> None:
    strangers = [
        source_of(school_return),
        actor_for(Trust.create()),
        actor_for(LocalAuthority.create(la_number="801")),
    ]
    for actor in strangers:
        client = browse(actor)
        for address in (desk(school_return), f"{desk(school_return)}list.csv", f"{desk(school_return)}approve/"):
            assert client.get(address).status_code == 404
    assert browse(collector()).get(f"{desk(school_return)}approve/").status_code == 404


# -- DfE


def test_dfe_sees_areas_with_academies_apart_and_rules(browse: Browse) -> None:
    mine = school("Mine", Status.AUTHORISED)
    academy = ReturnFactory.create(organisation=Academy.create(name="Apart"))
    check(academy, source_of(academy), error(1), error(2))
    page = browse(collector()).get(desk(mine))
    assert "Schools that answer to their local authority" in text(page)
    assert "Academies" in text(page)
    assert f"/collections/{mine.collection.slug}/?la=823&academies=yes" in links(page, "Council 823")
    assert f"/collections/{mine.collection.slug}/?rule=1500" in links(page, "")
    behind = browse(collector()).get(desk(mine, areas="behind"))
    assert "Order areas by number" in text(behind)


def test_dfe_goes_down_to_the_returns_of_an_area(browse: Browse) -> None:
    mine, other = school("Mine"), school("Other", la_number="801")
    academy = ReturnFactory.create(organisation=Academy.create(name="Apart"))
    client = browse(collector())
    assert names(client.get(desk(mine, la="823", academies="no"))) == ["Mine"]
    assert names(client.get(desk(mine, la="823", academies="yes"))) == ["Apart"]
    assert names(client.get(desk(mine, la="801"))) == ["Other"]
    assert set(names(client.get(desk(mine, show="list")))) == {"Mine", "Other", "Apart"}
    check(academy, source_of(academy))
    put(academy, Status.SUBMITTED)
    page = client.get(desk(other, needs="me"))
    assert names(page) == ["Apart"]
    assert "Authorise it" in text(page)


# -- approve many


def ticks(*returns: Return) -> dict[str, list[str]]:
    return {"return": [f"{return_.pk}:{return_.version}" for return_ in returns]}


def test_many_are_approved_and_those_that_cannot_be_are_named(browse: Browse) -> None:
    good, fine = school("Good", Status.SUBMITTED), school("Fine", Status.SUBMITTED)
    open_ = school("Open")
    check(open_, source_of(open_), query(1))
    put(open_, Status.SUBMITTED)
    client, address = browse(agent_of(good)), f"{desk(good)}approve/"
    asked = client.get(address, ticks(good, fine, open_))
    assert "Approve 2 returns?" in text(asked)
    assert "Open: There is 1 query still to be explained." in text(asked)
    assert sorted(hidden(asked, "return")) == sorted(ticks(good, fine)["return"])
    assert good.status == Status.SUBMITTED, "looking changes nothing"
    answer = client.post(address, ticks(good, fine, open_), follow=True)
    assert "You approved 2 returns." in text(answer)
    assert "Not approved Open: There is 1 query still to be explained." in text(answer)
    assert [Return.objects.get(pk=r.pk).status for r in (good, fine, open_)] == ["approved", "approved", "submitted"]


def test_sent_twice_it_approves_once(browse: Browse) -> None:
    good = school("Good", Status.SUBMITTED)
    client, form = browse(agent_of(good)), ticks(good)
    for _ in range(2):
        answer = client.post(f"{desk(good)}approve/", form, follow=True)
    assert Event.objects.filter(for_return=good, action="approve").count() == 1
    assert "Approved Good" in text(answer)


def test_one_that_changed_in_between_is_left(browse: Browse) -> None:
    moved = school("Moved", Status.SUBMITTED)
    form = ticks(moved)
    Return.objects.filter(pk=moved.pk).update(version=moved.version + 1)
    answer = browse(agent_of(moved)).post(f"{desk(moved)}approve/", form, follow=True)
    assert "Moved: the return changed while you had the page open." in text(answer)
    assert Return.objects.get(pk=moved.pk).status == Status.SUBMITTED


def test_one_with_a_file_under_check_cannot_be_approved(browse: Browse) -> None:
    busy = school("Busy", Status.SUBMITTED)
    upload(busy, agent_of(busy), "newer")
    page = browse(agent_of(busy)).get(f"{desk(busy)}approve/", ticks(busy))
    assert "Busy: A new file is being checked." in text(page)


def test_others_returns_are_not_approved_and_nothing_ticked_is_said(browse: Browse) -> None:
    mine, other = school("Mine", Status.SUBMITTED), school("Other", Status.SUBMITTED, la_number="801")
    client, address = browse(agent_of(mine)), f"{desk(mine)}approve/"
    answer = client.post(address, {"return": [*ticks(other)["return"], "nonsense", f"{mine.pk}:x"]}, follow=True)
    assert Return.objects.get(pk=other.pk).status == Status.SUBMITTED
    assert "Other" not in text(answer)
    assert "Tick at least one return to approve." in text(client.get(address, follow=True))


def test_somebody_who_may_not_approve_has_no_ticks(browse: Browse) -> None:
    mine = school("Mine", Status.SUBMITTED)
    reader = browse(agent_of(mine, "view"))
    assert hidden(reader.get(desk(mine)), "return") == []
    answer = reader.post(f"{desk(mine)}approve/", ticks(mine))
    assert answer.status_code == 403
    assert "Your account does not let you approve returns" in text(answer)
    assert Return.objects.get(pk=mine.pk).status == Status.SUBMITTED


def test_a_list_of_candidates_costs_the_same_for_many(browse: Browse) -> None:
    returns = [school(f"School {number}", Status.SUBMITTED) for number in range(6)]
    client, address = browse(agent_of(returns[0])), f"{desk(returns[0])}approve/"
    client.get(address, ticks(returns[0]))
    with CaptureQueriesContext(connection) as one:
        client.get(address, ticks(returns[0]))
    with CaptureQueriesContext(connection) as six:
        client.get(address, ticks(*returns))
    assert len(six) == len(one)
