"""Reading a return: what comes out of a file, sound or not."""

import datetime
import io

import polars as pl
import pytest

from schemas import collections
from schemas.intake import Refused
from schemas.reading import Expect, read
from schemas.tables import Tables
from validation.fragments import fragment, message

pupil, leaver, school = fragment("PupilOnRoll"), fragment("PupilNoLongerOnRoll"), fragment("School")
AUTUMN = collections.get("school-census-autumn")
CHILDREN = collections.get("children-in-need")
A, B = "H801200001001", "X823200125012"


def xml_of(*fragments, year=2026):
    return message(AUTUMN, year, fragments, "SS")


def reading_of(*fragments, **options):
    return read(io.BytesIO(xml_of(*fragments)), "return.xml", **options)


def read_text(text):
    return read(io.BytesIO(text.encode()), "return.xml")


def test_items_come_out_typed_and_trimmed():
    tables = reading_of(
        pupil(UPN=f"  {A} ", DOB="2012-05-06", PartTime="1", QualHrs="540", FundedHours="12.50", Surname="   ")
    ).tables
    row = tables["Pupil"].row(0, named=True)
    assert row["upn"] == A
    assert row["dob"] == datetime.date(2012, 5, 6)
    assert row["part_time"] is True
    assert row["qual_hrs"] == 540
    assert row["funded_hours"] == 12.5
    assert row["surname"] is None


def test_records_inside_know_the_row_they_stand_in():
    tables = reading_of(
        pupil(UPN=A, FSMperiod=[{"UKcountry": "ENG"}, {"UKcountry": "WLS"}]),
        leaver(UPN=B, TermlyExclusion={"Category": "SUSP"}),
    ).tables
    assert tables["FSMperiod"]["_parent"].to_list() == [0, 0]
    assert tables["TermlyExclusion"]["_parent"].to_list() == [1]
    assert tables["Pupil"]["upn"].to_list() == [A, B]


def test_rows_count_within_a_tag_in_document_order():
    tables = reading_of(
        pupil(TermlyExclusion={"Category": "SUSP"}),
        pupil(),
        leaver(TermlyExclusion={"Category": "PERM"}),
    ).tables
    assert tables["Pupil"]["_row"].to_list() == [1, 2, 1]
    assert tables["TermlyExclusion"]["_row"].to_list() == [1, 2]


def test_repeated_items_are_a_list():
    tables = read(io.BytesIO(message(AUTUMN, 2026, [pupil(FundingBasis=["ECO", "HSD"])], "PS"))).tables
    assert tables["Pupil"]["funding_basis"].to_list() == [["ECO", "HSD"]]


def test_one_name_in_two_groups_stays_apart():
    tables = reading_of(
        pupil(TermlyAttendance={"SessionsPossible": 60}, SummerHalfTerm2Attendance={"SessionsPossible": 70})
    ).tables
    row = tables["Pupil"].row(0, named=True)
    assert (row["termly_attendance_sessions_possible"], row["summer_half_term2_attendance_sessions_possible"]) == (
        60,
        70,
    )


def test_a_value_that_does_not_parse_stays_readable_and_is_a_fault():
    reading = reading_of(pupil(UPN=A, DOB="2012-13-45"), pupil(UPN=B, DOB="2012-01-02"))
    assert reading.tables["Pupil"]["dob"].to_list() == [None, datetime.date(2012, 1, 2)]
    assert reading.tables.unread.rows() == [("Pupil", 0, "dob", "2012-13-45")]
    (fault,) = reading.faults
    assert (fault.key, fault.record, fault.row) == (A, "PupilOnRoll", 1)
    assert fault.path == "Message/Pupils/PupilsOnRoll/PupilOnRoll[1]/PupilIdentifiers/DOB"
    assert fault.message == ("Date of birth (DOB) holds “2012-13-45”. 2012-13-45 is not a day of the calendar.")


def test_a_fault_names_the_line_it_is_on():
    text = xml_of(pupil(UPN=A, DOB="2012-01-02"), pupil(UPN=B, Sex="male")).decode()
    (fault,) = read_text(text).faults
    assert "<Sex>male</Sex>" in text.splitlines()[fault.line - 1]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (("<DOB>2012-01-02</DOB>", "<DOB/>"), "Date of birth (DOB) is there but empty"),
        (("<DOB>", "<Hobby>chess</Hobby><DOB>"), "Hobby is not part of PupilIdentifiers in this collection"),
        (("<DOB>", "<DOB>2012-01-01</DOB><DOB>"), "DOB is there more than once in PupilIdentifiers"),
        (
            ("<DOB>2012-01-02</DOB>", "<DOB>2012-01-02</DOB><UPN>X</UPN>"),
            "UPN is there more than once in PupilIdentifiers",
        ),
        (("<Sex>F</Sex>", "<Sex>female</Sex>"), "It should be one capital letter"),
    ],
)
def test_faults_say_in_plain_words_what_is_wrong(made, words):
    text = xml_of(pupil(UPN=A, DOB="2012-01-02", Sex="F")).decode().replace(*made)
    assert any(words in fault.message for fault in read_text(text).faults)


def test_an_item_of_another_year_is_a_fault_that_says_so():
    text = xml_of(pupil(UPN=A)).decode()
    text = text.replace(
        "</PupilIdentifiers>",
        "</PupilIdentifiers><PupilCharacteristics><KinshipCare>KC</KinshipCare></PupilCharacteristics>",
    )
    text = text.replace("<Year>2026</Year>", "<Year>2025</Year>")
    assert [fault.message for fault in read_text(text).faults] == [
        "KinshipCare is not collected in PupilCharacteristics in this academic year. Remove it."
    ]


def test_faults_outside_pupils_are_found_too():
    text = (
        xml_of(school(SchoolName="Sea View"), pupil(UPN=A))
        .decode()
        .replace("<SchoolName>", "<Nickname>x</Nickname><SchoolName>")
    )
    (fault,) = read_text(text).faults
    assert fault.path.startswith("Message/School/SchoolCharacteristics")
    assert "Nickname is not part of SchoolCharacteristics" in fault.message


def test_lines_are_right_beyond_what_the_parser_counts():
    count = 9_000
    text = xml_of(*(pupil(UPN=A, DOB="2012-01-02", FSMperiod={"UKcountry": "ENG"}) for _ in range(count))).decode()
    text = text[: text.rindex("2012-01-02")] + "never" + text[text.rindex("2012-01-02") + 10 :]
    lines = text.splitlines()
    assert len(lines) > 100_000
    reading = read_text(text)
    starts = [number for number, line in enumerate(lines, 1) if line.strip() == "<PupilOnRoll>"]
    assert reading.tables["Pupil"]["_line"].to_list() == starts
    periods = [number for number, line in enumerate(lines, 1) if line.strip() == "<FSMperiod>"]
    assert reading.tables["FSMperiod"]["_line"].to_list() == periods
    (fault,) = reading.faults
    assert "never" in lines[fault.line - 1]


@pytest.mark.parametrize("change", ["\r\n", "one line", "comments", "cdata", "latin"])
def test_ordinary_ways_to_write_xml_read_alike(change):
    text = xml_of(pupil(UPN=A, Surname="Núñez", DOB="2012-01-02")).decode()
    encoded = text.encode()
    match change:
        case "\r\n":
            encoded = text.replace("\n", "\r\n").encode()
        case "one line":
            encoded = "".join(line.strip() for line in text.splitlines()).encode()
        case "comments":
            encoded = text.replace("<UPN>H8", "<!-- a --><UPN>H<!-- b -->8").encode()
        case "cdata":
            encoded = text.replace("Núñez", "<![CDATA[Núñez]]>").encode()
        case "latin":
            encoded = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    reading = read(io.BytesIO(encoded))
    assert reading.fault_count == 0
    assert reading.tables["Pupil"].select("upn", "surname").row(0) == (A, "Núñez")


def test_reading_tells_how_far_it_is():
    seen = []
    text = xml_of(*(pupil(UPN=A) for _ in range(4_000)))
    read(io.BytesIO(text), progress=seen.append)
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == len(text)


def test_tables_survive_being_written(tmp_path):
    tables = reading_of(pupil(UPN=A, DOB="never", FSMperiod={"UKcountry": "ENG"})).tables
    tables.write(tmp_path / "tables")
    again = Tables.read(tmp_path / "tables")
    assert again.frames.keys() == tables.frames.keys()
    for name, frame in tables.items():
        assert again[name].equals(frame), name
    assert again.unread.equals(tables.unread)


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        (Expect("school-census-spring", 2026), "wrong_term"),
        (Expect("school-census-autumn", 2025), "wrong_year"),
        (Expect("school-census-autumn", 2026, "8234002"), "wrong_school"),
    ],
)
def test_a_file_for_something_else_is_refused_by_name(expect, code):
    with pytest.raises(Refused) as refused:
        reading_of(pupil(UPN=A), expect=expect)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("expect", "code", "words"),
    [
        (
            Expect("school-census-autumn", 2026, "8234001"),
            "wrong_collection",
            (
                "This is a children in need return for 2025-26; you are sending it to School census autumn 2026-27. "
                "Choose the right file, or go to the collection the file is for."
            ),
        ),
        (
            Expect("children-in-need", 2025, "301"),
            "wrong_la",
            (
                "The file is for local authority 823, but this return is for local authority 301. "
                "Choose the right file, or correct the LA number in your case management system."
            ),
        ),
        (
            Expect("children-in-need", 2026, "823"),
            "wrong_year",
            (
                "The file is for 2025-26, but this return is for 2026-27. "
                "Choose the right file, or run the return again for the right year."
            ),
        ),
    ],
)
def test_a_file_of_a_local_authority_for_something_else_is_refused_by_name(expect, code, words):
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(message(CHILDREN, 2025, [fragment("Child")(LAchildID="A1")])), expect=expect)
    assert (refused.value.code, refused.value.sentence) == (code, words)


def test_a_school_s_file_is_not_taken_for_a_local_authority_s():
    with pytest.raises(Refused, match="school census autumn return for 2026-27; you are sending it to Children"):
        reading_of(pupil(UPN=A), expect=Expect("children-in-need", 2025, "823"))


def test_a_local_authority_is_known_by_its_number_alone():
    content = message(CHILDREN, 2025, [fragment("Child")(LAchildID="A1")])
    assert read(io.BytesIO(content), expect=Expect("children-in-need", 2025, "823")).year == 2025


def test_a_block_of_a_later_year_is_a_fault_of_structure():
    with pytest.raises(LookupError, match="PreProceedingsandFGDM"):
        message(CHILDREN, 2025, [fragment("Child")(CINdetails=[{"PreProceedingsandFGDM": [{}]}])])
    later = message(CHILDREN, 2026, [fragment("Child")(CINdetails=[{"PreProceedingsandFGDM": [{}]}])])
    assert read(io.BytesIO(later)).faults == []
    earlier = later.replace(b"<Year>2027<", b"<Year>2026<")
    assert [fault.record for fault in read(io.BytesIO(earlier)).faults] == ["Child"]


def test_a_file_for_the_right_place_is_read():
    assert reading_of(pupil(UPN=A), expect=Expect("school-census-autumn", 2026, "8234001")).year == 2026


def test_the_header_year_of_spring_is_the_calendar_year_of_census_day():
    spring = collections.get("school-census-spring")
    text = message(spring, 2026, [pupil(UPN=A)], "PS")
    assert b"<Year>2027</Year>" in text
    reading = read(io.BytesIO(text))
    assert (reading.collection.code, reading.year) == ("school-census-spring", 2026)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"<Collection>SC<", b"<Collection>ZZ<"), "unknown_collection"),
        ((b"<Term>AUT<", b"<Term>WIN<"), "unknown_collection"),
        ((b"<Year>2026<", b"<Year>1999<"), "wrong_year"),
        ((b"</PupilsOnRoll>", b""), "not_well_formed"),
        ((b"<UPN>", b"<A>" * 70 + b"</A>" * 70 + b"<UPN>"), "too_deep"),
        ((b"<UPN>", b"<A>" * 300 + b"</A>" * 300 + b"<UPN>"), "too_deep"),
    ],
)
def test_a_file_that_is_no_return_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(xml_of(pupil(UPN=A)).replace(*change)))
    assert refused.value.code == code


def test_elements_that_belong_nowhere_cannot_fill_the_memory():
    # They stay in the tree, unlike pupils, so beyond a bound the file is refused.
    junk = b"<Junk>" + b"<J/>" * 3_000_000 + b"</Junk>"
    text = xml_of(pupil(UPN=A)).replace(b"<Pupils>", junk + b"<Pupils>")
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(text))
    assert refused.value.code == "too_many_elements"


def test_an_empty_list_of_pupils_is_a_table_without_rows():
    tables = reading_of(school(SchoolName="Sea View")).tables
    assert tables["Pupil"].height == 0
    assert tables["Pupil"].schema["dob"] == pl.Date
    assert tables["Message"].height == 1
