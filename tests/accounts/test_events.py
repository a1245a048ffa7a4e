"""Account events: kept as written, seen by whom they concern, and never other than an action declares."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts import guards
from accounts.actions import AccountAction, Problem, WrongEvents
from accounts.actions.base import NotAllowed
from accounts.models import AccountEvent, Organisation
from accounts.recording import record
from accounts.scope import Actor
from tests.factories import PASSWORD, DfE, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
PAGE = "/account/events/"


def test_an_event_cannot_be_changed_or_deleted_by_the_orm() -> None:
    record("signed_in", organisation=School())
    for attempt in (lambda: AccountEvent.objects.update(reason="x"), AccountEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
            attempt()
    assert AccountEvent.objects.get().reason == ""


@pytest.mark.parametrize("sql", ["UPDATE accounts_accountevent SET reason = 'x'", "DELETE FROM accounts_accountevent"])
def test_nor_by_sql(sql: str) -> None:
    record("signed_in")
    with (
        pytest.raises(DatabaseError, match="kept as it was written"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_guards_come_back_with_each_migration() -> None:
    guards.remove(connection)
    call_command("migrate", verbosity=0)
    record("signed_in")
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        AccountEvent.objects.all().delete()


class Careless(AccountAction):
    """Declares one event and writes what it is told to."""

    name, done, emits = "careless", "Was careless", ("careless",)

    def __init__(self, actor: Actor, written: tuple[str, ...], stopped: bool = False):
        super().__init__(actor)
        self.written, self.stopped = written, stopped

    @property
    def organisation(self) -> Organisation | None:
        return self.actor.organisation if self.actor else None

    def problems(self) -> list[Problem]:
        return [Problem("stopped", "Not now.")] if self.stopped else []

    def change(self) -> None:
        assert self.actor is not None
        self.actor.organisation.name = "Changed"
        self.actor.organisation.save()
        for action in self.written:
            self.emit(action)


@pytest.mark.parametrize("written", [(), ("other",), ("careless", "other"), ("careless", "careless")])
def test_an_action_that_writes_other_events_than_it_declares_changes_nothing(written: tuple[str, ...]) -> None:
    actor = Actor.of(member(School(name="As it was")))
    with pytest.raises(WrongEvents):
        Careless(actor, written).perform()
    assert AccountEvent.objects.count() == 0
    assert Organisation.objects.get(pk=actor.organisation.pk).name == "As it was"


def test_an_action_that_is_stopped_says_why_and_changes_nothing() -> None:
    actor = Actor.of(member(School()))
    with pytest.raises(NotAllowed, match="Not now") as stopped:
        Careless(actor, ("careless",), stopped=True).perform()
    assert stopped.value.codes == {"stopped"}
    assert AccountEvent.objects.count() == 0


def test_an_event_says_who_for_whom_and_from_where(client: Client) -> None:
    person = member(School()).person
    client.post("/account/login/", {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    event = AccountEvent.objects.get(action="signed_in")
    assert (event.person, event.subject, event.ip) == (person, person, "192.0.2.7")
    assert event.request_id


def test_each_organisation_reads_its_own_and_dfe_all(act: Callable[..., Client]) -> None:
    ours, theirs = School(), School()
    mine, stranger = member(ours).person, member(theirs).person
    record("signed_in", person=mine, subject=mine)
    record("signed_in", person=stranger, subject=stranger)
    record("suspended", organisation=theirs, subject=stranger, reason="Left the school")

    own = act(ours, role="approver").get(PAGE).content.decode()
    all_of_them = act(DfE(), role="approver").get(PAGE).content.decode()

    assert mine.full_name in own
    assert "Left the school" not in own
    assert stranger.full_name not in own
    assert "Left the school" in all_of_them
    assert mine.full_name in all_of_them


def test_the_list_is_not_there_for_end_users(act: Callable[..., Client]) -> None:
    assert act(School()).get(PAGE).status_code == 404
    assert act(DfE()).get(PAGE).status_code == 404


def test_csv_is_safe_for_spreadsheets(act: Callable[..., Client]) -> None:
    school = School(name="=1+1")
    record("signed_in", organisation=school, reason="@SUM(A1)", before={"role": "End user"}, after={"role": "Approver"})
    answer = act(school, role="approver").get(PAGE, {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"] == 'attachment; filename="account-events.csv"'
    assert "'=1+1" in text
    assert "'@SUM(A1)" in text
    assert "role: End user,role: Approver" in text


def test_the_list_is_narrowed_by_kind_and_name(act: Callable[..., Client]) -> None:
    school = School()
    client, one = act(school, role="approver"), member(school).person
    record("signed_in", person=one, subject=one)
    record("people_checked", organisation=school)
    record("password_changed", person=one, subject=one)
    lines = client.get(PAGE, {"kind": "password_changed"}).context["lines"]
    assert [line.what for line in lines] == ["Changed their password"]
    found = client.post(PAGE, {"q": one.email.upper()}, follow=True)
    assert found.redirect_chain == [(PAGE, 302)], "no address holds what was typed"
    assert found.context["page"].paginator.count == 2
    assert client.get(PAGE, {"page": 1}).context["page"].paginator.count == 2, "turning the page keeps it"
    lines = b"".join(client.get(PAGE, {"format": "csv"}).streaming_content).splitlines()
    assert len(lines) == 3, "and so does taking it away"
    assert "Nothing fits" in client.post(PAGE, {"q": "nobody at all"}, follow=True).content.decode()
    everything = client.post(PAGE, {}, follow=True).context["page"].paginator.count
    assert everything > 2
    assert client.get(PAGE, {"q": one.email}).context["page"].paginator.count == everything, "addresses are not read"
