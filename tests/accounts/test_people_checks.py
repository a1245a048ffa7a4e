"""The yearly check: are these still your people?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import AskPeopleCheck, NotAllowed
from accounts.mail import Mail
from accounts.models import AccountEvent, Membership, Organisation, PeopleCheck
from accounts.people_checks import answer, open_check, overdue_below, to_open
from accounts.tasks import look_after_people_checks
from tests.accounts.support import approver_of
from tests.factories import Academy, DfE, LocalAuthority, School, member

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Act = Callable[..., Client]
WHERE = "/account/people-check/"


def ask(organisation: Organisation, *, days: int = 28) -> PeopleCheck:
    doing = AskPeopleCheck(organisation)
    doing.perform()
    due = timezone.localdate() + timedelta(days=days)
    PeopleCheck.objects.filter(pk=doing.check.pk).update(due_on=due)
    doing.check.refresh_from_db()
    return doing.check


def test_approvers_are_asked_a_year_after_the_first_joined_and_a_year_after_the_last_check() -> None:
    actor = approver_of(School.create())
    member(School.create())  # nobody runs the accounts there
    now = timezone.now()
    assert to_open(now + timedelta(days=364)) == []
    assert to_open(now + timedelta(days=366)) == [actor.organisation]
    Membership.objects.update(joined_at=now - timedelta(days=400))
    assert look_after_people_checks() == {"asked": 1, "reminded": 0}
    assert look_after_people_checks() == {"asked": 0, "reminded": 0}
    assert Mail.objects.get().to == actor.person.email
    check = open_check(actor.organisation)
    assert check is not None
    PeopleCheck.objects.update(completed_at=now)
    assert to_open(now + timedelta(days=364)) == []
    assert to_open(now + timedelta(days=366)) == [actor.organisation]


def test_each_person_is_confirmed_or_removed_on_one_page(act: Act) -> None:
    school = School.create()
    stays, goes, invited = member(school), member(school), member(school, joined_at=None, is_active=False)
    client = act(school, role="approver")
    ask(school)
    assert "Check your people" in client.get("/").content.decode()
    said = {f"person-{stays.pk}": "stays", f"person-{goes.pk}": "goes"}
    page = client.post(WHERE, said).content.decode()
    assert f"Say whether {invited.name} still works here" in page
    assert open_check(school) is not None
    sent = client.post(WHERE, {**said, f"person-{invited.pk}": "stays"}, follow=True).content.decode()
    assert "your people are checked for this year. You removed 1." in sent
    assert "Check your people" not in client.get("/").content.decode()
    assert {one.pk: str(one.state) for one in Membership.objects.filter(organisation=school, role="end_user")} == {
        stays.pk: "active",
        goes.pk: "removed",
        invited.pk: "invited",
    }
    events = AccountEvent.objects.order_by("pk").values_list("action", flat=True)
    expected = ["people_check_asked", "person_removed", "person_confirmed", "person_confirmed", "people_checked"]
    assert list(events) == expected
    assert AccountEvent.objects.get(action="person_removed").reason == "Yearly check of people"
    assert "Your people are checked" in client.get(WHERE).content.decode()


def test_an_approver_who_is_alone_confirms_that(act: Act) -> None:
    school = School.create()
    client = act(school, role="approver")
    ask(school)
    assert "Nobody but you can sign in" in client.get(WHERE).content.decode()
    assert client.post(WHERE)["Location"] == "/"
    assert open_check(school) is None


def test_a_deputy_cannot_remove_an_approver_and_then_nothing_of_it_is_kept(act: Act) -> None:
    school = School.create()
    approver, colleague = approver_of(school), member(school)
    client = act(school, role="deputy")
    ask(school)
    said = {f"person-{approver.membership.pk}": "goes", f"person-{colleague.pk}": "goes"}
    assert "Only an approver can change" in client.post(WHERE, said).content.decode()
    colleague.refresh_from_db()
    assert colleague.state == "active"
    assert not AccountEvent.objects.filter(action="person_removed").exists()


def test_somebody_who_joins_meanwhile_is_looked_at_too() -> None:
    actor = approver_of(School.create())
    check, known = ask(actor.organisation), member(actor.organisation)
    member(actor.organisation)
    with pytest.raises(NotAllowed) as stopped:
        answer(actor, check, [known], [])
    assert stopped.value.codes == {"left"}
    assert not AccountEvent.objects.filter(action="person_confirmed").exists()


def test_two_approvers_answer_once() -> None:
    first = approver_of(School.create())
    second = approver_of(first.organisation)
    check = ask(first.organisation)
    answer(first, check, [second.membership], [])
    with pytest.raises(NotAllowed) as stopped:
        answer(second, check, [first.membership], [])
    assert stopped.value.codes == {"done"}


def test_what_is_overdue_is_reminded_of_once_and_seen_by_the_level_above(act: Act) -> None:
    la, other_la = LocalAuthority.create(), LocalAuthority.create(la_number="801")
    school, academy = School.create(), Academy.create()
    for organisation in (school, academy):
        approver_of(organisation)
        ask(organisation, days=-1)
    Mail.objects.all().delete()
    assert look_after_people_checks()["reminded"] == 2
    assert look_after_people_checks()["reminded"] == 0
    assert Mail.objects.filter(subject__contains="overdue").count() == 2
    assert academy.parent is not None
    seen = {
        above.name: {check.organisation for check in overdue_below(approver_of(above))}
        for above in (la, other_la, academy.parent, DfE.create(), School.create(name="Another"))
    }
    assert seen == {
        la.name: {school},
        other_la.name: set(),
        academy.parent.name: {academy},
        "Department for Education": {school, academy},
        "Another": set(),
    }
    client = act(la, role="approver")
    assert "1 organisation has not checked its people in time" in client.get("/").content.decode()
    assert school.name in client.get(f"{WHERE}overdue/").content.decode()
    lines = b"".join(client.get(f"{WHERE}overdue/", {"format": "csv"}).streaming_content).decode()
    assert f"{school.name},{school.laestab}," in lines


def test_who_was_never_asked_is_not_told_that_people_are_checked(act: Act) -> None:
    page = act(School.create(), role="approver").get(WHERE).content.decode()
    assert "There is nobody to check yet" in page
    assert "are checked" not in page


def test_the_level_above_is_told_once_by_email() -> None:
    school, above = School.create(name="Meadow Lane"), approver_of(LocalAuthority.create())
    approver_of(DfE.create())
    approver_of(school)
    ask(school, days=-1)
    Mail.objects.all().delete()
    for _ in range(2):
        look_after_people_checks()
    told = Mail.objects.get(kind="people_check_overdue")
    assert (told.to, told.organisation) == (above.person.email, above.organisation)
    assert "Meadow Lane has not checked its people" in told.subject
    assert "/account/people-check/overdue/" in told.body


def test_where_nobody_runs_the_accounts_above_the_next_level_is_told() -> None:
    LocalAuthority.create()
    dfe, school = approver_of(DfE.create()), School.create()
    approver_of(school)
    ask(school, days=-1)
    look_after_people_checks()
    assert Mail.objects.get(kind="people_check_overdue").to == dfe.person.email


def test_only_approvers_find_these_pages(act: Act) -> None:
    school = School.create()
    ask(school)
    assert act(school, "edit", "submit").get(WHERE).status_code == 404
    assert act(school, role="approver").get(f"{WHERE}overdue/").status_code == 404
    assert act(LocalAuthority.create()).get(f"{WHERE}overdue/").status_code == 404
