"""The history, the files and the receipts cannot be changed or taken away: not by the ORM, not by SQL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from collect import guards
from collect.models import Event, Receipt, Return, Submission
from tests.collect.factories import source_of
from tests.collect.support import check, query

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def submission(school_return: Return) -> Submission:
    return check(school_return, source_of(school_return), query())


def refused(sql: str, *parameters: object) -> bool:
    with (
        pytest.raises(DatabaseError, match="kept as it was written"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    return True


def test_an_event_cannot_be_changed_by_the_orm(submission: Submission) -> None:
    event = Event.objects.first()
    assert event is not None
    event.action = "nothing"
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        Event.objects.update(details={})


def test_an_event_cannot_be_deleted_by_the_orm(submission: Submission) -> None:
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        Event.objects.filter(action="upload").delete()
    assert Event.objects.filter(action="upload").count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE collect_event SET action = 'nothing'",
        "DELETE FROM collect_event",
        "UPDATE collect_receipt SET body = '{}'",
        "DELETE FROM collect_receipt",
        "UPDATE collect_submission SET sha256 = 'x'",
        "UPDATE collect_submission SET number = number + 1",
        "UPDATE collect_submission SET file = 'elsewhere'",
        "DELETE FROM collect_submission",
    ],
)
def test_nor_by_sql(submission: Submission, sql: str) -> None:
    assert refused(sql)


def test_what_becomes_of_a_file_may_be_written(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.CHECKED)
    submission.refresh_from_db()
    submission.save()
    assert submission.receipt == Receipt.objects.get()


def test_the_guards_come_back_after_a_migration(submission: Submission) -> None:
    """SQLite forgets the triggers of a table that it rebuilds for a changed column."""
    guards.remove(connection)
    call_command("migrate", verbosity=0)
    assert refused("DELETE FROM collect_event")
