"""Who read pupils' data: noted once an hour, shown to the organisation whose data it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.scope import Actor
from collect.actions import Chosen, Explain
from collect.models import PupilDataRead, Return, Submission
from collect.services import reads
from scoping import seen_by
from tests.collect.factories import ReturnFactory, actor_for, agent_of, collector, source_of
from tests.collect.pages.reading import text
from tests.collect.support import check, error, pupil_xml, query
from tests.factories import Academy, School
from validation.models import Finding

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]
Kind = PupilDataRead.Kind


@pytest.fixture
def full(school_return: Return) -> Return:
    """A return with two files, an error and an explained query."""
    source = source_of(school_return)
    for note in ("first", "second"):
        check(school_return, source, error(1), query(1), note=note, pupils=pupil_xml("A823200100001"))
    Explain(source, school_return, Chosen(rule="1590Q"), "It is so.").perform()
    return school_return


def current(return_: Return) -> Submission:
    assert return_.current_submission is not None
    return return_.current_submission


def pages(return_: Return) -> dict[str, Kind | None]:
    """Pages of a return, and what reading them is noted as."""
    here, file = f"/returns/{return_.pk}/", f"/submissions/{current(return_).pk}/"
    found = Finding.objects.get(run=current(return_).run_id, level="error")
    return {
        here: None,
        here + "findings/": Kind.LIST,
        here + "findings/?rule=1500": Kind.LIST,
        here + "findings/pupils/": Kind.LIST,
        here + "findings/pupils/?show=all": Kind.LIST,
        here + "findings.csv": Kind.EXPORT,
        here + "structure/": Kind.LIST,
        here + "explanations/": Kind.LIST,
        here + "summary/": None,
        here + "files/": None,
        here + "history/": None,
        here + "reads/": None,
        f"/findings/{found.pk}/": Kind.FINDING,
        file + "pupils/PupilOnRoll/1/": Kind.PUPIL,
        file + "download/": Kind.FILE,
        file + "compare/": Kind.LIST,
        file + "receipt/": None,
    }


def test_each_page_with_pupils_is_noted_as_what_it_is(browse: Browse, full: Return) -> None:
    client = browse(source_of(full))
    noted = {}
    for where in (found := pages(full)):
        before = set(PupilDataRead.objects.values_list("pk", flat=True))
        answer = client.get(where)
        assert answer.status_code == 200
        for _ in answer if answer.streaming else ():
            pass
        new = PupilDataRead.objects.exclude(pk__in=before).first()
        noted[where] = Kind(new.kind) if new else None
    firsts = set()
    for where, kind in found.items():
        again = kind is Kind.LIST and kind in firsts  # lists are one thing: noted once
        assert noted[where] == (None if again else kind), where
        firsts.add(kind)


def test_a_form_that_lists_pupils_is_noted(browse: Browse, school_return: Return) -> None:
    source = source_of(school_return)
    check(school_return, source, query(1), pupils=pupil_xml("A823200100001"))
    browse(source).get(f"/returns/{school_return.pk}/explain/?rule=1590Q")
    assert PupilDataRead.objects.get().kind == Kind.LIST


def test_it_says_who_for_whom_what_and_from_where(browse: Browse, full: Return) -> None:
    agent = agent_of(full)
    browse(agent).get(f"/submissions/{current(full).pk}/pupils/PupilOnRoll/1/", REMOTE_ADDR="203.0.113.9")
    read = PupilDataRead.objects.get()
    assert (read.person, read.organisation, read.for_return) == (agent.person, agent.organisation, full)
    assert (read.record, read.row, read.ip) == ("PupilOnRoll", 1, "203.0.113.9")
    assert len(read.request_id) == 36


def test_once_an_hour_for_the_same_person_and_thing(browse: Browse, full: Return) -> None:
    where = f"/submissions/{current(full).pk}/pupils/PupilOnRoll/1/"
    one, other = browse(source_of(full)), browse(source_of(full))
    for client in (one, one, other):
        client.get(where)
    assert PupilDataRead.objects.count() == 2


def test_the_next_hour_is_noted_again(full: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    source, now = source_of(full), timezone.now()
    for hours in (0, 0, 1):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + timedelta(hours=hours))
        reads.note(source, current(full), Kind.PUPIL, "PupilOnRoll", 1)
    assert PupilDataRead.objects.count() == 2


def test_each_download_is_noted(browse: Browse, full: Return) -> None:
    client = browse(source_of(full))
    for _ in range(2):
        b"".join(client.get(f"/submissions/{current(full).pk}/download/").streaming_content)
    assert PupilDataRead.objects.filter(kind=Kind.FILE).count() == 2


@pytest.mark.parametrize("where", ["pupils/PupilOnRoll/99/", "pupils/Nothing/1/"])
def test_what_is_not_there_was_not_read(browse: Browse, full: Return, where: str) -> None:
    assert browse(source_of(full)).get(f"/submissions/{current(full).pk}/{where}").status_code == 404
    assert not PupilDataRead.objects.exists()


def test_what_cannot_be_noted_is_not_shown(browse: Browse, full: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(type(PupilDataRead.objects), "bulk_create", fail)
    with pytest.raises(DatabaseError):
        browse(source_of(full)).get(f"/submissions/{current(full).pk}/download/")


def test_it_costs_one_insert_and_no_question(full: Return) -> None:
    source, submission = source_of(full), current(full)
    with seen_by(source), CaptureQueriesContext(connection) as asked:
        reads.note(source, submission, Kind.LIST)
    assert [query["sql"].split()[0] for query in asked] == ["INSERT"]


def test_nobody_changes_or_deletes_it(full: Return) -> None:
    reads.note(source_of(full), current(full), Kind.LIST)
    for change in (lambda rows: rows.update(row=7), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="is kept as it was written"), transaction.atomic():
            change(PupilDataRead.objects.all())


def test_the_school_sees_who_read_and_can_take_the_list_away(browse: Browse, full: Return) -> None:
    agent, dfe, source = agent_of(full), collector(), source_of(full)
    browse(agent).get(f"/submissions/{current(full).pk}/pupils/PupilOnRoll/1/")
    b"".join(browse(dfe).get(f"/submissions/{current(full).pk}/download/").streaming_content)
    client = browse(source)
    assert f'href="/returns/{full.pk}/reads/"' in client.get(f"/returns/{full.pk}/").content.decode()
    page = client.get(f"/returns/{full.pk}/reads/")
    said = text(page)
    assert "2 entries" in said
    assert f"{agent.person} {agent.organisation}" in said
    assert f"{dfe.person} {dfe.organisation}" in said
    assert f'href="/submissions/{current(full).pk}/pupils/PupilOnRoll/1/"' in page.content.decode()
    csv = b"".join(client.get(f"/returns/{full.pk}/reads/?format=csv").streaming_content).decode()
    assert csv.count("\n") == 3
    assert "A823200100001" not in csv + page.content.decode()


def test_it_is_narrowed_by_kind_and_organisation(browse: Browse, full: Return) -> None:
    agent, source = agent_of(full), source_of(full)
    reads.note(agent, current(full), Kind.LIST)
    reads.note(agent, current(full), Kind.FILE)
    reads.note(source, current(full), Kind.FILE)
    client = browse(source)
    assert "2 entries" in text(client.get(f"/returns/{full.pk}/reads/?kind=file"))
    both = f"/returns/{full.pk}/reads/?kind=file&organisation={agent.organisation.pk}"
    assert "1 entry" in text(client.get(both))
    assert "3 entries" in text(client.get(f"/returns/{full.pk}/reads/?kind=nonsense&organisation=x"))
    assert "Nothing fits" in text(client.get(f"/returns/{full.pk}/reads/?kind=export"))


def test_only_the_source_its_trust_and_dfe_are_told(full: Return) -> None:
    academy = Academy.create()
    its = ReturnFactory.create(organisation=academy)
    check(its, source_of(its), error(1), pupils=pupil_xml("A823200100001"))
    for return_ in (full, its):
        reads.note(collector(), current(return_), Kind.LIST)
    counts = {
        "source": PupilDataRead.objects.visible_to(source_of(full)).count(),
        "agent": PupilDataRead.objects.visible_to(agent_of(full)).count(),
        "another school": PupilDataRead.objects.visible_to(actor_for(School.create(la_number="801"))).count(),
        "trust": PupilDataRead.objects.visible_to(actor_for(academy.parent)).count(),
        "DfE": PupilDataRead.objects.visible_to(collector()).count(),
    }
    assert counts == {"source": 1, "agent": 0, "another school": 0, "trust": 1, "DfE": 2}
