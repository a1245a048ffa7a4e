"""Lists that rules look values up in: loaded from a CSV, compared with what was there, used by the next check."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collect.models import Job, ReferenceList, Return
from collect.services import lists, recheck
from collect.services.check import work_once
from tests.collect.factories import source_of
from tests.collect.support import pupil_xml, upload
from tests.factories import DfE
from validation.models import RuleCount

pytestmark = [pytest.mark.django_db, pytest.mark.services]
QUALIFICATIONS = "qn,academic,last_certification\n60146084,true,2026-08-31\n60147672,false,\n"


@pytest.fixture(autouse=True)
def dfe(db: None) -> None:
    DfE.create()


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str = QUALIFICATIONS, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_values_are_typed_and_other_columns_left_out(csv: Callable[..., Path]) -> None:
    done = lists.load("qualifications", csv(QUALIFICATIONS.replace("qn,", "title,qn,").replace("\n6", "\nArt,6")))
    assert (done.rows, done.added, done.changed, done.removed) == (2, 2, 0, 0)
    frame = lists.frames(["qualifications", "subjects"])["qualifications"]
    assert frame.rows()[1] == ("60147672", False, None)
    assert frame["last_certification"][0].isoformat() == "2026-08-31"


def test_a_new_file_says_what_changed_and_the_same_one_changes_nothing(csv: Callable[..., Path]) -> None:
    lists.load("qualifications", csv())
    assert lists.load("qualifications", csv()).same_file
    done = lists.load("qualifications", csv("qn,academic,last_certification\n60146084,false,\n60148548,true,\n"))
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    assert done.examples == ["added: 60148548", "removed: 60147672", "changed: 60146084"]
    assert ReferenceList.objects.count() == 2
    assert lists.frames(["qualifications"])["qualifications"]["qn"].to_list() == ["60146084", "60148548"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("qn,academic\n1,true\n", "no column last_certification"),
        ("qn,academic,last_certification\n", "no rows"),
        ("qn,academic,last_certification\n,true,\n", "Line 2 has no qn"),
        ("qn,academic,last_certification\n1,true,\n1,true,\n", "again; it is on line 2"),
        ("qn,academic,last_certification\n1,perhaps,\n", "Write true or false"),
        ("qn,academic,last_certification\n1,true,31/08/2026\n", "Write dates as"),
    ],
)
def test_a_file_that_is_not_such_a_list_changes_nothing(csv: Callable[..., Path], text: str, says: str) -> None:
    with pytest.raises(lists.NotAList, match=says):
        lists.load("qualifications", csv(text))
    assert not ReferenceList.objects.exists()


def test_rules_that_were_skipped_are_run_and_open_returns_are_checked_again(
    csv: Callable[..., Path], school_return: Return
) -> None:
    upload(school_return, source_of(school_return), pupils=pupil_xml("A823200111001"), phase="SS")
    assert work_once() is not None
    school_return.refresh_from_db()
    assert "2720" in skipped(school_return)
    assert lists.load("qualifications", csv()).returns == 1
    assert Job.objects.get().kind == Job.Kind.RECHECK
    recheck.work_for_a_while()
    assert "2720" not in skipped(school_return)


def skipped(return_: Return) -> set[str]:
    return_.refresh_from_db()
    assert return_.current_submission is not None
    rows = RuleCount.objects.filter(run=return_.current_submission.run, status="skipped")
    return set(rows.values_list("rule", flat=True))


def test_the_command_names_the_lists_and_what_is_wrong(csv: Callable[..., Path]) -> None:
    out = io.StringIO()
    call_command("load_list", stdout=out)
    assert "qualifications: the list of qualifications; columns qn, academic, last_certification" in out.getvalue()
    call_command("load_list", "qualifications", csv(), stdout=out)
    assert "2 rows: 2 new" in out.getvalue()
    with pytest.raises(CommandError, match="There are qualifications, subjects"):
        call_command("load_list", "planets", csv())
