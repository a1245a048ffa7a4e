"""A forgotten filter: without a scope an error, in a request never more than the person sees."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent
from accounts.recording import record
from accounts.scope import Actor
from collect.actions import Chosen, Explain
from collect.models import AcceptedError, Draft, Explanation, PupilIndex, Return
from collect.services import reads
from scoping import NoScope, seen_by, unscoped
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import check, error, pupil_xml, query
from tests.factories import Academy, DfE, LocalAuthority, School, member
from tests.scoping import forgetful
from validation.models import Finding, StructureFault

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "collect", "rulechanges", "validation")


def labels() -> list[str]:
    return [model._meta.label for model in forgetful.SCOPED]


def a_full_return(organisation: Any) -> Return:
    """A return with a file, an error, an explained query, a history and a receipt."""
    return_ = ReturnFactory.create(organisation=organisation)
    source = source_of(return_)
    check(return_, source, error(1), query(1), note=organisation.laestab, pupils=pupil_xml("A823200100001"))
    Explain(source, return_, Chosen(rule="1590Q"), "It is so.").perform()
    assert return_.current_submission is not None
    StructureFault.objects.create(run=return_.current_submission.run, position=1, message="Broken.")
    AcceptedError.objects.create(
        for_return=return_,
        rule="1500",
        accepted_by=source.person,
        accepted_for=source.organisation,
        accepted_at=timezone.now(),
    )
    reads.note(source, return_.current_submission, reads.Kind.LIST)
    record("signed_in", person=source.person, subject=source.person)
    record("invite", organisation=organisation)
    return return_


@pytest.fixture
def two(tmp_path: Path, settings: Any) -> tuple[Return, Return]:
    """Two schools' returns, and pages that forgot their filter."""
    settings.MEDIA_ROOT = str(tmp_path)
    both = a_full_return(School.create()), a_full_return(School.create(la_number="801"))
    settings.ROOT_URLCONF = forgetful.__name__
    return both


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.person)
    return client


def approver(organisation: Any) -> Actor:
    return Actor.of(member(organisation, "edit", "submit", role="approver"))


def all_rows(label: str) -> set[str]:
    model: type[Model] = next(m for m in forgetful.SCOPED if m._meta.label == label)
    return {str(row.pk) for row in model._default_manager.all()}


def asked(client: Client, where: str) -> set[str]:
    return set(client.get(where).json()["rows"])


def test_the_tables_of_returns_and_events_are_scoped() -> None:
    wanted = {"Return", "Submission", "Finding", "StructureFault", "RuleCount", "Run", "Explanation", "AcceptedError"}
    wanted |= {"Standing", "PupilIndex", "Event", "Receipt", "Job", "AccountEvent"}
    assert wanted <= {model.__name__ for model in forgetful.SCOPED}


@pytest.mark.parametrize("label", labels())
def test_a_page_for_everybody_that_forgot_its_filter_fails(settings: Any, label: str) -> None:
    settings.ROOT_URLCONF = forgetful.__name__
    with pytest.raises(NoScope):
        Client().get(f"/open/{label}/")


def test_a_page_that_forgot_its_filter_shows_no_more_than_the_person_sees(two: tuple[Return, Return]) -> None:
    people = [approver(return_.organisation) for return_ in two]
    for return_, actor in zip(two, people, strict=True):
        Draft.objects.create(
            for_return=return_,
            person=actor.person,
            organisation=actor.organisation,
            based_on=return_.current_submission,
        )
    clients = [signed_in(actor) for actor in people]
    wrong = []
    for label in labels():
        ours, theirs = (asked(client, f"/everything/{label}/") for client in clients)
        if not ours or not theirs or ours & theirs or not ours | theirs <= all_rows(label):
            wrong.append(label)
    assert wrong == []


@pytest.mark.parametrize("label", ["collect.Return", "validation.Finding"])
def test_what_is_streamed_is_asked_for_on_behalf_of_who_asked(two: tuple[Return, Return], label: str) -> None:
    client = signed_in(source_of(two[0]))
    answer = client.get(f"/streamed/{label}/")
    with seen_by(None):
        streamed = set(b"".join(answer).decode().split())
    assert streamed == asked(client, f"/everything/{label}/")
    assert streamed < all_rows(label)


def test_what_hangs_on_a_shared_row_is_narrowed_too(two: tuple[Return, Return]) -> None:
    assert asked(signed_in(source_of(two[0])), "/collection/") == {str(two[0].pk)}


def test_what_hangs_on_a_row_in_scope_needs_no_scope(two: tuple[Return, Return]) -> None:
    with seen_by(None):
        assert two[0].submissions.count() == 1


def test_each_party_sees_by_a_forgotten_filter_what_it_sees_by_the_pages(two: tuple[Return, Return]) -> None:
    ours, theirs = (str(return_.pk) for return_ in two)
    la = Actor.of(member(LocalAuthority.create(la_number="801")))
    trust = Actor.of(member(Academy.create().parent))
    dfe = Actor.of(member(DfE.create()))
    where = "/everything/collect.Return/"
    assert asked(signed_in(la), where) == {theirs}
    assert asked(signed_in(trust), where) == set()
    assert asked(signed_in(dfe), where) == {ours, theirs}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Return.objects.exists(),
        lambda: Return.objects.count(),
        lambda: Return.objects.in_bulk(),
        lambda: Return.objects.filter(status="no_data").update(version=1),
        lambda: Finding.objects.all().delete(),
        lambda: PupilIndex.objects.raw("SELECT 1 AS id"),
        lambda: Explanation.objects.aggregate(),
        lambda: AccountEvent.objects.values_list("pk"),
        lambda: Return.objects.get_or_create(status="no_data"),
    ],
)
def test_no_question_gets_past(ask: Any, django_assert_num_queries: Any) -> None:
    with seen_by(None), django_assert_num_queries(0), pytest.raises(NoScope):
        ask()


def test_a_thread_starts_on_nobodys_behalf() -> None:
    found: list[BaseException] = []

    def run() -> None:
        try:
            Return.objects.exists()
        except NoScope as refused:
            found.append(refused)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert len(found) == 1


def test_seeing_everything_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="Say why"), unscoped(" "):
        pass


def test_the_scope_ends_with_the_request(two: tuple[Return, Return]) -> None:
    client = signed_in(source_of(two[0]))
    with seen_by(None):
        client.get("/everything/collect.Return/")
        with pytest.raises(NoScope):
            Return.objects.exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_task_says_why_it_sees_everything(room: str) -> None:
    module = Path(room, "tasks.py")
    text = module.read_text() if module.exists() else ""
    assert len(re.findall(r"^@shared_task", text, re.M)) == len(re.findall(r'^@unscoped\("', text, re.M))
