"""Changing records of a file: what was asked for changes, and not one byte besides."""

import gzip
import io
import tracemalloc
import zipfile
from time import perf_counter

import pytest

from schemas.editing import RecordChange, dump, load, patched, without
from schemas.reading import read
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting

PUPIL = "Message/Pupils/PupilsOnRoll/PupilOnRoll"
HEADER = """<Header><CollectionDetails><Collection>SC</Collection><Term>AUT</Term><Year>2026</Year></CollectionDetails>
    <Source><LEA>823</LEA><Estab>4001</Estab></Source></Header>"""


def file_of(pupils="", after="", start='<?xml version="1.0"?>'):
    return f"""{start}
<!-- as it came -->
<Message>
  {HEADER}
  <Pupils>
    <PupilsOnRoll>{pupils}
    </PupilsOnRoll>
  </Pupils>{after}
</Message>
"""


ADA = """
      <PupilOnRoll>
        <PupilIdentifiers>
          <UPN>A823200111001</UPN><Surname>O&#39;Hara &amp; Lee</Surname>
          <DOB>2018-13-04</DOB>
        </PupilIdentifiers>
        <PupilCharacteristics>
          <FSMperiods>
            <FSMperiod><FSMstartDate>2024-01-01</FSMstartDate></FSMperiod>
            <FSMperiod><FSMstartDate>2025-01-01</FSMstartDate></FSMperiod>
          </FSMperiods>
        </PupilCharacteristics>
      </PupilOnRoll>"""
BOB = """
      <PupilOnRoll>
        <PupilIdentifiers>
          <UPN/>
          <Surname><!-- new --><![CDATA[<Bob>]]></Surname>
        </PupilIdentifiers>
      </PupilOnRoll>"""


def change(key, path=PUPIL, parent="", removed=False, **items):
    values = {name.replace("__", "/"): (value,) if isinstance(value, str) else value for name, value in items.items()}
    return RecordChange(key, path, parent, removed, values)


def patch(content, *changes, name="return.xml"):
    packed = content if isinstance(content, bytes) else content.encode()
    tables = read(io.BytesIO(packed), name).tables
    return b"".join(patched(io.BytesIO(packed), name, tables, {one.key: one for one in changes}))


def patched_text(content, *changes):
    return patch(content, *changes).decode()


def test_nothing_to_change_gives_the_same_bytes():
    content = file_of(ADA + BOB).replace("\n", "\r\n")
    assert patched_text(content) == content


def test_one_value_is_replaced_and_nothing_else():
    content = file_of(ADA + BOB)
    new = patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__DOB="2018-03-04"))
    assert new == content.replace("2018-13-04", "2018-03-04")


def test_a_value_is_escaped():
    content = file_of(ADA)
    new = patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__Surname="A <b> & c"))
    assert new == content.replace("O&#39;Hara &amp; Lee", "A &lt;b&gt; &amp; c")


def test_a_value_that_the_file_holds_already_keeps_its_spelling():
    content = file_of(ADA)
    assert patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__Surname="O'Hara & Lee")) == content


def test_an_empty_element_is_filled():
    content = file_of(ADA + BOB)
    new = patched_text(content, change("PupilOnRoll-2", PupilIdentifiers__UPN="X"))
    assert new == content.replace("<UPN/>", "<UPN>X</UPN>")


def test_comments_and_literal_text_in_a_value_go_with_it():
    content = file_of(BOB)
    new = patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__Surname="Bob"))
    assert new == content.replace("<!-- new --><![CDATA[<Bob>]]>", "Bob")


def test_a_missing_item_goes_where_the_declaration_has_it():
    content = file_of(ADA)
    new = patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__Forename="Ada"))
    assert new == content.replace("Lee</Surname>", "Lee</Surname><Forename>Ada</Forename>")
    first = patched_text(
        file_of(BOB.replace("<UPN/>\n          ", "")), change("PupilOnRoll-1", PupilIdentifiers__UPN="X")
    )
    assert first == file_of(BOB.replace("<UPN/>", "<UPN>X</UPN>"))


def test_a_missing_group_is_made_with_its_item_and_indented():
    new = patched_text(file_of(BOB), change("PupilOnRoll-1", PupilCharacteristics__Ethnicity="WBRI"))
    assert new == file_of(
        BOB.replace(
            "</PupilIdentifiers>",
            "</PupilIdentifiers>\n        <PupilCharacteristics>\n          <Ethnicity>WBRI</Ethnicity>"
            "\n        </PupilCharacteristics>",
        )
    )


def test_a_value_taken_out_goes_with_its_line():
    new = patched_text(file_of(ADA), change("PupilOnRoll-1", PupilIdentifiers__DOB=()))
    assert new == file_of(ADA.replace("\n          <DOB>2018-13-04</DOB>", ""))


def test_an_item_that_stands_twice_is_left_once():
    content = file_of(ADA.replace("</UPN>", "</UPN><UPN>B</UPN>"))
    assert patched_text(content, change("PupilOnRoll-1", PupilIdentifiers__UPN="A823200111001")) == file_of(ADA)


def test_a_repeated_item_takes_more_values_and_fewer():
    more = BOB.replace(
        "</PupilIdentifiers>",
        "</PupilIdentifiers><PupilCharacteristics><FundingBasis>A</FundingBasis></PupilCharacteristics>",
    )
    two = patched_text(file_of(more), change("PupilOnRoll-1", PupilCharacteristics__FundingBasis=("A", "B")))
    assert two == file_of(more.replace("</FundingBasis>", "</FundingBasis><FundingBasis>B</FundingBasis>"))
    none = patched_text(two, change("PupilOnRoll-1", PupilCharacteristics__FundingBasis=()))
    assert none == file_of(BOB)


def periods(number):
    return f"{PUPIL}/PupilCharacteristics/FSMperiods/FSMperiod", f"FSMperiod-{number}"


def test_a_record_inside_is_changed_added_and_removed():
    path, first = periods(1)
    changed = change(first, path, FSMendDate="2024-12-31")
    gone = change("FSMperiod-2", path, removed=True)
    added = change("new-1", path, "PupilOnRoll-1", FSMstartDate="2026-01-01")
    new = patched_text(file_of(ADA), changed, gone, added)
    expected = ADA.replace("2024-01-01</FSMstartDate>", "2024-01-01</FSMstartDate><FSMendDate>2024-12-31</FSMendDate>")
    inner = "\n              <FSMstartDate>2026-01-01</FSMstartDate>\n            "
    assert new == file_of(expected.replace("<FSMstartDate>2025-01-01</FSMstartDate>", inner))


def test_the_last_record_of_a_group_takes_the_group_with_it():
    path, first = periods(1)
    new = patched_text(file_of(ADA), change(first, path, removed=True), change("FSMperiod-2", path, removed=True))
    assert new == file_of(ADA[: ADA.index("\n        <PupilCharacteristics>")] + "\n      </PupilOnRoll>")


def test_people_are_added_with_records_and_removed():
    path, _ = periods(1)
    new = patched_text(
        file_of(ADA + BOB),
        change("PupilOnRoll-1", removed=True),
        change("new-1", PUPIL, "Message-1", PupilIdentifiers__UPN="NEW"),
        change("new-2", path, "new-1", FSMstartDate="2026-01-01"),
    )
    assert ADA not in new
    tables = read(io.BytesIO(new.encode())).tables
    assert tables["Pupil"]["upn"].to_list() == [None, "NEW"]
    assert tables["FSMperiod"]["_parent"].to_list() == [1]
    assert new.startswith(file_of(BOB)[:100])
    assert "\n      <PupilOnRoll>\n        <PupilIdentifiers>\n          <UPN>NEW</UPN>\n" in new


def test_somebody_can_be_added_where_there_is_nobody():
    empty = f"<Message>{HEADER}</Message>"
    new = patched_text(empty, change("new-1", PUPIL, "Message-1", PupilIdentifiers__UPN="NEW"))
    person = "<PupilOnRoll><PupilIdentifiers><UPN>NEW</UPN></PupilIdentifiers></PupilOnRoll>"
    assert new == f"<Message>{HEADER}<Pupils><PupilsOnRoll>{person}</PupilsOnRoll></Pupils></Message>"


def test_the_last_person_leaves_the_list_they_stood_in():
    new = patched_text(file_of(ADA), change("PupilOnRoll-1", removed=True))
    assert new == file_of("")


def test_the_messages_own_items_are_changed_in_their_place():
    path = "School__SchoolCharacteristics__SchoolName"
    new = patched_text(file_of(ADA), change("Message-1", "Message", **{path: "Ada's"}))
    school = "<School>\n    <SchoolCharacteristics>\n      <SchoolName>Ada's</SchoolName>"
    assert f"</Header>\n  {school}\n    </SchoolCharacteristics>\n  </School>\n  <Pupils>" in new


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "iso-8859-1", "us-ascii", "windows-1252"])
def test_the_files_encoding_stays(codec):
    name = codec.removesuffix("-sig")
    content = file_of(ADA + BOB, start=f'<?xml version="1.0" encoding="{name}"?>')
    if codec != "us-ascii":
        content = content.replace("Hara", "Hâra")
    new = patch(content.encode(codec), change("PupilOnRoll-2", PupilIdentifiers__Surname="Ołé"))
    expected = content.replace("<!-- new --><![CDATA[<Bob>]]>", "Ołé")
    assert new == expected.encode(codec, "xmlcharrefreplace")


def test_a_packed_file_comes_out_unpacked():
    content = file_of(ADA).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("return.xml", content)
    wanted = change("PupilOnRoll-1", PupilIdentifiers__DOB="2018-03-04")
    for packed in (gzip.compress(content), archive.getvalue()):
        assert patch(packed, wanted) == content.replace(b"2018-13-04", b"2018-03-04")


def test_look_alikes_in_comments_and_attributes_are_not_elements():
    odd = """<!-- <PupilOnRoll> --><?x </PupilOnRoll> ?><PupilOnRoll note="PupilOnRoll/>'"><PupilIdentifiers>
      <UPN>1</UPN><Surname><![CDATA[</PupilOnRoll>]]></Surname></PupilIdentifiers></PupilOnRoll >"""
    content = file_of(odd + BOB)
    new = patched_text(content, change("PupilOnRoll-2", PupilIdentifiers__UPN="X"))
    assert new == content.replace("<UPN/>", "<UPN>X</UPN>")


def test_a_tag_that_two_pieces_of_the_file_share_is_whole(monkeypatch):
    content = file_of(ADA + BOB)
    expected = content.replace("<UPN/>", "<UPN>X</UPN>")
    for size in (1, 7, 50):
        monkeypatch.setattr("schemas.editing.lossless.CHUNK", size)
        assert patched_text(content, change("PupilOnRoll-2", PupilIdentifiers__UPN="X")) == expected


def test_a_record_that_is_not_there_is_said_so():
    with pytest.raises(LookupError):
        patch(file_of(ADA), change("PupilOnRoll-2", PupilIdentifiers__UPN="X"))


def test_changes_survive_as_json():
    changes = {
        one.key: one for one in (change("PupilOnRoll-1", a__b="1", c=()), change("new-1", parent="PupilOnRoll-1"))
    }
    assert load(dump(changes)) == changes
    assert without(changes, "PupilOnRoll-1") == {}


def test_time_and_memory_of_a_file_of_10_mb():
    out = io.BytesIO()
    make_return(Setting(term="AUT", year=2026, phase="SS", pupils=4_000, seed=1), out)
    assert out.tell() > 9_000_000
    tables = read(out, "return.xml").tables
    wanted = {"PupilOnRoll-2000": change("PupilOnRoll-2000", PupilIdentifiers__Forename="Zoë")}
    tracemalloc.start()
    started = perf_counter()
    size = sum(len(piece) for piece in patched(out, "return.xml", tables, wanted))
    seconds, (_, most) = perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert abs(size - out.getbuffer().nbytes) < 50
    assert most < 8_000_000
    assert seconds < 20  # traced: several times slower than it is
