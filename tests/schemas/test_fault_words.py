"""Refusals and structural faults say what was found and where."""

import io
import re

import pytest

from schemas import blanks
from schemas.intake import Refused
from schemas.reading import Expect, read

UPN = "H801200001001"
RETURN = f"""<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>SC</Collection>
      <Term>AUT</Term>
      <Year>2026</Year>
      <ReferenceDate>2026-10-01</ReferenceDate>
    </CollectionDetails>
    <Source>
      <LEA>823</LEA>
      <Estab>4001</Estab>
    </Source>
  </Header>
  <Pupils>
    <PupilsOnRoll>
      <PupilOnRoll>
        <PupilIdentifiers>
          <UPN>{UPN}</UPN>
          <Surname>Dixon</Surname>
          <DOB>2014-09-01</DOB>
        </PupilIdentifiers>
      </PupilOnRoll>
      <PupilOnRoll>
        <PupilIdentifiers>
          <UPN>X823200125012</UPN>
        </PupilIdentifiers>
      </PupilOnRoll>
    </PupilsOnRoll>
  </Pupils>
</Message>
"""
NIL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'


def faults_of(old, new):
    assert RETURN.count(old) >= 1
    return [(f.line, f.message) for f in read(io.BytesIO(RETURN.replace(old, new, 1).encode())).faults]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("<Pupils>", '<Pupils count="2">', 15, "Pupils has an attribute, count, which holds “2”"),
        ("<DOB>", '<DOB format="iso">', 21, "Date of birth (DOB) has an attribute, format"),
        ("<Pupils>", "<Pupils>two pupils", 15, "There is text in Pupils that belongs to no element: “two pupils”"),
        (
            "</Surname>",
            "</Surname>né",
            20,
            "There is text in PupilIdentifiers, after Surname, that belongs to no element: “né”",
        ),
        ("<DOB>2014-09-01</DOB>", f"<DOB {NIL}/>", 21, "marked as having no value (xsi:nil)"),
        ("<DOB>2014-09-01</DOB>", "<DOB><Day>1</Day></DOB>", 21, "Date of birth (DOB) holds Day where its value"),
        ("2014-09-01", "2022-02-29", 21, "“2022-02-29”. 2022-02-29 is not a day of the calendar."),
        ("2014-09-01", "29/02/2022", 21, "It should be a date written as YYYY-MM-DD"),
        ("<Surname>Dixon</Surname>", "<Surname>Dixon</Surname><surname>x</surname>", 20, "Did you mean Surname?"),
    ],
)
def test_a_fault_says_what_was_found_and_where(old, new, line, words):
    found = faults_of(old, new)
    assert len(found) == 1, found
    assert found[0][0] == line
    assert words in found[0][1]


def test_what_is_in_the_wrong_place_says_before_what_it_must_come():
    ((line, words),) = faults_of(
        f"<UPN>{UPN}</UPN>\n          <Surname>Dixon</Surname>", f"<Surname>Dixon</Surname>\n          <UPN>{UPN}</UPN>"
    )
    assert line == 20
    assert (
        words
        == "UPN is in the wrong place in PupilIdentifiers: it must come before Surname. The order of elements is fixed."
    )


@pytest.mark.parametrize("times", [1, 3_000])
def test_text_between_the_records_of_people_is_a_fault(times):
    # They are let go one after the other: what stands after one must be said before it goes.
    first, _, rest = RETURN.partition("      <PupilOnRoll>\n        <PupilIdentifiers>\n          <UPN>X")
    more = re.search(r"      <PupilOnRoll>.*?</PupilOnRoll>\n", RETURN, re.DOTALL)[0] * times
    text = f"{first}stray{more}      <PupilOnRoll>\n        <PupilIdentifiers>\n          <UPN>X{rest}"
    faults = [fault.message for fault in read(io.BytesIO(text.encode())).faults]
    assert faults == [
        "There is text in PupilsOnRoll, after PupilOnRoll, that belongs to no element: “stray”. Remove it."
    ]
    last = RETURN.replace("    </PupilsOnRoll>", "stray</PupilsOnRoll>")
    assert ["stray" in fault.message for fault in read(io.BytesIO(last.encode())).faults] == [True]


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\u00a0", "a no-break space"),
        ("\u200b", "a zero-width space"),
        ("\u00ad", "a soft hyphen"),
        ("\u200f", "a right-to-left mark"),
    ],
)
def test_signs_that_cannot_be_seen_are_named_with_their_place(sign, name):
    ((_, words),) = faults_of(UPN, f"{UPN}{sign}")
    assert words.startswith(
        f"UPN holds “{UPN}[{name.split(' ', 1)[1]}]”. Of its 14 characters one cannot be seen: {name}"
    )
    assert "at place 14. Delete it." in words


def test_reader_and_xsd_trim_the_same_white_space():
    text = RETURN.replace(UPN, f" \t\r\n{UPN}\n ").replace("Dixon", "\u00a0Dixon ")
    reading = read(io.BytesIO(text.encode()))
    assert reading.fault_count == 0
    assert reading.tables["Pupil"]["upn"][0] == UPN
    assert reading.tables["Pupil"]["surname"][0] == "\u00a0Dixon"


def test_names_of_signs():
    assert blanks.invisible("a\u2028b\u0007") == [(2, "line separator"), (4, "sign u+0007")]
    assert blanks.shown("a\u00a0b c") == "a[no-break space]b c"


def refusal(text, expect=None):
    with pytest.raises(Refused) as caught:
        read(io.BytesIO(text.encode()), "return.xml", expect)
    assert "None" not in caught.value.sentence
    return caught.value.code, caught.value.sentence


@pytest.mark.parametrize("written", ["2026-27", "2026/27", "this year", "20 26", "٢٠٢٦"])
def test_a_year_that_cannot_be_read_is_quoted(written):
    code, words = refusal(RETURN.replace("<Year>2026", f"<Year>{written}"))
    assert code == "year_not_read"
    assert f"is ‘{written}’. It must be 2024 or 2025 or 2026" in words
    _, words = refusal(RETURN.replace("<Year>2026", f"<Year>{written}"), Expect("school-census-autumn", 2026))
    assert "It must be 2026: the calendar year" in words


def test_a_year_that_is_not_there_or_not_held():
    assert refusal(RETURN.replace("<Year>2026</Year>", ""))[0] == "no_year"
    code, words = refusal(RETURN.replace("<Year>2026", "<Year>2031"))
    assert (code, "2031" in words) == ("wrong_year", True)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Dixon", "Dupr&eacute;", 20, "it uses &eacute;, which is not defined in XML"),
        ("Dixon", "Dixon & Son", 20, "an & stands alone. It must be written &amp;"),
        ("</Surname>", "</surname>", 20, "Surname, which begins on line 20, is closed as surname"),
        ("<Surname>Dixon", "<Surname>Dixon < 3", 20, "a < stands alone. It must be written &lt;"),
        ("Dixon", "Dix\x0bon", 20, "it holds the control character 11"),
        ("</Message>\n", "</Message>\n<Message/>", 32, "something follows after the end of the return"),
    ],
)
def test_what_is_not_xml_says_why_and_where(old, new, line, words):
    code, said = refusal(RETURN.replace(old, new, 1))
    assert code == "not_well_formed"
    assert f"beyond line {line}: " in said
    assert words in said


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_says_so(part):
    code, words = refusal(RETURN[: int(len(RETURN) * part)].rpartition("\n")[0])
    assert code == "not_well_formed"
    assert "The end of the file is missing" in words
    assert re.search(r"beyond line \d+: it stops before \w+, which begins on line \d+, is closed", words)
