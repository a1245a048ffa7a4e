"""The engine: what a rule's expression can say, and what a finding tells of it. Tried on a small collection."""

import datetime
import io

import polars as pl
import pytest

from schemas import collections
from schemas.reading import read
from validation.book import rulebook
from validation.build import Reference
from validation.check import Beyond, Run, check, run_rules
from validation.fragments import fragment, message
from validation.plan import Plan
from validation.records import day, window
from validation.rule import ERROR, Rule
from validation.rules.school_census._records import (
    FSMperiod,
    LearningAim,
    Message,
    ProgrammeAim,
    Pupil,
    PupilNoLongerOnRoll,
    PupilOnRoll,
    SpecialSchool,
    TermlyAttendance,
    TermlyExclusion,
)

pupil, leaver, school = fragment("PupilOnRoll"), fragment("PupilNoLongerOnRoll"), fragment("School")
AUTUMN = collections.get("school-census-autumn")
A, B = "H801200001001", "X823200125012"


def rule_of(condition, on, tags="UPN", code="T1"):
    """A rule that is not in the book."""
    condition.__doc__ = "It fails.\n\nFix: Do it."
    return Rule(code, ERROR, on, tuple(tags.split()), condition)


def run(rule, *fragments, phase="SS"):
    tables = read(io.BytesIO(message(AUTUMN, 2026, fragments, phase))).tables
    result = Run("test", "", counts={"error": 0, "query": 0})
    run_rules([rule] if isinstance(rule, Rule) else rule, tables, result)
    return result


def failing(rule, *fragments, **options):
    return [(finding.record, finding.row, finding.key) for finding in run(rule, *fragments, **options).findings]


def test_a_comparison_with_an_absent_value_does_not_fail():
    rule = rule_of(lambda p: p.dob > p.entry_date, Pupil)
    assert failing(rule, pupil(UPN=A, DOB="2020-01-01"), pupil(UPN=B, DOB="2020-01-01", EntryDate="2019-01-01")) == [
        ("PupilOnRoll", 2, B)
    ]


def test_several_kinds_of_record_are_seen_as_one_table():
    rule = rule_of(lambda p: p.upn.is_duplicated(), Pupil)
    assert failing(rule, pupil(UPN=A), pupil(UPN=B), leaver(UPN=A)) == [
        ("PupilOnRoll", 1, A),
        ("PupilNoLongerOnRoll", 1, A),
    ]


def test_a_rule_on_one_kind_does_not_see_the_other():
    rule = rule_of(lambda p: p.upn.is_duplicated(), PupilOnRoll)
    assert failing(rule, pupil(UPN=A), leaver(UPN=A)) == []


def test_items_of_the_records_around_are_visible():
    rule = rule_of(
        lambda e: (e.start_date > e.pupil.leaving_date) & (e.school.phase == "SS"),
        TermlyExclusion,
        "StartDate LeavingDate Phase",
    )
    result = run(rule, pupil(), leaver(UPN=B, LeavingDate="2026-05-01", TermlyExclusion=[{"StartDate": "2026-05-02"}]))
    (finding,) = result.findings
    assert (finding.record, finding.row, finding.key) == ("TermlyExclusion", 1, B)
    assert finding.values == {"StartDate": "2026-05-02", "LeavingDate": "2026-05-01", "Phase": "SS"}


def test_records_inside_can_be_counted_summed_and_compared():
    periods = [{"FSMstartDate": "2026-09-01"}, {"FSMstartDate": "2026-09-02", "FSMendDate": "2026-09-03"}]
    one = pupil(UPN=A, FSMperiod=periods)
    none = pupil(UPN=B)
    for condition, expected in [
        (lambda p: p.count(FSMperiod) == 2, [A]),
        (lambda p: p.count(FSMperiod) == 0, [B]),
        (lambda p: p.has(FSMperiod), [A]),
        (lambda p: p.has(FSMperiod, lambda period: period.fsm_end_date.is_null()), [A]),
        (lambda p: p.count(FSMperiod, lambda period: period.fsm_end_date.is_null()) == 1, [A]),
        (lambda p: p.max(FSMperiod, lambda period: period.fsm_start_date) == datetime.date(2026, 9, 2), [A]),
        (lambda p: p.min(FSMperiod, lambda period: period.fsm_start_date).is_null(), [B]),
        (lambda p: ~p.repeats(FSMperiod, lambda period: period.fsm_start_date), [A, B]),
    ]:
        assert [key for _record, _row, key in failing(rule_of(condition, PupilOnRoll), one, none)] == expected


def test_absent_values_count_nothing_in_a_sum():
    aims = [{"LearningAim": [{"QN": "1"}, {"QN": "2"}]}, {"LearningAim": []}]
    rule = rule_of(lambda p: p.sum(ProgrammeAim, lambda programme: programme.count(LearningAim)) == 2, PupilOnRoll)
    assert failing(rule, pupil(UPN=A, ProgrammeAim=aims), pupil(UPN=B)) == [("PupilOnRoll", 1, A)]


def test_records_two_levels_down_belong_to_the_record_above():
    rule = rule_of(lambda p: p.has(LearningAim, lambda aim: aim.qn == "X"), PupilOnRoll)
    aims = [{"LearningAim": [{"QN": "Y"}]}, {"LearningAim": [{"QN": "X"}]}]
    assert failing(rule, pupil(UPN=B), pupil(UPN=A, ProgrammeAim=aims)) == [("PupilOnRoll", 2, A)]


def test_a_share_of_nothing_fails_nothing():
    rule = rule_of(lambda m: m.share(PupilOnRoll, lambda p: p.upn.is_null()) >= 0, Message, "PupilOnRoll")
    assert failing(rule) == []
    (finding,) = run(rule, pupil(), pupil(UPN=A)).findings
    assert (finding.record, finding.row, finding.key, finding.values) == ("Message", 1, None, {"PupilOnRoll": "1 of 2"})


def test_a_rule_about_a_group_sees_only_records_that_have_it():
    rule = rule_of(lambda a: a.sessions_possible.is_null(), TermlyAttendance, "SessionsPossible Boarder")
    result = run(rule, pupil(UPN=A), pupil(UPN=B, Boarder="N", TermlyAttendance={}))
    (finding,) = result.findings
    assert (finding.record, finding.row, finding.key, finding.values["Boarder"]) == ("TermlyAttendance", 1, B, "N")


def test_an_expected_group_counts_as_present_and_empty():
    rule = rule_of(lambda special: special.accommodation.is_null(), SpecialSchool, "Accommodation")
    assert failing(rule) == [("SpecialSchool", 1, None)]


def test_windows_and_anchor_dates_are_those_of_the_collection():
    rule = rule_of(lambda p: window.FSM.holds(p.entry_date) & (p.dob <= day.AGEDATE), PupilOnRoll)
    assert failing(rule, pupil(UPN=A, DOB="2026-08-31", EntryDate="2026-10-01")) == [("PupilOnRoll", 1, A)]
    assert failing(rule, pupil(UPN=A, DOB="2026-08-31", EntryDate="2026-10-02")) == []


def test_a_value_that_cannot_be_read_is_not_judged():
    rule = rule_of(lambda p: p.dob.is_null(), PupilOnRoll, "DOB")
    assert failing(rule, pupil(UPN=A, DOB="soon"), pupil(UPN=B)) == [("PupilOnRoll", 2, B)]
    inside = rule_of(lambda p: ~p.has(FSMperiod, lambda period: period.fsm_start_date.is_not_null()), PupilOnRoll)
    assert failing(inside, pupil(UPN=A, FSMperiod={"FSMstartDate": "soon"}), pupil(UPN=B)) == [("PupilOnRoll", 2, B)]


def test_a_value_that_cannot_be_read_is_shown_as_it_stands():
    rule = rule_of(lambda p: p.upn.is_not_null(), PupilOnRoll, "DOB")
    (finding,) = run(rule, pupil(UPN=A, DOB="soon")).findings
    assert finding.values == {"DOB": "soon"}


def test_values_of_records_inside_are_listed():
    rule = rule_of(lambda p: p.has(FSMperiod), PupilOnRoll, "UKcountry FSMperiod")
    (finding,) = run(rule, pupil(FSMperiod=[{"UKcountry": "ENG"}, {"UKcountry": "WLS"}])).findings
    assert finding.values == {"UKcountry": "ENG, WLS", "FSMperiod": "2"}


@pytest.mark.parametrize("phase", ["SS", "NS"])
def test_a_rule_runs_only_in_its_phases(phase):
    tables = read(io.BytesIO(message(AUTUMN, 2026, [leaver(UPN=A)], phase))).tables
    assert ("5065" in check(tables).rules) == (phase == "NS")


@pytest.mark.logs("rule T1 could not run")
def test_a_rule_that_crashes_never_blames_the_return_and_never_stops_the_others():
    def broken(p):
        return p.dob.str.contains("2")

    good = rule_of(lambda p: p.upn.is_not_null(), PupilOnRoll, code="T2")
    result = run([rule_of(broken, PupilOnRoll), good], pupil(UPN=A))
    assert result.rules["T1"].status == "could_not_run"
    assert result.rules["T2"].failures == 1
    assert {finding.rule for finding in result.findings} == {"T2"}


@pytest.mark.logs("preparing ")
def test_a_rule_whose_counts_crash_is_set_apart_too():
    broken = rule_of(lambda p: p.has(FSMperiod, lambda period: period.fsm_start_date.str.contains("2")), PupilOnRoll)
    good = rule_of(lambda p: p.upn.is_not_null(), PupilOnRoll, code="T2")
    result = run([broken, good], pupil(UPN=A, FSMperiod={"FSMstartDate": "2026-09-01"}))
    assert result.rules["T1"].status == "could_not_run"
    assert result.rules["T2"].failures == 1


def test_a_misspelt_item_cannot_be_loaded():
    from validation.rule import rule

    with pytest.raises(AttributeError, match="upm"):

        @rule("T9", ERROR, on=PupilOnRoll, tags="UPN")
        def misspelt(p):
            """It fails.

            Fix: Do it.
            """
            return p.upm.is_null()


def test_one_number_cannot_stand_for_two_rules():
    from validation.rule import rule

    with pytest.raises(ValueError, match="twice"):

        @rule("1500", ERROR, on=PupilNoLongerOnRoll, tags="UPN")
        def again(p):
            """It fails.

            Fix: Do it.
            """
            return p.upn.is_null()


def test_the_same_file_gives_the_same_findings():
    text = message(AUTUMN, 2026, [pupil(UPN=A), pupil(UPN=A), leaver()], "SS")
    one, two = (check(read(io.BytesIO(text)).tables) for _ in range(2))
    assert one.findings == two.findings
    assert [f.rule for f in one.findings] == sorted(
        (f.rule for f in one.findings), key=lambda c: (int(c.rstrip("Q")), c)
    )


SCHOOLS = Reference("schools", "the school register", "urn", ("urn", "name"))


def test_values_can_be_looked_up_in_data_beyond_the_return():
    rule = rule_of(lambda p: p.lookup(SCHOOLS, "name", on=p.previous_urn) == "Sea View", PupilOnRoll, "PrevURN")
    tables = read(io.BytesIO(message(AUTUMN, 2026, [pupil(UPN=A, PrevURN="100001"), pupil(PrevURN="9")], "PR"))).tables
    result = Run("test", "", counts={"error": 0, "query": 0})
    register = pl.DataFrame({"urn": ["100001"], "name": ["Sea View"]})
    run_rules([rule], tables, result, beyond=Beyond(references={"schools": register}))
    assert [finding.key for finding in result.findings] == [A]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (lambda m: m.before.count(PupilOnRoll) > 5, "the return before this one"),
        (lambda m: m.has(PupilOnRoll, lambda p: p.lookup(SCHOOLS, "name", on=p.upn) == "x"), "the school register"),
    ],
)
def test_a_rule_that_needs_data_which_is_not_given_is_skipped_and_says_so(condition, words):
    tables = read(io.BytesIO(message(AUTUMN, 2026, [pupil(UPN=A)], "SS"))).tables
    book = rulebook("school-census-autumn", 2026)
    needy = rule_of(condition, Message, code="T3")
    changed = type(book)(book.coordinate, book.collection, book.year, book.in_force_from, "", {"T3": needy})
    result = check(tables, changed)
    assert (result.rules["T3"].status, result.rules["T3"].note) == ("skipped", f"not given: {words}")


def test_the_time_of_each_rule_is_kept():
    assert run(rule_of(lambda p: pl.lit(True), PupilOnRoll), pupil(UPN=A)).rules["T1"].ms > 0


def test_the_whole_return_can_be_compared_with_the_one_before():
    rule = rule_of(lambda m: m.count(PupilOnRoll) > m.before.count(PupilOnRoll), Message, "PupilOnRoll")
    summer = collections.get("school-census-summer")
    before = read(io.BytesIO(message(summer, 2025, [pupil(UPN=A)], "SS"))).tables
    for fragments, expected in [([pupil(UPN=A), pupil(UPN=B)], 1), ([pupil(UPN=A)], 0)]:
        tables = read(io.BytesIO(message(AUTUMN, 2026, fragments, "SS"))).tables
        result = Run("test", "", counts={"error": 0, "query": 0})
        run_rules([rule], tables, result, beyond=Beyond(before))
        assert len(result.findings) == expected


def slow(values):
    import time

    time.sleep(2)
    return values


@pytest.mark.logs("rule T1 took over its time budget")
def test_a_rule_over_its_time_budget_is_set_apart_and_the_others_run(monkeypatch):
    monkeypatch.setattr("validation.budget.RULE_SECONDS", 0.05)
    never_ending = rule_of(lambda p: p.upn.map_batches(slow).is_not_null(), PupilOnRoll)
    good = rule_of(lambda p: p.upn.is_not_null(), PupilOnRoll, code="T2")
    result = run([never_ending, good], pupil(UPN=A))
    assert (result.rules["T1"].status, result.rules["T1"].note) == (
        "could_not_run",
        "it took longer than its time budget",
    )
    assert result.rules["T2"].failures == 1
    assert not [finding for finding in result.findings if finding.rule == "T1"]


@pytest.mark.logs("evaluating ", "rule T1 could not run")
def test_a_rule_that_crashes_in_a_later_return_is_set_apart_from_its_batch():
    broken = rule_of(lambda p: p.surname.cast(pl.Int64) > 0, PupilOnRoll)
    good = rule_of(lambda p: p.upn.is_not_null(), PupilOnRoll, code="T2")
    plan = Plan(AUTUMN, 2026, [broken, good])
    for surname, status in [("7", "ok"), ("Okafor", "could_not_run"), ("8", "ok")]:
        tables = read(io.BytesIO(message(AUTUMN, 2026, [pupil(UPN=A, Surname=surname)], "SS"))).tables
        result = Run("test", "", counts={"error": 0, "query": 0})
        run_rules([broken, good], tables, result, plan)
        assert result.rules["T1"].status == status
        assert result.rules["T2"].failures == 1
