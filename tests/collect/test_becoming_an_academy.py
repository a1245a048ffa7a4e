"""A maintained school becomes an academy: what stays, what moves, and who sees which return."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import AccountEvent, FormerIdentity, Organisation, RegisterRefresh
from collect import scope
from collect.actions import AcceptExplanation, Approve, Authorise, Chosen, Explain, Submit
from collect.models import Collection, Event, Explanation, Return, Status
from collect.services.opening import open_returns
from tests.collect.factories import CollectionFactory, actor_for, collector
from tests.collect.support import check, query
from tests.factories import LocalAuthority

pytestmark = [pytest.mark.django_db, pytest.mark.services]
HEAD = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
HEAD += "EstablishmentStatus (code),OpenDate,CloseDate,PhaseOfEducation (code),Trusts (code),Trusts (name)"
MAINTAINED = "100001,823,North,2001,Old Lane School,01,1,01-09-1990,,2,,"
CLOSED = "100001,823,North,2001,Old Lane School,01,2,01-09-1990,30-11-2026,2,,"
ACADEMY = "100002,823,North,2001,Old Lane Academy,34,1,01-12-2026,,2,5001,Bright Trust"


def load(folder: Path, *rows: str, options: tuple[str, ...] = ()) -> str:
    path, out = folder / "edubasealldata.csv", StringIO()
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="cp1252")
    call_command("load_register", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def school(tmp_path: Path, settings: object) -> Organisation:
    settings.MEDIA_ROOT = str(tmp_path / "files")  # type: ignore[attr-defined]
    LocalAuthority.create(la_number="823")
    load(tmp_path, MAINTAINED)
    return Organisation.objects.get(urn="100001")


def spring() -> Collection:
    return CollectionFactory.create(type_code="school-census-spring", reference_date=date(2027, 1, 21))


def test_the_story_of_a_school_that_becomes_an_academy(tmp_path: Path, school: Organisation) -> None:
    autumn = CollectionFactory.create()
    open_returns(autumn, [school])
    first = Return.objects.get()
    la = first.agent
    assert la is not None
    source, agent = actor_for(school), actor_for(la)
    check(first, source, query(1))
    Explain(source, first, Chosen(rule="1590Q"), "She joined late.").perform()
    Submit(source, first, "Ada Head", "Headteacher", True).perform()
    first.refresh_from_db()
    Approve(agent, first).perform()
    first.refresh_from_db()
    AcceptExplanation(collector(), first).perform()
    Authorise(collector(), first).perform()
    first.refresh_from_db()
    before = Event.objects.filter(for_return=first).count()

    said = load(tmp_path, CLOSED, ACADEMY)
    assert "became an academy (1)" in said

    academy = Organisation.objects.get(urn="100002")
    assert academy.pk == school.pk
    collection = spring()
    open_returns(collection, [academy])
    second = Return.objects.get(collection=collection)
    trust = actor_for(Organisation.objects.get(kind="trust"), "view")
    office = actor_for(academy)
    check(second, office, query(1), Term="SPR", Year=2027, LEA="823", Estab="2001")
    assert (second.agent, second.status) == (None, Status.LOADED)

    # Returns, explanations, events and people stay with it.
    first.refresh_from_db()
    assert first.status == Status.AUTHORISED
    assert first.organisation == academy
    assert Event.objects.filter(for_return=first).count() == before
    assert Explanation.objects.get(for_return=first).text == "She joined late."
    assert source.person in academy.people.all()
    assert FormerIdentity.objects.get().urn == "100001"
    # The LA keeps sight of what it approved and sees nothing new; the trust sees nothing from before.
    assert set(scope.returns_for(agent)) == {first}
    assert set(scope.returns_for(trust)) == {second}
    assert set(scope.returns_for(office)) == {first, second}
    assert AccountEvent.objects.filter(action="became_academy", organisation=academy).count() == 1
    # Without an agent, submitting leads to DfE at once.
    Explain(office, second, Chosen(rule="1590Q"), "As last term.").perform()
    Submit(office, second, "Ada Head", "Headteacher", True).perform()
    second.refresh_from_db()
    AcceptExplanation(collector(), second).perform()
    Authorise(collector(), second).perform()
    second.refresh_from_db()
    assert second.status == Status.AUTHORISED


def test_a_return_without_data_goes_with_the_academy_when_census_day_is_still_to_come(
    tmp_path: Path, school: Organisation
) -> None:
    autumn, coming = CollectionFactory.create(), spring()
    for collection in (autumn, coming):
        open_returns(collection, [school])
    assert "Returns without data that go to DfE now: 1." in load(tmp_path, CLOSED, ACADEMY)
    assert Return.objects.get(collection=autumn).agent is not None
    moved = Return.objects.get(collection=coming)
    assert (moved.agent, moved.version) == (None, 1)
    assert Event.objects.get(for_return=moved).action == "agent_left"


def test_a_return_with_data_stays_with_its_authority(tmp_path: Path, school: Organisation) -> None:
    collection = spring()
    open_returns(collection, [school])
    return_ = Return.objects.get()
    check(return_, actor_for(school), Term="SPR", Year=2027)
    load(tmp_path, CLOSED, ACADEMY)
    return_.refresh_from_db()
    assert return_.agent is not None


def test_a_dry_run_says_what_would_change_and_keeps_nothing(tmp_path: Path, school: Organisation) -> None:
    refreshes = RegisterRefresh.objects.count()
    said = load(tmp_path, CLOSED, ACADEMY, options=("--dry-run",))
    assert "A dry run: nothing of this was kept." in said
    assert "became an academy (1)" in said
    school.refresh_from_db()
    assert (school.urn, school.is_academy) == ("100001", False)
    assert RegisterRefresh.objects.count() == refreshes
    assert "became an academy (1)" in load(tmp_path, CLOSED, ACADEMY)
    assert "is loaded already: nothing changed" in load(tmp_path, CLOSED, ACADEMY)


def test_links_are_read_from_their_file(tmp_path: Path, school: Organisation) -> None:
    links = tmp_path / "links.csv"
    links.write_text(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
        "100001,100002,Old Lane Academy,Successor,01-12-2026\n"
        "100002,100001,Old Lane School,Predecessor,01-12-2026\n"
        "100002,100001,Old Lane School,Sixth Form Centre Link,\n"
    )
    moved = ACADEMY.replace("2001,Old", "2998,Old")
    load(tmp_path, CLOSED, moved, options=("--links", str(links)))
    school.refresh_from_db()
    assert (school.urn, school.laestab) == ("100002", "8232998")


def test_a_load_asks_the_database_no_more_for_more_schools(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    rows = [MAINTAINED.replace("100001", f"{100001 + n}").replace("2001", f"{2001 + n}") for n in range(300)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        load(tmp_path, *rows)
    assert Organisation.objects.filter(kind="school").count() == 300
