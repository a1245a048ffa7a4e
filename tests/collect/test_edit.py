"""Changing values on screen: the draft, the new file that it makes, and what becomes of the return."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.scope import Actor
from collect import scope
from collect.actions import Chosen, Edit, Explain, NotPossible, Upload
from collect.models import Draft, Event, Return, Status, Submission
from collect.selectors.editing import Sheet, record_at
from collect.selectors.findings import finding_detail
from collect.selectors.history import in_words
from collect.services import drafts, edits
from collect.services.check import work_once
from collect.services.matching import Match
from schemas.tables import Tables
from tests.collect.factories import ReturnFactory, agent_of, collector, source_of
from tests.collect.support import UPN, check, pupil_xml, put, query, tools, upload, xml
from tests.collect.test_receive import at_once, kept
from validation.models import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.services]

NAME = {"PupilIdentifiers/Surname": ("Obi",)}


def loaded(return_: Return, **content: Any) -> Submission:
    """A return with one pupil, loaded and validated."""
    return check(return_, source_of(return_), pupils=pupil_xml(), **content)


def typed(
    return_: Return, actor: Actor, values: Mapping[str, tuple[str, ...]] | None = None, key: str = "PupilOnRoll-1"
) -> Draft:
    """What somebody typed for a record, as the page would save it."""
    base = return_.current_submission
    assert base is not None
    record = Sheet.of(base, scope.draft_of(actor, return_)).record(key)
    drafts.put(actor, return_, base, record.node, key, values or NAME, record.held)
    draft = scope.draft_of(actor, return_)
    assert draft is not None
    return draft


def edited(return_: Return, actor: Actor, *findings: Any) -> Submission:
    """A changed surname, made and checked."""
    submission = Edit(actor, return_, typed(return_, actor)).receive().submission
    assert work_once(tools(findings)) is not None
    return_.refresh_from_db()
    submission.refresh_from_db()
    return submission


def content_of(submission: Submission) -> bytes:
    with submission.file.open("rb") as file:
        return bytes(file.read())


def codes(stopped: Any) -> set[str]:
    return stopped.value.codes


def test_a_change_makes_a_new_file_and_leaves_the_old_one(school_return: Return) -> None:
    before = loaded(school_return)
    old = content_of(before)
    after = edited(school_return, source_of(school_return))
    assert content_of(after) == old.replace(b"Okafor", b"Obi")
    assert content_of(before) == old
    assert (after.number, after.kind, after.based_on, after.state) == (2, "edit", before, "checked")
    assert after.filename == "census changed on screen.xml"
    assert school_return.current_submission == after
    assert Tables.read(after.tables_folder)["Pupil"]["surname"].to_list() == ["Obi"]
    assert after.receipt.document["receipt"]["submission"] == 2
    assert not Draft.objects.exists()


def test_a_packed_file_can_be_changed_too(school_return: Return) -> None:
    actor = source_of(school_return)
    content = xml(school_return, pupils=pupil_xml())
    Upload(actor, school_return, BytesIO(gzip.compress(content)), "census.xml.gz").receive()
    work_once(tools())
    school_return.refresh_from_db()
    after = edited(school_return, actor)
    assert content_of(after) == content.replace(b"Okafor", b"Obi")
    assert after.filename == "census changed on screen.xml"


@pytest.mark.parametrize(
    ("who", "status", "then"),
    [
        ("source", Status.LOADED, Status.LOADED),
        ("source", Status.SUBMITTED, Status.AMENDED_BY_SOURCE),
        ("agent", Status.SUBMITTED, Status.AMENDED_BY_AGENT),
        ("collector", Status.APPROVED, Status.AMENDED_BY_COLLECTOR),
    ],
)
def test_the_return_moves_as_the_workflow_says(school_return: Return, who: str, status: Status, then: Status) -> None:
    loaded(school_return)
    put(school_return, status)
    actor = {"source": source_of, "agent": agent_of, "collector": lambda _: collector()}[who](school_return)
    edited(school_return, actor)
    assert school_return.status == then


def test_nobody_without_the_permission_can(school_return: Return) -> None:
    loaded(school_return)
    reader = source_of(school_return, "view", "submit")
    with pytest.raises(NotPossible) as stopped:
        Edit(reader, school_return, typed(school_return, reader)).receive()
    assert codes(stopped) == {"no_permission"}


def test_what_was_explained_stays_explained(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, query(1), pupils=pupil_xml("A823200100001"))
    Explain(actor, school_return, Chosen(rule="1590Q"), "It is so.").perform()
    after = edited(school_return, actor, query(1))
    finding = Finding.objects.get(run=after.run_id)
    assert finding_detail(actor, finding.pk).match is Match.GIVEN


def test_the_history_says_which_items_of_which_records_and_no_value(school_return: Return) -> None:
    loaded(school_return)
    after = edited(school_return, source_of(school_return))
    event = Event.objects.get(action="edit")
    assert event.submission == after
    assert event.details["based_on"] == 1
    assert event.details["changes"] == [
        {
            "record": "PupilOnRoll-1",
            "path": "Message/Pupils/PupilsOnRoll/PupilOnRoll",
            "what": "changed",
            "items": ["PupilIdentifiers/Surname"],
        }
    ]
    assert "Obi" not in str(event.details)
    assert "Okafor" not in str(event.details)
    assert in_words(event).what == "Changed values of 1 record of file 1 on screen, which made file 2"


def test_what_was_changed_is_kept_beside_the_file(school_return: Return) -> None:
    loaded(school_return)
    after = edited(school_return, source_of(school_return))
    assert edits.changes_of(after)["PupilOnRoll-1"].items == NAME


def test_changes_of_a_file_that_was_replaced_are_refused_and_kept(school_return: Return) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    draft = typed(school_return, actor)
    check(school_return, source_of(school_return), note="another", pupils=pupil_xml())
    with pytest.raises(NotPossible) as stopped:
        Edit(actor, school_return, draft).receive()
    assert codes(stopped) == {"superseded"}
    assert scope.draft_of(actor, school_return) == draft
    assert Submission.objects.count() == 2


def test_nothing_is_made_while_another_file_is_checked(school_return: Return, files: Path) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    draft = typed(school_return, actor)
    upload(school_return, source_of(school_return), "on its way")
    before = sorted(files.rglob("*"))
    with pytest.raises(NotPossible) as stopped:
        Edit(actor, school_return, draft).receive()
    assert codes(stopped) == {"checking"}
    assert sorted(files.rglob("*")) == before


def test_the_second_of_two_clicks_finds_nothing_to_do(school_return: Return, files: Path) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    draft = typed(school_return, actor)
    late = Edit(actor, school_return, draft)
    edited(school_return, actor)
    kept = {path for path in files.rglob("*") if path.is_file()}
    with pytest.raises(NotPossible):
        late.receive()
    assert {path for path in files.rglob("*") if path.is_file()} == kept
    assert Submission.objects.count() == 2


def test_a_kill_before_the_end_leaves_the_draft(
    school_return: Return, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    draft = typed(school_return, actor)
    kept = {path for path in files.rglob("*") if path.is_file()}

    def killed(self: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Edit, "kept", killed)
    with pytest.raises(KeyboardInterrupt):
        Edit(actor, school_return, draft).receive()
    assert Submission.objects.count() == 1
    assert scope.draft_of(actor, school_return) == draft
    assert {path for path in files.rglob("*") if path.is_file()} == kept


def test_a_value_put_back_as_it_was_is_no_change(school_return: Return) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    typed(school_return, actor)
    base, key = school_return.current_submission, "PupilOnRoll-1"
    assert base is not None
    record = Sheet.of(base, scope.draft_of(actor, school_return)).record(key)
    drafts.put(actor, school_return, base, record.node, key, {"PupilIdentifiers/Surname": ("Okafor",)}, record.held)
    assert scope.draft_of(actor, school_return) is None


def test_a_record_that_goes_takes_along_what_was_to_change_inside(school_return: Return) -> None:
    actor = source_of(school_return)
    period = "<PupilCharacteristics><FSMperiods><FSMperiod/></FSMperiods></PupilCharacteristics>"
    check(school_return, actor, pupils=pupil_xml(more=period))
    base = school_return.current_submission
    assert base is not None
    typed(school_return, actor, {"FSMstartDate": ("2026-01-01",)}, "FSMperiod-1")
    sheet = Sheet.of(base, scope.draft_of(actor, school_return))
    pupil = sheet.record("PupilOnRoll-1")
    kind = sheet.kinds_inside(pupil)[0].node
    new = drafts.add(actor, school_return, base, kind, pupil.key, {})
    drafts.remove(actor, school_return, base, sheet.tables, pupil.node, pupil.key)
    draft = scope.draft_of(actor, school_return)
    assert draft is not None
    assert set(draft.changes) == {"PupilOnRoll-1"}
    assert new not in draft.changes
    drafts.undo(actor, school_return, "PupilOnRoll-1")
    assert scope.draft_of(actor, school_return) is None


def test_a_draft_is_its_persons_alone(school_return: Return) -> None:
    loaded(school_return)
    typed(school_return, source_of(school_return))
    assert scope.draft_of(source_of(school_return), school_return) is None
    assert scope.draft_of(collector(), school_return) is None


def test_two_files_are_not_mixed_in_one_draft(school_return: Return) -> None:
    actor = source_of(school_return)
    loaded(school_return)
    typed(school_return, actor)
    check(school_return, actor, note="another", pupils=pupil_xml())
    with pytest.raises(drafts.OtherFile):
        typed(school_return, actor)
    drafts.discard(actor, school_return)
    assert typed(school_return, actor).based_on == school_return.current_submission


def test_old_drafts_are_forgotten(school_return: Return) -> None:
    loaded(school_return)
    old, new = typed(school_return, source_of(school_return)), typed(school_return, agent_of(school_return))
    Draft.objects.filter(pk=old.pk).update(changed_at=timezone.now() - drafts.KEPT - timedelta(hours=1))
    assert drafts.forget_old() == 1
    assert list(Draft.objects.all()) == [new]


def test_what_a_file_was_made_from_never_changes(school_return: Return) -> None:
    loaded(school_return)
    after = edited(school_return, source_of(school_return))
    for fields in ({"kind": "upload"}, {"based_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=after.pk).update(**fields)


def test_a_finding_about_a_group_leads_to_its_record(school_return: Return) -> None:
    loaded(school_return)
    sheet = Sheet.of(school_return.current_submission, None)  # type: ignore[arg-type]
    assert record_at(sheet, "PupilOnRoll", 1) == "PupilOnRoll-1"
    assert record_at(sheet, "PupilIdentifiers", 1) == "PupilOnRoll-1"
    assert record_at(sheet, "Message", 1) == "Message-1"
    with pytest.raises(LookupError):
        record_at(sheet, "PupilIdentifiers", 2)
    assert sheet.record("PupilOnRoll-1").values["PupilIdentifiers/UPN"][0] == UPN


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_file(files: Path) -> None:
    return_ = ReturnFactory.create()
    actor = source_of(return_)
    loaded(return_)
    draft = typed(return_, actor)

    def click() -> str:
        try:
            return str(Edit(actor, Return.objects.get(pk=return_.pk), draft).receive().submission.pk)
        except NotPossible as stopped:
            return min(stopped.codes)

    found = at_once([click] * 3)
    assert Submission.objects.count() == 2
    assert len([answer for answer in found if answer in ("no_changes", "checking")]) == 2
    assert len([path for path in kept(files) if path.name == "received"]) == 2
    assert len([path for path in kept(files) if path.name == edits.CHANGES]) == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_and_an_edit_at_the_same_moment_never_undo_each_other() -> None:
    return_ = ReturnFactory.create()
    actor = source_of(return_)
    loaded(return_)
    draft = typed(return_, actor)

    def edit() -> str:
        try:
            Edit(actor, Return.objects.get(pk=return_.pk), draft).receive()
        except NotPossible as stopped:
            return min(stopped.codes)
        return "made"

    said, _ = at_once([edit, lambda: upload(return_, actor, "at once", pupils=pupil_xml())])
    while work_once(tools()) is not None:
        pass
    return_.refresh_from_db()
    current = return_.current_submission
    assert current is not None
    if said == "made":  # whichever came last is the return
        assert current.number == Submission.objects.count() == 3
    else:
        assert said in ("checking", "superseded")
        assert (current.number, current.kind) == (2, "upload")
        assert scope.draft_of(actor, return_) == draft


@pytest.mark.django_db(transaction=True)
def test_two_pages_saved_at_the_same_moment_are_both_kept() -> None:
    return_ = ReturnFactory.create()
    actor = source_of(return_)
    check(return_, actor, pupils=pupil_xml() + pupil_xml("A823200100002"))
    at_once([lambda n=n: typed(return_, actor, NAME, f"PupilOnRoll-{n}") for n in (1, 2)])
    draft = scope.draft_of(actor, return_)
    assert draft is not None
    assert set(draft.changes) == {"PupilOnRoll-1", "PupilOnRoll-2"}
