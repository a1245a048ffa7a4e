"""People who no longer sign in: told twice, suspended after thirteen months, let in again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import leavers, tasks
from accounts.actions import Reinstate
from accounts.mail import Mail
from accounts.models import AccountEvent, Membership, Person
from tests.accounts.support import approver_of
from tests.factories import DfE, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Clock:
    """The time that the portal sees."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = START
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def to(self, days: int) -> dict[str, int]:
        """That many days after the start: what the daily task did."""
        self.now = START + timedelta(days=days)
        return tasks.look_after_leavers()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def somebody(**fields: object) -> Membership:
    """Joined and last signed in at the start."""
    return member(School.create(), joined_at=START, person__last_login=START, **fields)


def test_they_are_told_twice_then_suspended_with_a_reason(clock: Clock) -> None:
    one = somebody()
    approver = approver_of(one.organisation)
    Person.objects.filter(pk=approver.person.pk).update(last_login=START + timedelta(days=390))
    did = {day: done for day in range(330, 410) if any((done := clock.to(day)).values())}
    first, second, last = did
    assert [did[day] for day in did] == [
        {"warned": 1, "suspended": 0},
        {"warned": 1, "suspended": 0},
        {"warned": 0, "suspended": 1},
    ]
    assert (START + timedelta(days=last)).date() == datetime(2027, 4, 2, tzinfo=UTC).date()
    assert (last - second, second - first) == (7, 23)
    one.refresh_from_db()
    assert one.state == "suspended"
    event = AccountEvent.objects.get(action="quiet_suspended")
    assert (event.person, event.subject, event.reason) == (None, one.person, "Not signed in for 13 months")
    to = list(Mail.objects.order_by("pk").values_list("to", flat=True))
    assert to == [one.person.email] * 3 + [approver.person.email]
    assert one.organisation.name in Mail.objects.first().subject  # type: ignore[union-attr]


def test_signing_in_starts_the_time_again(clock: Clock) -> None:
    one = somebody()
    assert clock.to(370)["warned"] == 1
    Person.objects.filter(pk=one.person_id).update(last_login=START + timedelta(days=380))
    assert [clock.to(day) for day in (390, 400, 500, 700)] == [{"warned": 0, "suspended": 0}] * 4
    assert clock.to(380 + 370) == {"warned": 1, "suspended": 0}


def test_somebody_who_was_never_told_is_told_first_however_long_ago_it_was(clock: Clock) -> None:
    somebody()
    assert clock.to(1000) == {"warned": 1, "suspended": 0}
    assert clock.to(1001) == {"warned": 0, "suspended": 0}
    assert clock.to(1023) == {"warned": 1, "suspended": 0}
    assert clock.to(1029) == {"warned": 0, "suspended": 0}
    assert clock.to(1030) == {"warned": 0, "suspended": 1}


def test_who_is_reinstated_has_the_whole_time_again(clock: Clock) -> None:
    one = somebody()
    for day in (1000, 1023, 1030):
        clock.to(day)
    one.refresh_from_db()
    approver = approver_of(one.organisation)
    Person.objects.filter(pk=approver.person.pk).update(last_login=START + timedelta(days=1390))
    Reinstate(approver, one).perform()
    assert clock.to(1031) == {"warned": 0, "suspended": 0}
    assert clock.to(1030 + 366) == {"warned": 1, "suspended": 0}


def test_the_invited_the_suspended_and_the_removed_are_left_alone(clock: Clock) -> None:
    somebody(is_active=False)
    somebody(removed_at=START)
    member(School.create(), joined_at=None, is_active=False)
    assert clock.to(1000) == {"warned": 0, "suspended": 0}


def test_even_the_only_approver_is_suspended(clock: Clock) -> None:
    """An account that nobody uses and that runs others is the greatest risk; the level above can step in."""
    one = somebody(role="approver")
    for day in (1000, 1023, 1030):
        clock.to(day)
    one.refresh_from_db()
    assert one.state == "suspended"
    assert approver_of(DfE.create()).is_approver


@pytest.mark.parametrize(
    ("moment", "before"),
    [("2027-03-31", "2026-02-28"), ("2027-01-15", "2025-12-15"), ("2028-02-29", "2027-01-28")],
)
def test_thirteen_months_are_counted_by_the_calendar(moment: str, before: str) -> None:
    assert str(leavers.months_before(datetime.fromisoformat(moment), 13).date()) == before


def test_the_command_does_it_now_or_only_counts() -> None:
    somebody()
    Membership.objects.update(joined_at=timezone.now() - timedelta(days=600))
    Person.objects.update(last_login=None)
    out = StringIO()
    call_command("find_leavers", "--dry-run", stdout=out)
    assert not AccountEvent.objects.exists()
    call_command("find_leavers", stdout=out)
    assert out.getvalue().splitlines() == ["1 would be told, 0 would be suspended.", "1 were told, 0 were suspended."]


def test_the_daily_task_asks_as_much_for_nobody_as_for_many_who_are_there(
    django_assert_max_num_queries: object,
) -> None:
    school = School.create()
    for _ in range(30):
        member(school)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        tasks.daily()
