"""Rules that look beyond the return: at the one before it, the register, lists, the returns of other schools."""

import datetime
import io

import polars as pl
import pytest

from schemas import collections
from schemas.reading import read
from validation.book import rulebook
from validation.check import check
from validation.fragments import fragment, message

pupil, header, school = fragment("PupilOnRoll"), fragment("Header"), fragment("School")
AUTUMN, SUMMER = collections.get("school-census-autumn"), collections.get("school-census-summer")
A, B = "H801200001001", "X823200125012"


def tables_of(fragments, kind=AUTUMN, year=2026, phase="PS"):
    return read(io.BytesIO(message(kind, year, fragments, phase))).tables


def failing(code, fragments, before=None, phase="PS", **references):
    previous = tables_of(before, SUMMER, 2025, phase) if before is not None else None
    run = check(tables_of(fragments, phase=phase), previous=previous, references=references)
    assert run.rules[code].status == "ok", run.rules[code]
    return run.rules[code].failures


@pytest.mark.parametrize(
    ("code", "now", "before", "fails"),
    [
        ("TonT1B", 60, 50, 1),  # 20% and 10 pupils: the boundary
        ("TonT1B", 59, 50, 0),
        ("TonT1B", 30, 21, 0),  # over 20% but fewer than 10 pupils
        ("TonT1B", 30, 0, 0),  # from nothing is TonT1D
        ("TonT1C", 40, 50, 1),
        ("TonT1C", 41, 50, 0),
        ("TonT1D", 1, 0, 1),
        ("TonT1D", 1, 1, 0),
    ],
)
def test_pupils_on_roll_are_compared_with_last_term(code, now, before, fails):
    assert failing(code, [pupil()] * now, before=[pupil()] * before) == fails


def roll(count, of, **content):
    """``of`` pupils, ``count`` of them with this content."""
    return [pupil(**content)] * count + [pupil()] * (of - count)


SHARES = [
    ("TonT5", {"SENprovision": "E"}),
    ("TonT6", {"SENprovision": "K"}),
    ("TonT7", {"Language": "POL"}),
    ("TonT8", {"ServiceChild": "Y"}),
]


@pytest.mark.parametrize(("stem", "content"), SHARES)
def test_shares_of_pupils_are_compared_with_last_term(stem, content):
    # 60 of 120 now; 50 of 120 before is 20% less, relative, and 10 pupils fewer.
    assert failing(f"{stem}B", roll(60, 120, **content), before=roll(50, 120, **content)) == 1
    assert failing(f"{stem}B", roll(60, 120, **content), before=roll(51, 120, **content)) == 0
    assert failing(f"{stem}C", roll(40, 120, **content), before=roll(50, 120, **content)) == 1
    # The same share of a smaller school is no change.
    assert failing(f"{stem}C", roll(20, 40, **content), before=roll(60, 120, **content)) == 0


def test_english_is_no_other_first_language_and_an_absent_one_is_not_counted():
    assert failing("TonT7D", roll(30, 60, Language="ENB"), before=roll(0, 60)) == 0
    assert failing("TonT7D", roll(1, 60, Language="POL"), before=roll(0, 60)) == 1


def test_infants_are_compared_among_infants():
    lunch = {"NCyearActual": "1", "SchoolLunchTaken": "true"}
    elder = [pupil(NCyearActual="6", SchoolLunchTaken="true")] * 40
    infants = [pupil(NCyearActual="1")] * 10
    assert failing("TonT13B", [pupil(**lunch)] * 30 + infants, before=[pupil(**lunch)] * 20 + infants * 2) == 1
    assert failing("TonT13B", elder + [pupil(**lunch)] * 20 + infants, before=[pupil(**lunch)] * 20 + infants) == 0


def test_free_meals_are_those_open_on_each_returns_own_census_day():
    now = roll(20, 60, FSMperiod={"FSMstartDate": "2026-09-01"})
    ended = roll(20, 60, FSMperiod={"FSMstartDate": "2024-09-01", "FSMendDate": "2026-05-20"})
    still = roll(20, 60, FSMperiod={"FSMstartDate": "2024-09-01", "FSMendDate": "2026-05-21"})
    assert failing("TonT4D", now, before=ended) == 1
    assert failing("TonT4D", now, before=still) == 0


REGISTER = pl.DataFrame({"laestab": ["8234001", "8234002"], "urn": ["123456", "123457"]})


@pytest.mark.parametrize(("urn", "fails"), [("123456", 0), ("123457", 1), (None, 1)])
def test_160_compares_the_urn_with_the_register(urn, fails):
    said = [header(URN=urn)] if urn else []
    assert failing("160", said, register_by_laestab=REGISTER) == fails


@pytest.mark.parametrize(("urn", "fails"), [("123456", 0), ("654321", 1), ("12345", 1), (None, 1)])
def test_2360_wants_a_previous_school_that_is_on_the_register(urn, fails):
    detail = {"PrevURN": urn} if urn else {"APReason": "LTX"}
    found = failing("2360", [pupil(APProvisionDetail=detail)], phase="PR", register_by_urn=REGISTER)
    assert found == fails


def aim(**content):
    return [pupil(UPN=A, ProgrammeAim={"LearningAim": [content]})]


LISTED = pl.DataFrame(
    {"qn": ["60144563"], "academic": [True], "last_certification": [datetime.date(2026, 8, 31)]},
)


@pytest.mark.parametrize(
    ("code", "content", "fails"),
    [
        ("2720", {"QN": "60144563"}, 0),
        ("2720", {"QN": "99999999"}, 1),
        ("2720", {"SCC": "1"}, 0),
        ("2721", {"QN": "60144563", "CoreAim": "true"}, 1),
        ("2721", {"QN": "60144563", "CoreAim": "false"}, 0),
        ("2721", {"QN": "99999999", "CoreAim": "true"}, 0),
        ("2850", {"QN": "60144563", "LearningStartDate": "2026-08-31"}, 0),
        ("2850", {"QN": "60144563", "LearningStartDate": "2026-09-01"}, 1),
    ],
)
def test_qualifications_are_looked_up_in_their_list(code, content, fails):
    assert failing(code, aim(**content), phase="SS", qualifications=LISTED) == fails


def test_2724_looks_subject_codes_up():
    subjects = pl.DataFrame({"scc": ["0001"]})
    assert failing("2724", aim(SCC="0001"), phase="SS", subjects=subjects) == 0
    assert failing("2724", aim(SCC="0002"), phase="SS", subjects=subjects) == 1


def test_px03_finds_a_main_registration_at_another_school():
    elsewhere = pl.DataFrame({"upn": [A], "schools": ["8234002"]})
    both = {"main_registrations_elsewhere": elsewhere}
    assert failing("PX03", [pupil(UPN=A, EnrolStatus="C")], **both) == 1
    assert failing("PX03", [pupil(UPN=A, EnrolStatus="S")], **both) == 0
    assert failing("PX03", [pupil(UPN=B, EnrolStatus="M")], **both) == 0


def test_every_rule_that_looks_beyond_the_return_is_skipped_without_it():
    run = check(tables_of([pupil(UPN=A)], phase="AT"))
    needy = {code for code, rule in rulebook("school-census-autumn", 2026).rules.items() if rule.needs}
    ran = {code for code, result in run.rules.items() if result.status == "ok"}
    assert not needy & ran
    assert {code for code, result in run.rules.items() if result.status == "skipped"} <= needy
