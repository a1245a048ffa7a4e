"""Actions: what stops them, in words, and that each is done once with its event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collect.actions import (
    AcceptError,
    AcceptExplanation,
    Approve,
    Authorise,
    Chosen,
    Explain,
    NotPossible,
    OutOfDate,
    Reject,
    RejectByCollector,
    ReturnAction,
    SendBackExplanation,
    Submit,
    Upload,
    available_actions,
)
from collect.models import Collection, Event, Notification, Return, Status
from tests.collect.factories import agent_of, collector, source_of
from tests.collect.support import check, error, pupil_xml, put, query, upload

pytestmark = pytest.mark.django_db


def submit(return_: Return, **given: Any) -> Submit:
    return Submit(
        source_of(return_), return_, **{"head_name": "A. Head", "head_role": "Head", "declared": True, **given}
    )


def codes(action: ReturnAction) -> set[str]:
    with pytest.raises(NotPossible) as stopped:
        action.perform()
    return stopped.value.codes


def test_submitting_keeps_the_declaration_and_the_event(school_return: Return) -> None:
    check(school_return, source_of(school_return), error(), query())
    action = submit(school_return)
    assert action.outstanding() == ["1 error to correct", "1 query to correct or explain"]
    event = action.perform()
    school_return.refresh_from_db()
    assert (school_return.status, school_return.head_name, school_return.version) == (Status.SUBMITTED, "A. Head", 2)
    assert school_return.declared_by == event.person
    assert (event.status_before, event.status_after, event.version_before) == ("loaded", "submitted", 1)
    assert event.details["outstanding"] == ["1 error to correct", "1 query to correct or explain"]


@pytest.mark.parametrize(
    ("given", "code"),
    [({"head_name": " "}, "head_name"), ({"head_role": ""}, "head_role"), ({"declared": False}, "declared")],
)
def test_the_declaration_must_be_complete(school_return: Return, given: dict[str, Any], code: str) -> None:
    check(school_return, source_of(school_return))
    assert codes(submit(school_return, **given)) == {code}


def test_a_file_with_faults_of_structure_is_never_submitted(school_return: Return) -> None:
    check(school_return, source_of(school_return), pupils=pupil_xml(more="<Nonsense/>"))
    action = submit(school_return)
    assert [str(reason) for reason in action.reasons()] == [
        "The file has 1 fault of structure. Put that right in your MIS and upload a new file."
    ]
    assert codes(action) == {"structure"}


def test_nothing_is_decided_while_a_new_file_is_being_checked(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    upload(school_return, actor, "another")
    assert codes(Approve(agent_of(school_return), school_return)) == {"checking"}


def test_approving_needs_every_query_explained_but_leaves_errors(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, error(1), query(1), query(2))
    submit(school_return).perform()
    agent = agent_of(school_return)
    assert codes(Approve(agent, school_return)) == {"queries"}
    Explain(actor, school_return, Chosen(rule="1590Q"), "Both came back from abroad.").perform()
    Approve(agent, school_return).perform()
    school_return.refresh_from_db()
    assert school_return.status == Status.APPROVED


def test_authorising_needs_errors_settled_and_explanations_accepted(school_return: Return) -> None:
    actor, agent, dfe = source_of(school_return), agent_of(school_return), collector()
    check(school_return, actor, error(1), query(1))
    submit(school_return).perform()
    Explain(actor, school_return, Chosen(rule="1590Q"), "True.").perform()
    Approve(agent, school_return).perform()
    assert codes(Authorise(dfe, school_return)) == {"errors", "explanations"}
    AcceptError(dfe, school_return, Chosen(rule="1500"), "The UPN is being sought.").perform()
    assert codes(Authorise(dfe, school_return)) == {"explanations"}
    AcceptExplanation(dfe, school_return).perform()
    Authorise(dfe, school_return).perform()
    school_return.refresh_from_db()
    assert school_return.status == Status.AUTHORISED


def test_an_academy_goes_from_submitted_to_authorised(academy_return: Return) -> None:
    check(academy_return, source_of(academy_return))
    submit(academy_return).perform()
    Authorise(collector(), academy_return).perform()
    academy_return.refresh_from_db()
    assert academy_return.status == Status.AUTHORISED


@pytest.mark.parametrize("action", [Reject, RejectByCollector])
def test_rejecting_needs_a_reason(school_return: Return, action: Any) -> None:
    check(school_return, source_of(school_return))
    put(school_return, Status.SUBMITTED if action is Reject else Status.APPROVED)
    actor = agent_of(school_return) if action is Reject else collector()
    assert codes(action(actor, school_return, "  ")) == {"reason_missing"}
    action(actor, school_return, "Class 3 is missing.").perform()
    school_return.refresh_from_db()
    assert school_return.last_reason == "Class 3 is missing."


def test_a_question_opens_a_query_again_until_it_is_answered(school_return: Return) -> None:
    actor, agent = source_of(school_return), agent_of(school_return)
    check(school_return, actor, query())
    submit(school_return).perform()
    Explain(actor, school_return, Chosen(rule="1590Q"), "True.").perform()
    SendBackExplanation(agent, school_return, question="Since when?").perform()
    school_return.refresh_from_db()
    (stopped,) = Approve(agent, school_return).reasons()
    assert str(stopped) == "There is 1 query still to be explained, 1 sent back with a question."
    Explain(actor, school_return, Chosen(rule="1590Q"), "Since March.").perform()
    Approve(agent, school_return).perform()
    event = Event.objects.filter(action="explain").first()
    assert event is not None
    assert event.details["replaced"] == ["True."]


# -- who and when


@pytest.mark.parametrize(("may", "name"), [(("view", "edit"), "submit"), (("view", "submit"), "upload")])
def test_without_permission_an_action_is_shown_with_the_way_to_get_it(
    school_return: Return, may: tuple[str, ...], name: str
) -> None:
    actor = source_of(school_return, *may)
    check(school_return, source_of(school_return))
    (found,) = [available for available in available_actions(actor, school_return) if available.name == name]
    assert [reason.code for reason in found.reasons] == ["no_permission"]
    assert "Ask an approver" in found.reasons[0].text


def test_nobody_uploads_before_the_collection_opens(school_return: Return) -> None:
    Collection.objects.update(opens_on=timezone.localdate() + timedelta(days=1))
    school_return.refresh_from_db()
    with pytest.raises(NotPossible) as stopped:
        upload(school_return, source_of(school_return))
    assert stopped.value.codes == {"not_open"}


def test_after_the_closing_date_only_the_collector_acts(school_return: Return) -> None:
    check(school_return, source_of(school_return))
    put(school_return, Status.APPROVED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Collection.objects.update(due_on=yesterday, closes_on=yesterday)
    school_return = Return.objects.get()
    assert [r.code for r in Explain(source_of(school_return), school_return).reasons()] == ["closed"]
    Authorise(collector(), school_return).perform()


def test_between_due_and_closing_date_the_source_still_may(school_return: Return) -> None:
    Collection.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    school_return = Return.objects.get()
    check(school_return, source_of(school_return))
    assert school_return.status == Status.LOADED


# -- once


def test_a_double_click_is_done_once(school_return: Return) -> None:
    check(school_return, source_of(school_return))
    action = submit(school_return)
    first = action.perform(expected_version=1)
    again = Submit(action.actor, school_return, "A. Head", "Head", declared=True).perform(expected_version=1)
    assert first == again
    assert Event.objects.filter(action="submit").count() == 1


def test_a_page_that_is_out_of_date_decides_nothing(school_return: Return) -> None:
    check(school_return, source_of(school_return))
    submit(school_return).perform(expected_version=1)
    agent = agent_of(school_return)
    check(school_return, source_of(school_return))  # the school uploads while the LA reads
    with pytest.raises(OutOfDate):
        Approve(agent, school_return).perform(expected_version=2)
    assert not Event.objects.filter(action="approve").exists()


def test_a_failing_action_leaves_nothing(school_return: Return, monkeypatch: pytest.MonkeyPatch) -> None:
    check(school_return, source_of(school_return))
    events = Event.objects.count()

    def fails(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("collect.actions.base.notify.about", fails)
    with pytest.raises(RuntimeError):
        submit(school_return).perform()
    school_return.refresh_from_db()
    assert school_return.status == Status.LOADED
    assert Event.objects.count() == events


def test_those_concerned_are_told(school_return: Return) -> None:
    check(school_return, source_of(school_return))
    agent, reader = agent_of(school_return), agent_of(school_return, "view")
    Notification.objects.all().delete()
    submit(school_return).perform()
    assert set(Notification.objects.values_list("to", flat=True)) == {agent.person.pk}
    assert reader.person.pk != agent.person.pk


def test_the_upload_action_gives_its_event(school_return: Return) -> None:
    from io import BytesIO

    from tests.collect.support import xml

    actor = source_of(school_return)
    event = Upload(actor, school_return, BytesIO(xml(school_return)), "census.xml").perform()
    again = Upload(actor, school_return, BytesIO(xml(school_return)), "census.xml").perform()
    assert event == again
    assert event.details["number"] == 1
