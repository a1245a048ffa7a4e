"""The database role of the web processes: the portal works with it, and it can undo no guard."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.utils import InternalError

from accounts import guards as account_guards
from accounts.actions import Invite, Remove
from accounts.mail import Mail
from accounts.models import AccountEvent
from census.management.commands.grant_web_role import ROLE
from collect import guards
from collect.actions import Chosen, Explain
from collect.models import Event, PupilDataRead, Receipt, Submission
from collect.tasks import Doorbell
from rulechanges.actions import Propose
from rulechanges.models import ChangeEvent
from tests.accounts.support import approver_of
from tests.collect.factories import ReturnFactory, collector, source_of
from tests.collect.support import check, error, query, upload
from tests.factories import School

pytestmark = [pytest.mark.services, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
APPEND_ONLY = [guard.table for guard in guards.GUARDS] + list(account_guards.TABLES)


def test_every_table_that_only_grows_is_among_them() -> None:
    models = (Event, Receipt, PupilDataRead, Submission, ChangeEvent, AccountEvent)
    assert sorted(APPEND_ONLY) == sorted(model._meta.db_table for model in models)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("how", ["TRUNCATE {}", "TRUNCATE {} CASCADE", "TRUNCATE {} RESTART IDENTITY CASCADE"])
def test_not_even_the_owner_empties_it(table: str, how: str) -> None:
    refused = pytest.raises(
        DatabaseError, match=f"{table} is kept as it was written|cannot truncate a table referenced"
    )
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(how.format(table))


@pytest.mark.parametrize("table", ["collect_return", "accounts_person", "accounts_organisation", "collect_collection"])
def test_nor_by_way_of_a_table_that_it_names(table: str) -> None:
    with pytest.raises(DatabaseError, match="is kept as it was written"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(Doorbell, "ring", lambda *_: None)
    monkeypatch.setenv("WEB_DATABASE_PASSWORD", "three-calm-otters")
    said = StringIO()
    for _ in range(2):  # it may be run again
        call_command("grant_web_role", stdout=said)
    return said.getvalue()


@pytest.fixture
def as_web(granted: str) -> Iterator[None]:
    """The connection of the test acts as the role until the end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.usefixtures("as_web")
def test_the_portal_works_as_that_role() -> None:
    return_ = ReturnFactory.create()
    source = source_of(return_, "view", "edit", "submit")
    submission = check(return_, source, error(1), query(1))
    Explain(source, return_, Chosen(rule=query(1).rule), "It is so.").perform()
    upload(return_, source, "another")
    actor = approver_of(School.create())
    Invite(actor, actor.organisation, "new@example.org", "New Person").perform()
    Remove(actor, actor.organisation.memberships.get(person__email="new@example.org")).perform()
    Propose(collector(), return_.collection.ruleset, "1500", "switch_off", "It is wrong.").perform()
    assert Receipt.objects.filter(submission=submission).exists()
    assert Event.objects.count() >= 3
    assert AccountEvent.objects.count() == 2
    assert Mail.objects.exists()


FORBIDDEN = (
    *(f"TRUNCATE {table} CASCADE" for table in (*APPEND_ONLY, "collect_return", "collect_job")),
    "DROP TRIGGER collect_event_no_delete ON collect_event",
    "ALTER TABLE collect_event DISABLE TRIGGER ALL",
    "ALTER TABLE collect_event ADD COLUMN more text",
    "DROP FUNCTION collect_event_kept() CASCADE",
    "CREATE OR REPLACE FUNCTION collect_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE TRIGGER mine BEFORE INSERT ON collect_event FOR EACH ROW EXECUTE FUNCTION collect_event_kept()",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "DROP TABLE collect_event CASCADE",
    "CREATE ROLE mine",
    "SET session_replication_role = replica",
    "DELETE FROM django_migrations",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
)


@pytest.mark.usefixtures("as_web")
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_it_may_do_nothing_but_read_and_write_rows(statement: str) -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


@pytest.mark.usefixtures("as_web")
def test_rows_of_the_history_stay_for_it_too() -> None:
    return_ = ReturnFactory.create()
    check(return_, source_of(return_, "view", "edit"), error(1))
    for statement in ("DELETE FROM collect_event", "UPDATE collect_event SET action = 'x'"):
        with pytest.raises(DatabaseError, match="is kept as it was written"), transaction.atomic():
            connection.cursor().execute(statement)


def test_it_signs_in_with_its_password_and_owns_nothing(granted: str) -> None:
    assert granted.count("with the password of WEB_DATABASE_PASSWORD") == 2
    known = connection.get_connection_params()
    place = {key: known[key] for key in ("dbname", "host", "port") if key in known}
    with psycopg2.connect(**place, user=ROLE, password="three-calm-otters") as web, web.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM collect_event")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 4
    web.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolpassword LIKE 'SCRAM-SHA-256%%' FROM pg_authid WHERE rolname = %s", [ROLE])
        assert cursor.fetchone() == (True,)


def test_a_role_that_could_become_the_owner_is_refused(granted: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {ROLE} SUPERUSER")
        try:
            with pytest.raises(DatabaseError, match="could do all that this role can"):
                call_command("grant_web_role")
        finally:
            cursor.execute(f"ALTER ROLE {ROLE} NOSUPERUSER")


def test_a_table_that_a_migration_makes_can_be_used_at_once(granted: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigserial PRIMARY KEY)")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        cursor.execute("INSERT INTO made_later DEFAULT VALUES")
        cursor.execute("SELECT id FROM made_later")
        assert cursor.fetchone() == (1,)
        transaction.set_rollback(True)


def test_elsewhere_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="Roles are PostgreSQL's"):
        call_command("grant_web_role")
