"""What the pages ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collect.models import Collection, Return, Status
from collect.selectors import desks, files, pupils
from collect.selectors.findings import Filter, by_pupil, by_rule, faults, findings, not_run
from collect.services import queue
from collect.services.check import Tools, work_once
from tests.collect.factories import CollectionFactory, ReturnFactory, agent_of, collector, source_of
from tests.collect.support import Found, Outcome, Scripted, check, error, pupil_xml, put, query, upload
from tests.factories import Academy, School
from validation.models import Finding

pytestmark = pytest.mark.django_db


# -- desks


def test_the_school_sees_its_tasks(school_return: Return) -> None:
    actor = source_of(school_return)
    ReturnFactory.create(
        organisation=school_return.organisation,
        collection=CollectionFactory.create(blade=Collection.Blade.FAMILIARISATION),
    )
    check(school_return, actor, error(1), query(2))
    upload(school_return, actor, "another")
    tasks = desks.school_home(actor)
    (task,) = [task for task in tasks if task.return_ == school_return]
    assert len(tasks) == 2
    assert (task.days_left, task.is_checking) == (7, True)
    assert (task.counts.errors_to_correct, task.counts.queries_to_explain) == (1, 1)


def test_the_home_page_costs_the_same_for_many_collections(school_return: Return) -> None:
    actor = source_of(school_return)
    desks.school_home(actor)  # What the person may open is read once and kept for the request.
    with CaptureQueriesContext(connection) as one:
        desks.school_home(actor)
    for year in range(2016, 2026):
        collection = CollectionFactory.create(year=year)
        ReturnFactory.create(organisation=school_return.organisation, collection=collection)
    with CaptureQueriesContext(connection) as many:
        assert len(desks.school_home(actor)) == 11
    assert len(many) == len(one)


def test_the_la_sees_its_schools_by_need() -> None:
    quiet, waits, empty = ReturnFactory.create_batch(3)
    academy = ReturnFactory.create(organisation=Academy.create())
    for return_, status in ((quiet, Status.APPROVED), (waits, Status.SUBMITTED)):
        check(return_, source_of(return_), error(1))
        put(return_, status)
    agent, collection = agent_of(quiet), quiet.collection
    with CaptureQueriesContext(connection) as said:
        rows = desks.la_desk(agent, collection)
        assert all(row.organisation.name and row.collection.name for row in rows)
    assert rows == [waits, empty, quiet]
    assert len(said) == 2  # What the person may open, and the list.
    assert academy not in rows
    assert rows[0].errors_left == 1  # type: ignore[attr-defined]
    assert desks.status_counts(agent, quiet.collection)[Status.SUBMITTED] == 1


def test_the_list_is_narrowed_by_status_and_name_and_number() -> None:
    one = ReturnFactory.create(organisation=School.create(name="Oak Lane Primary School", urn="123456"))
    other = ReturnFactory.create(organisation=School.create(name="Elm Lane Primary School"))
    dfe, collection = collector(), one.collection
    assert list(desks.desk_list(dfe, collection, search="lane oak")) == [one]
    assert list(desks.desk_list(dfe, collection, search="123456")) == [one]
    assert list(desks.desk_list(dfe, collection, search=other.organisation.laestab)) == [other]
    assert list(desks.desk_list(dfe, collection, status=Status.SUBMITTED)) == []
    assert list(desks.desk_list(dfe, collection, la_number="801")) == []


def test_dfe_sees_areas_and_rules() -> None:
    returns = [*ReturnFactory.create_batch(2), ReturnFactory.create(organisation=School.create(la_number="801"))]
    for return_ in returns:
        check(return_, source_of(return_), error(1), error(2))
    check(returns[0], source_of(returns[0]), error(1), query(5))
    put(returns[0], Status.AUTHORISED)
    lines = desks.dfe_desk(collector(), returns[0].collection)
    assert [(line.la_number, line.total, line.authorised) for line in lines] == [("801", 1, 0), ("823", 2, 1)]
    rules = desks.top_rules(collector(), returns[0].collection)
    assert [(rule.rule, rule.returns, rule.failures) for rule in rules] == [("1500", 3, 5), ("1590Q", 1, 1)]


def test_days_left_and_dates(school_return: Return) -> None:
    collection = school_return.collection
    today = timezone.localdate()
    assert collection.days_left() == 7
    assert collection.is_open()
    assert not collection.is_open(today - timedelta(days=8))
    assert not collection.is_open(today + timedelta(days=29))


# -- findings


def test_rules_come_errors_first_then_many_before_few(school_return: Return) -> None:
    submission = check(
        school_return,
        source_of(school_return),
        query(1),
        query(2),
        query(3, rule="1600Q"),
        error(4),
        error(4, rule="1510"),
    )
    assert [(g.rule.code, g.failures, g.people) for g in by_rule(submission)] == [
        ("1500", 1, 1),
        ("1510", 1, 1),
        ("1590Q", 2, 2),
        ("1600Q", 1, 1),
    ]
    assert [g.rule.code for g in by_rule(submission, Filter(level="query"))] == ["1590Q", "1600Q"]
    assert by_rule(submission)[0].rule.title


def test_findings_are_narrowed_by_block_and_pupil(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), query(1), query(2), error(2))
    from collect.services.rulebooks import rule_of

    block = rule_of("school-census-autumn:2026.1", "1500").block
    assert {f.rule for f in findings(submission, Filter(block=block))} >= {"1500"}
    assert [f.row for f in findings(submission, Filter(pupil="00002"))] == [2, 2]
    worst = by_pupil(submission)[0]
    assert (worst["key"], worst["errors"], worst["queries"]) == ("A823200100002", 1, 1)


def test_rules_that_did_not_run_are_told_to_staff(school_return: Return) -> None:
    upload(school_return, source_of(school_return))
    result = Scripted(
        [], "school-census-autumn:2026.1", rules={"9": Outcome(0, status="could_not_run", note="stopped")}
    )
    work_once(Tools(check=lambda *_: result))
    school_return.refresh_from_db()
    assert school_return.current_submission is not None
    (rule,) = not_run(school_return.current_submission)
    assert (rule.rule, rule.note) == ("9", "stopped")


def test_faults_of_structure_name_line_and_pupil(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), pupils=pupil_xml(more="<Nonsense/>"))
    (fault,) = faults(submission)
    assert (fault.key, fault.record, fault.row) == ("A823200111001", "PupilOnRoll", 1)
    assert "Nonsense" in fault.message


# -- files


def test_a_file_is_compared_with_the_one_before(school_return: Return) -> None:
    actor = source_of(school_return)
    check(school_return, actor, error(1), error(2), query(3))
    later = check(school_return, actor, error(2), query(3, DOB="2017-01-01"))
    earlier = files.previous_submission(later)
    assert earlier is not None
    found = files.compare(later, earlier)
    assert [(c.rule, c.key) for c in found.fixed] == [("1500", "A823200100001"), ("1590Q", "A823200100003")]
    assert [(c.rule, c.values["DOB"]) for c in found.new] == [("1590Q", "2017-01-01")]
    assert [(c.rule, c.key) for c in found.still_there] == [("1500", "A823200100002")]


def test_progress_tells_place_and_steps(school_return: Return) -> None:
    submission = upload(school_return, source_of(school_return))
    waiting = files.progress(submission)
    assert (waiting.place, waiting.is_finished, waiting.steps[0], waiting.steps[1][1]) == (
        1,
        False,
        ("Received", True),
        False,
    )
    job = queue.claim("worker")
    assert job is not None
    queue.beat(job, "read", 60)
    running = files.progress(submission)
    assert (running.place, running.percent, [done for _, done in running.steps]) == (
        None,
        60,
        [True, True, True, False, False],
    )


def test_submissions_are_listed_newest_first_in_one_query(school_return: Return) -> None:
    actor = source_of(school_return)
    for note in "abc":
        check(school_return, actor, note=note)
    with CaptureQueriesContext(connection) as said:
        listed = [
            (s.number, s.run.errors, s.receipt.sha256[:0], s.uploaded_by.full_name)
            for s in files.submissions(school_return)
        ]  # type: ignore[union-attr]
    assert [row[0] for row in listed] == [3, 2, 1]
    assert len(said) == 1


# -- pupils

PERIODS = """
        <PupilCharacteristics>
          <FSMperiods>
            <FSMperiod><FSMstartDate>2025-01-01</FSMstartDate><UKcountry>ENG</UKcountry></FSMperiod>
            <FSMperiod><FSMstartDate>2026-01-01</FSMstartDate><UKcountry>ENG</UKcountry></FSMperiod>
          </FSMperiods>
        </PupilCharacteristics>"""


@pytest.fixture
def with_periods(school_return: Return) -> Any:
    on_pupil = Found(row=2, key="B1", identity="B1", values={"DOB": "2018-03-04"})
    on_period = Found(rule="1700", level="error", record="FSMperiod", row=2, line=None, key="B1", identity="B1",
                      values={"FSMstartDate": "2026-01-01"})  # fmt: skip
    content = pupil_xml("A1") + pupil_xml("B1", "Ng", more=PERIODS)
    return check(school_return, source_of(school_return), on_pupil, on_period, pupils=content)


def test_a_pupil_is_shown_with_findings_in_their_place(with_periods: Any) -> None:
    found = pupils.pupil(with_periods, "PupilOnRoll", 2)
    assert (found.key, found.name, len(found.findings)) == ("B1", "Ada Ng", 2)
    names = [(block.record, block.row) for block in found.blocks]
    assert names == [("PupilOnRoll", 2), ("FSMperiod", 1), ("FSMperiod", 2)]
    marked = {(v.tag, b.row): [f.rule for f in v.findings] for b in found.blocks for v in b.values if v.findings}
    assert marked == {("DOB", 2): ["1590Q"], ("FSMstartDate", 2): ["1700"]}
    assert all(value.label for block in found.blocks for value in block.values)


def test_a_finding_leads_to_its_pupil(with_periods: Any) -> None:
    places = [pupils.pupil_of(with_periods, finding) for finding in Finding.objects.order_by("position")]
    assert places == [("PupilOnRoll", 2), ("PupilOnRoll", 2)]
    assert pupils.pupil_of(with_periods, Finding(record="School", row=1)) is None
    assert pupils.pupil_of(with_periods, Finding(record="FSMperiods", row=1)) == ("PupilOnRoll", 2)


@pytest.mark.parametrize(("record", "row"), [("PupilOnRoll", 3), ("FSMperiod", 1), ("Nothing", 1)])
def test_there_is_no_such_pupil(with_periods: Any, record: str, row: int) -> None:
    with pytest.raises(LookupError):
        pupils.pupil(with_periods, record, row)


def test_pupils_are_found_by_upn_and_name(with_periods: Any) -> None:
    return_ = with_periods.for_return
    assert [pupil.key for pupil in pupils.pupils(return_, "ng ada")] == ["B1"]
    assert [pupil.key for pupil in pupils.pupils(return_, "a1")] == ["A1"]
    assert pupils.pupils(return_).count() == 2
