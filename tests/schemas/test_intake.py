"""What is taken in and what is refused, at the boundary of each guard."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.intake import LIMITS, SENTENCES, Limits, Peek, Refused, open_upload, peek, refuse
from schemas.reading import Expect, identify

BODY = "<Message><Header><Note>{}</Note></Header></Message>"
PLAIN = b"<?xml version='1.0' encoding='UTF-8'?>\n" + BODY.format("Zo\u00eb").encode()
HEADER = """<?xml version="1.0" encoding="{}"?>
<!-- made by <!DOCTYPE a MIS> -->
<Message>
  <Header>
    <CollectionDetails>
      <Collection> SC </Collection><Term>SPR</Term><Year>2027</Year><ReferenceDate>2027-01-21</ReferenceDate>
    </CollectionDetails>
    <Source><SourceLevel>S</SourceLevel><LEA>823</LEA><Estab><![CDATA[4001]]></Estab></Source>
  </Header>
  <School/>
</Message>
"""


def taken(content: bytes, *, limits: Limits = LIMITS, name: str = "return.xml") -> bytes:
    """The XML that comes out of an upload."""
    with open_upload(io.BytesIO(content), name, limits=limits) as xml:
        return xml.read()


def refused(content: bytes, *, limits: Limits = LIMITS) -> str:
    """The code under which an upload is refused; its words must be plain and complete."""
    upload = io.BytesIO(content)
    with pytest.raises(Refused) as caught:
        read_through(upload, limits)
    assert not upload.closed
    assert upload.tell() == 0
    assert "{" not in caught.value.sentence
    return caught.value.code


def read_through(upload: io.BytesIO, limits: Limits) -> None:
    """Read an upload in the pieces in which the XML library does, keeping none."""
    with open_upload(upload, "return.xml", limits=limits) as xml:
        while xml.read(32 * 1024):
            pass


def declared(name: str | None, codec: str, text: str = "Zo\u00eb", mark: bytes = b"") -> bytes:
    declaration = f"<?xml version='1.0' encoding='{name}'?>\n" if name else ""
    return mark + (declaration + BODY.format(text)).encode(codec)


def packed(content: bytes) -> bytes:
    """Gzipped, without the time: what names a test must not change from one second to the next."""
    return gzip.compress(content, mtime=0)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 1, 0, 0, 0)), content, method)
    return archived.getvalue()


class TestTaken:
    def test_plain(self) -> None:
        assert taken(PLAIN) == PLAIN

    def test_gzip_whatever_its_name(self) -> None:
        assert taken(packed(PLAIN), name="return.xml") == PLAIN

    def test_gzip_of_several_members_and_padding(self) -> None:
        assert taken(packed(PLAIN[:50]) + packed(PLAIN[50:]) + b"\0" * 512) == PLAIN

    def test_zip(self) -> None:
        assert taken(zipped(("deep/return.XML", PLAIN)), name="return.xml") == PLAIN

    def test_zip_stored(self) -> None:
        assert taken(zipped(("return.xml", PLAIN), method=zipfile.ZIP_STORED)) == PLAIN

    def test_zip_with_one_xml_among_others(self) -> None:
        content = zipped(
            ("folder/", b""), ("return.xml", PLAIN), ("read me.txt", b"hello"), ("__MACOSX/._return.xml", b"x")
        )
        assert taken(content) == PLAIN

    def test_zip_with_one_file_of_another_name(self) -> None:
        assert taken(zipped(("CENSUS.SCH", PLAIN))) == PLAIN

    @pytest.mark.parametrize(
        "content",
        [
            declared(None, "utf-8"),
            declared(None, "utf-8-sig"),
            declared("utf-8", "utf-8-sig"),
            declared("UTF8", "utf-8"),
            declared("ISO-8859-1", "latin-1"),
            declared("iso-8859-1", "latin-1", "Zo\u00eb \u00c3"),
            declared("Windows-1252", "cp1252", "O\u2019Brien"),
            declared("ISO-8859-2", "iso-8859-2", "\u0141ukasz"),
            declared("US-ASCII", "ascii", "Zoe"),
            declared("UTF-16", "utf-16"),
            declared("UTF-16", "utf-16-be", mark=b"\xfe\xff"),
            declared("UTF-16LE", "utf-16-le"),
            declared(None, "utf-16"),
            declared("UTF-32", "utf-32"),
            declared("Shift_JIS", "shift_jis", "\u5c71\u7530"),
        ],
    )
    def test_encoding(self, content: bytes) -> None:
        """Every encoding that is what it says comes through and is read by the XML library."""
        assert etree.fromstring(taken(content)).tag == "Message"

    @pytest.mark.parametrize(
        "content",
        [
            b"<!-- <!DOCTYPE x> --><?pi <!DOCTYPE?><Message/>",
            b"  \r\n <Message a='>'/>",
            b"<Message><a><![CDATA[<!DOCTYPE html>]]></a></Message>",
            b"<!--" + b" x" * 60_000 + b"--><Message/>",
        ],
    )
    def test_ordinary_xml(self, content: bytes) -> None:
        assert taken(content) == content

    def test_letters_cut_by_every_chunk(self) -> None:
        """A letter of several bytes may lie across any two reads."""
        for codec in ("utf-8", "utf-16"):
            content = declared(codec, codec, "\u00eb\u0142\u4e2d\U0001f600" * 100_000)
            assert taken(content) == content

    def test_rewinds(self) -> None:
        for content in (PLAIN, packed(PLAIN), zipped(("return.xml", PLAIN))):
            with open_upload(io.BytesIO(content), "return.xml") as xml:
                assert xml.read(10) == PLAIN[:10]
                assert xml.seek(0) == 0
                assert xml.read() == PLAIN

    def test_read_by_the_xml_library(self) -> None:
        with open_upload(io.BytesIO(packed(PLAIN)), "return.xml.gz") as xml:
            assert [element.tag for _, element in etree.iterparse(xml)] == ["Note", "Header", "Message"]


class TestRefused:
    @pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", packed(b""), zipped(("a.xml", b""))])
    def test_empty(self, content: bytes) -> None:
        assert refused(content) == "empty"

    @pytest.mark.parametrize(
        "content",
        [
            b"UPN,Surname\nH801200001001,Khan\n",
            b"%PDF-1.7 ...",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            b"{}",
            b"</Message>",
        ],
    )
    def test_not_xml(self, content: bytes) -> None:
        assert refused(content) == "not_xml"

    @pytest.mark.parametrize("content", [b"<", b"<!-- a", b"<Message ", b"<!--" + b"x" * 300_000])
    def test_no_root(self, content: bytes) -> None:
        assert refused(content) == "not_well_formed"

    @pytest.mark.parametrize(
        "content",
        [b"<html><Message/></html>", b"<message/>", b"<Message xmlns='urn:x'/>", b"<a:Message xmlns:a='urn:x'/>"],
    )
    def test_wrong_root(self, content: bytes) -> None:
        assert refused(content) == "wrong_root"

    @pytest.mark.parametrize(
        "text",
        [
            "<!DOCTYPE Message><Message/>",
            "<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE Message [<!ENTITY a 'b'>]><Message>&a;</Message>",
            "<!doctype html><html/>",
        ],
    )
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
    def test_doctype(self, text: str, codec: str) -> None:
        assert refused(text.encode(codec)) == "doctype"
        assert refused(packed(text.encode(codec))) == "doctype"

    def test_doctype_after_a_long_comment(self) -> None:
        assert refused(b"<!--" + b"x" * 5000 + b"--><!DOCTYPE Message><Message/>") == "doctype"

    def test_doctype_hidden_by_utf7(self) -> None:
        """An encoding in which markup can be written otherwise is not read at all."""
        assert refused(b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-<Message/>") == "encoding"

    @pytest.mark.parametrize("place", [20, 1_000_000])
    def test_nul(self, place: int) -> None:
        content = b"<Message><a>" + b"x" * place + b"\0</a></Message>"
        assert refused(content) == "nul"

    def test_nul_in_utf16(self) -> None:
        assert refused(declared("UTF-16", "utf-16", "a\0b")) == "nul"

    @pytest.mark.parametrize(
        "content",
        [
            declared("UTF-8", "latin-1"),
            declared(None, "latin-1"),
            declared("ISO-8859-1", "utf-8"),
            declared("windows-1252", "utf-8", "\u00a3"),
            declared("US-ASCII", "utf-8"),
            declared("UTF-16", "utf-8"),
            declared("UTF-16LE", "ascii", "Zoe"),
            declared("UCS-4", "utf-8"),
            declared("UTF-8", "utf-16"),
            declared("ISO-8859-1", "utf-16"),
            declared("ISO-8859-1", "utf-8-sig"),
            declared("UTF-16BE", "utf-16-le", mark=b"\xff\xfe"),
            declared("UTF-16LE", "utf-16-be", mark=b"\xfe\xff"),
            declared("klingon", "utf-8", "Zoe"),
            declared("rot13", "utf-8", "Zoe"),
            declared("base64", "utf-8", "Zoe"),
            b"<?xml version='1.0' encoding=''?><Message/>",
            declared("IBM037", "utf-8", "Zoe"),
            declared("UTF-8", "utf-8", "Zoe") + b"\xc3",
            declared("UTF-16", "utf-16", "Zoe") + b"<",
        ],
    )
    def test_encoding(self, content: bytes) -> None:
        assert refused(content) == "encoding"

    def test_encoding_that_lies_far_in(self) -> None:
        text = "x" * 1_000_000 + "Zo\u00eb"
        assert refused(declared("UTF-8", "latin-1", text)) == "encoding"
        assert refused(declared("ISO-8859-1", "utf-8", text)) == "encoding"

    def test_size(self) -> None:
        limits = Limits(size=len(PLAIN))
        assert taken(PLAIN, limits=limits) == PLAIN
        assert refused(PLAIN + b"\n", limits=limits) == "too_large"

    def test_size_after_unpacking(self) -> None:
        content = packed(b"<Message>" + bytes(range(32, 60)) * 40_000)
        assert refused(content, limits=Limits(size=1_000_000, ratio=10**6)) == "too_large"

    @pytest.mark.parametrize("pack", [packed, lambda content: zipped(("a.xml", content))])
    def test_bomb(self, pack) -> None:  # type: ignore[no-untyped-def]
        content = pack(b"<Message>" + b" " * 20_000_000 + b"</Message>")
        assert refused(content) == "bomb"

    def test_what_is_small_may_be_dense(self) -> None:
        """Under the first megabyte the ratio is not looked at."""
        content = b"<Message>" + b" " * 900_000 + b"</Message>"
        assert taken(packed(content)) == content

    def test_zeros_are_refused_at_once(self) -> None:
        """A zip of 200 MB of nothing is refused within moments, and memory stays flat."""
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
        content = squeeze.compress(b"<Message>") + b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(200))
        content += squeeze.flush()
        tracemalloc.start()
        started = time.process_time()
        assert refused(content) in ("nul", "bomb")
        spent = time.process_time() - started
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert spent < 0.5
        assert peak < 5_000_000

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (zipped(), "no XML file"),
            (zipped(("a.txt", b"x"), ("b.txt", b"y")), "no XML file"),
            (zipped(("a.xml", PLAIN), ("b.xml", PLAIN)), "more than one XML"),
            (zipped(("a.xml", PLAIN), ("b.zip", zipped(("a.xml", PLAIN)))), "another packed file"),
            (zipped(("a.xml", packed(PLAIN))), "another packed file"),
            (packed(packed(PLAIN)), "another packed file"),
            (packed(zipped(("a.xml", PLAIN))), "another packed file"),
            (zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>")), "office document"),
            (zipped(*((f"{n}.xml", b"") for n in range(101))), "too many files"),
            (zipped(*((f"{n:0200}.xml", b"") for n in range(2000))), "too many files"),
            (zipped(("a.xml", PLAIN), method=zipfile.ZIP_LZMA), "cannot be opened"),
            (zipped(("a.xml", PLAIN))[:-30], "damaged"),
            (zipped(("a.xml", PLAIN)).replace(b"\x05\0\0\0\0\0\0\0", b"\0\0\0\0\0\0\0\0"), "damaged"),
            (b"PK\x03\x04" + b"x" * 100, "damaged"),
            (packed(PLAIN)[:-10], "cut off"),
            (packed(PLAIN) + b"more", "damaged"),
            (packed(PLAIN) + packed(b"") * 1000, "too many parts"),
            (b"7z\xbc\xaf\x27\x1c....", "cannot be opened"),
        ],
    )
    def test_archive(self, content: bytes, words: str) -> None:
        with pytest.raises(Refused) as caught:
            taken(content)
        assert caught.value.code == "archive"
        assert words in caught.value.sentence

    def test_encrypted_zip(self) -> None:
        content = bytearray(zipped(("a.xml", PLAIN)))
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.index(mark) + place
            struct.pack_into("<H", content, at, struct.unpack_from("<H", content, at)[0] | 1)
        with pytest.raises(Refused, match="password"):
            taken(bytes(content))

    def test_zip_whose_content_was_changed(self) -> None:
        content = bytearray(zipped(("a.xml", PLAIN), method=zipfile.ZIP_STORED))
        content[content.index(b"<Note>") + 1] = ord("M")
        with pytest.raises(Refused, match="damaged"):
            taken(bytes(content))

    def test_only_the_beginning_can_be_gone_back_to(self) -> None:
        with open_upload(io.BytesIO(PLAIN), "a.xml") as xml, pytest.raises(io.UnsupportedOperation):
            xml.seek(5, io.SEEK_END)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good upload of any kind, with some bytes changed, left out or added."""
    content = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        content[place : place + draw(st.integers(0, 6))] = draw(st.binary(max_size=6))
    return bytes(content)


GOOD = [
    PLAIN,
    HEADER.format("UTF-16").encode("utf-16"),
    declared("ISO-8859-1", "latin-1"),
    packed(PLAIN),
    zipped(("a.xml", PLAIN), ("b.txt", b"x")),
    zipped(("a.xml", PLAIN), method=zipfile.ZIP_STORED),
]


@settings(max_examples=400, deadline=None)
@given(st.one_of(damaged(), st.binary(max_size=200)))
def test_whatever_comes_is_taken_or_refused(content: bytes) -> None:
    """No upload, however damaged, ends in anything but the stream or a refusal."""
    for look in (lambda upload: read_through(upload, LIMITS), lambda upload: peek(upload, "x")):
        with suppress(Refused):
            look(io.BytesIO(content))


class TestPeek:
    def test_header(self) -> None:
        upload = io.BytesIO(HEADER.format("UTF-8").encode())
        assert peek(upload, "return.xml") == Peek("Message", "SC", "SPR", "2027", 2027, "823", "4001")
        assert upload.tell() == 0

    @pytest.mark.parametrize("pack", [packed, lambda content: zipped(("a.xml", content))])
    def test_packed(self, pack) -> None:  # type: ignore[no-untyped-def]
        assert peek(io.BytesIO(pack(HEADER.format("UTF-16").encode("utf-16"))), "x").term == "SPR"

    def test_reads_no_further_than_the_header(self) -> None:
        """What is wrong beyond the header is for the reader to find."""
        content = HEADER.format("UTF-8").encode().replace(b"<School/>", b"<School>" + b"<a>" * 100_000)
        assert peek(io.BytesIO(content), "x").collection == "SC"

    def test_absent_values(self) -> None:
        assert peek(io.BytesIO(b"<Message><Header/></Message>"), "x") == Peek("Message")
        assert peek(io.BytesIO(b"<Message><School/></Message>"), "x") == Peek("Message")
        content = HEADER.format("UTF-8").replace("2027", "next", 1).replace("SPR", "").encode()
        assert peek(io.BytesIO(content), "x") == Peek("Message", "SC", None, "next", None, "823", "4001")

    def test_values_elsewhere_do_not_count(self) -> None:
        content = b"<Message><Header><Term>AUT</Term><Source><Year>1</Year></Source></Header></Message>"
        assert peek(io.BytesIO(content), "x") == Peek("Message")

    def test_not_well_formed(self) -> None:
        with pytest.raises(Refused) as caught:
            peek(io.BytesIO(b"<Message>\n<Header>\n</Source>"), "x")
        assert (caught.value.code, "line 3" in caught.value.sentence) == ("not_well_formed", True)

    def test_cut_off_in_the_header(self) -> None:
        with pytest.raises(Refused, match="The end of the file is missing"):
            peek(io.BytesIO(b"<Message><Header>"), "x")

    @pytest.mark.parametrize("content", [b"", b"<html/>", b"<!DOCTYPE a><Message/>", b"hello"])
    def test_refuses_as_opening_does(self, content: bytes) -> None:
        with pytest.raises(Refused):
            peek(io.BytesIO(content), "x")


class TestWords:
    def test_every_code_has_words(self) -> None:
        values = dict.fromkeys(("found", "expected", "detail", "limit", "line", "cause"), "that")
        for code in SENTENCES:
            fault = refuse(code, **values)
            assert fault.code == code
            assert fault.sentence.endswith(".")
            assert str(fault) == fault.sentence

    def test_braces_in_a_value_stay(self) -> None:
        assert "{0}" in refuse("wrong_school", found="{0}", expected="8234001").sentence

    def test_survives_pickling(self) -> None:
        fault = pickle.loads(pickle.dumps(refuse("empty")))
        assert (fault.code, fault.sentence) == ("empty", SENTENCES["empty"].format(system="system"))
        assert fault.said_of("MIS").sentence == SENTENCES["empty"].format(system="MIS")

    def test_names_what_the_sender_makes_files_with(self) -> None:
        with pytest.raises(Refused, match="Run the return again in your case management system and"):
            identify(io.BytesIO(b""), "x.xml", Expect("children-in-need", 2025))
        with pytest.raises(Refused, match="Run the return again in your MIS and"):
            identify(io.BytesIO(b""), "x.xml", Expect("school-census-autumn", 2026))
