"""The school register: taken in from its public layout, and looked up by the check."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collect.management.commands.load_demo import REGISTER
from collect.models import Establishment, RegisterLoad, Return
from collect.services import register
from collect.services.check import work_once
from tests.collect.factories import ReturnFactory, source_of
from tests.collect.support import pupil_xml, upload
from tests.factories import School
from validation.models import Finding, RuleCount

pytestmark = [pytest.mark.django_db, pytest.mark.services]
HEAD = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
HEAD += "EstablishmentStatus (code),OpenDate,CloseDate,PhaseOfEducation (code),StatutoryLowAge,StatutoryHighAge,UKPRN"
OLD = "100001,823,Northbridge,2001,Old Lane School,01,2,01-09-1990,31-08-2020,2,4,11,10000001"
NEW = "100002,823,Northbridge,2001,New Lane Academy,34,1,01-09-2020,,2,4,11,10000002"
OFFICE = "100003,823,Northbridge,,Playgroup Ltd,47,1,,,0,,,"


def write(
    folder: Path, *rows: str, head: str = HEAD, name: str = "edubasealldata.csv", encoding: str = "cp1252"
) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return path


def said(path: Path) -> str:
    out = StringIO()
    call_command("load_register", str(path), stdout=out)
    return out.getvalue()


def test_it_is_taken_in_and_says_what_changed(tmp_path: Path) -> None:
    assert "3 establishments: 3 new, 0 changed, 0 no longer" in said(write(tmp_path, OLD, NEW, OFFICE))
    school = Establishment.objects.get(urn="100001")
    assert (str(school.opened_on), str(school.closed_on), school.high_age) == ("1990-09-01", "2020-08-31", 11)
    again = said(write(tmp_path, OLD, NEW.replace("New Lane", "St Zoë’s")))
    assert "2 establishments: 0 new, 1 changed, 1 no longer" in again
    assert "changed: St Zoë’s Academy (100002): EstablishmentName" in again
    assert "no longer in the register: Playgroup Ltd (100003)" in again
    assert Establishment.objects.get(urn="100003").left_in is not None
    assert "1 changed" in said(write(tmp_path, OLD, NEW.replace("New Lane", "St Zoë’s"), OFFICE))
    assert Establishment.objects.get(urn="100003").left_in is None


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, OLD, NEW)
    said(path)
    assert "is loaded already: nothing changed" in said(path)
    assert RegisterLoad.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        ([OLD], HEAD.replace("EstablishmentNumber", "Number"), "no column EstablishmentNumber"),
        ([OLD.replace("01-09-1990", "September")], HEAD, "Line 2: September is not a date"),
        ([], HEAD, "has no establishments"),
    ],
)
def test_what_is_no_register_is_refused_whole(tmp_path: Path, rows: list[str], head: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        said(write(tmp_path, *rows, head=head))
    assert not Establishment.objects.exists()
    assert not RegisterLoad.objects.exists()


def test_a_bad_row_is_named_and_the_others_are_taken_in(tmp_path: Path) -> None:
    said(write(tmp_path, OLD, NEW, OFFICE))
    errors, bad = StringIO(), OLD.replace("100001", "1").replace("Old Lane", "Odd Lane")
    path = write(tmp_path, NEW.replace("New Lane", "Newer Lane"), bad)
    with pytest.raises(CommandError, match="1 row could not be used"):
        call_command("load_register", str(path), stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == "line 3, Odd Lane School: URN is 1; it has six digits\n"
    assert Establishment.objects.get(urn="100002").name == "Newer Lane Academy"
    # The bad row may have been one of those that are missing: none counts as gone.
    assert not Establishment.objects.exclude(left_in=None).exists()


def test_a_number_that_is_used_again_is_the_open_schools(tmp_path: Path) -> None:
    assert register.frames() == {}
    register.load(write(tmp_path, NEW, OLD, OFFICE, encoding="utf-8-sig"))
    frames = register.frames()
    assert frames["register_by_laestab"].rows() == [("8232001", "100002")]
    assert sorted(frames["register_by_urn"]["urn"]) == ["100001", "100002", "100003"]
    register.load(write(tmp_path, OLD))
    assert register.frames()["register_by_laestab"].rows() == [("8232001", "100001")]


def the_school() -> Return:
    return ReturnFactory.create(organisation=School.create(la_number="823", estab="2001"))


def found(return_: Return, note: str = "") -> set[str]:
    upload(return_, source_of(return_), note, pupils=pupil_xml("A823200111001"))
    work_once()
    return_.refresh_from_db()
    assert return_.current_submission is not None
    return set(Finding.objects.filter(run=return_.current_submission.run).values_list("rule", flat=True))


def test_without_a_register_the_rules_are_skipped_and_say_so() -> None:
    return_ = the_school()
    assert "160" not in found(return_)
    count = RuleCount.objects.get(rule="160")
    assert (count.status, count.note) == ("skipped", "not given: the school register")


def test_with_a_register_they_run(tmp_path: Path) -> None:
    return_ = the_school()
    register.load(write(tmp_path, NEW))
    assert "160" in found(return_)


def test_the_register_of_the_demonstration_fits_its_schools(tmp_path: Path) -> None:
    """A file made for a school of the demonstration has the URN that the register of the demonstration has."""
    from accounts.demo import SCHOOLS

    register.load(REGISTER)
    frames = register.frames()
    known = dict(frames["register_by_laestab"].rows())
    assert {la + estab: urn for la, estab, urn, *_ in SCHOOLS}.items() <= known.items()
    path = tmp_path / "return.xml"
    # A pupil referral unit names the schools that pupils came from as well.
    call_command(
        "make_return", "--phase", "PR", "--pupils", "30", "--laestab", "8231101", "-o", str(path), stderr=StringIO()
    )
    from schemas.reading import read
    from validation.check import check

    with path.open("rb") as file:
        tables = read(file, "return.xml").tables
    run = check(tables, references=frames)
    assert run.rules["160"].status == run.rules["2360"].status == "ok"
    assert not {"160", "2360"} & {finding.rule for finding in run.findings}
