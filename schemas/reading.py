"""Reading a return: one pass over the file, record by record, into typed tables.

The pull parser hands over one streamed record (a person) at a time; it is validated against the XSD on its own, walked
into columns and let go, so memory grows with the tables and never with the tree. What is left at the end, the message
without its streamed records, is validated and walked last.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import IO

from lxml import etree

from schemas import collections, xsd
from schemas.blanks import WHITE_SPACE, shown
from schemas.collections import CollectionType
from schemas.explaining import Explainer
from schemas.faults import Fault
from schemas.intake import Peek, Refused, open_upload, peek, refuse
from schemas.intake.malformed import line_of_error, not_well_formed
from schemas.layout import Layout, Node
from schemas.rows import Walker
from schemas.tables import Tables

CHUNK = 256 * 1024
MAX_DEPTH = 64
MAX_HELD_ELEMENTS = 500_000
"""Elements outside finished records. A real return holds some thousands; a hostile file could hold millions."""
_CHECK_HELD_EVERY = 8 * 1024 * 1024
MAX_FAULTS = 5_000
"""Faults kept with their words; all are counted."""


@dataclass(frozen=True)
class Expect:
    """What the file must be, when it is sent to a known place.

    ``organisation`` is the number of who sends it: LA number and establishment of a school, the number of an LA.
    """

    collection: str
    year: int
    organisation: str | None = None


@dataclass
class Reading:
    """A file that was read. ``faults`` holds at most ``MAX_FAULTS``; ``fault_count`` counts them all."""

    collection: CollectionType
    year: int
    tables: Tables
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds spent in ``read`` and ``xsd``."""

    @property
    def header(self) -> dict[str, str | None]:
        return self.tables.header


@cache
def load_xsd(family: str, year: int) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(xsd.path_of(family, year))))


def identify(file: IO[bytes], filename: str, expect: Expect | None = None) -> tuple[CollectionType, int]:
    """Which collection and academic year a file is for, from its header alone.

    Raises ``Refused`` where the header cannot be read, names a collection the portal does not know, or is not what is
    expected. Leaves ``file`` at its start.
    """
    with _in_words_of(expect.collection if expect is not None else None):
        return _identify(file, filename, expect)


def _identify(file: IO[bytes], filename: str, expect: Expect | None) -> tuple[CollectionType, int]:
    seen = peek(file, filename)
    try:
        collection = collections.recognise(seen.collection, seen.term)
    except LookupError:
        known = ", ".join(sorted({t.message_code for t in collections.all()}))
        found = " ".join(part for part in (seen.collection, seen.term) if part) or "nothing"
        raise refuse("unknown_collection", found=found, known=known) from None
    year = _academic_year(collection, seen, expect)
    if expect is not None:
        _check_expected(expect, collection, year, "".join(getattr(seen, part) or "" for part in collection.sender))
    return collection, year


def _academic_year(collection: CollectionType, seen: Peek, expect: Expect | None) -> int:
    """The academic year that the header's Year stands for. Raises ``Refused``."""
    years = collection.years if expect is None or expect.collection != collection.code else (expect.year,)
    if seen.calendar_year is None:
        expected = " or ".join(sorted({str(collection.reference_date(year).year) for year in years}))
        if seen.year is None:
            raise refuse("no_year", expected=expected)
        raise refuse("year_not_read", found=shown(seen.year)[:60], expected=expected)
    year = collection.academic_year(seen.calendar_year)
    if year not in collection.years:
        named = [collection.year_name(known_year) for known_year in collection.years]
        expected = f"one of {', '.join(named)}" if expect is None else collection.year_name(expect.year)
        raise refuse("wrong_year", found=str(seen.calendar_year), expected=expected)
    return year


def _check_expected(expect: Expect, collection: CollectionType, year: int, organisation: str) -> None:
    expected = collections.get(expect.collection)
    if collection.code != expected.code:
        wanted = f"{expected.name} {expected.year_name(expect.year)}"
        if collection.family == expected.family:
            raise refuse("wrong_term", found=f"{collection.name} {collection.year_name(year)}", expected=wanted)
        name = collection.name[0].lower() + collection.name[1:]
        raise refuse("wrong_collection", found=f"{name} return for {collection.year_name(year)}", expected=wanted)
    if year != expect.year:
        raise refuse("wrong_year", found=collection.year_name(year), expected=expected.year_name(expect.year))
    if expect.organisation is not None and organisation != expect.organisation:
        raise refuse(f"wrong_{collection.source}", found=organisation or "no number", expected=expect.organisation)


def read(
    file: IO[bytes],
    filename: str = "return.xml",
    expect: Expect | None = None,
    progress: Callable[[int], None] | None = None,
) -> Reading:
    """Read a return (XML, gzipped XML or a zip holding one) from a seekable binary file.

    ``progress`` is called with the number of XML bytes read so far. Raises ``Refused`` for a file that is not a return
    at all; a return with structural faults is read, and its faults are listed.
    """
    started = perf_counter()
    collection, year = identify(file, filename, expect)
    layout = collection.layout(year)
    run = _Pass(layout, load_xsd(layout.family.code, year))
    words = _in_words_of(collection.code)
    with words, open_upload(file, filename) as source, _without_collecting():
        run.consume(source, progress)
        frames, unread = run.walker.finish()
    tables = Tables(collection, year, frames, unread)
    timings = {"read": perf_counter() - started - run.xsd_seconds, "xsd": run.xsd_seconds}
    return Reading(collection, year, tables, run.faults, run.fault_count, timings)


@contextmanager
def _in_words_of(code: str | None) -> Iterator[None]:
    """Refusals name what senders of this collection make their files with."""
    try:
        yield
    except Refused as refused:
        if code is None:
            raise
        raise refused.said_of(collections.get(code).wording.system) from refused.__cause__


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause Python's cycle collector.

    A pass makes millions of strings and no cycles, and looking for them would be a fifth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Pass:
    """One pass over one file."""

    def __init__(self, layout: Layout, schema: etree.XMLSchema):
        self.layout = layout
        self.schema = schema
        self.walker = Walker(layout)
        self.explainer = Explainer(layout)
        self.faults: list[Fault] = []
        self.fault_count = 0
        self.xsd_seconds = 0.0
        self.root: etree._Element | None = None
        self.streamed = {
            node.tag: node for node in layout.records if node.record_options and node.record_options.stream
        }
        self.homes = {node.tag: _home(node) for node in self.streamed.values()}

    def consume(self, source: IO[bytes], progress: Callable[[int], None] | None) -> None:
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=[self.layout.family.root.tag, *self.streamed],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        done, checked = 0, 0
        try:
            while chunk := source.read(CHUNK):
                parser.feed(chunk)
                self._handle(parser)
                done += len(chunk)
                if done - checked >= _CHECK_HELD_EVERY:
                    checked = done
                    self._check_held()
                if progress is not None:
                    progress(done)
            root = parser.close()
            self._handle(parser)
        except etree.XMLSyntaxError as error:
            raise _unreadable(error, parser) from None
        self._finish(root)

    def _handle(self, parser: etree.XMLPullParser) -> None:
        """Take the records that the last piece of the file completed."""
        complete: dict[etree._Element, list[etree._Element]] = {}
        for event, element in parser.read_events():
            if event == "start":
                if self.root is None:
                    self.root = element
            elif element.tag in self.streamed:
                parent = element.getparent()
                # One in a place it does not belong stays: the skeleton's validation says so.
                if _stands_in(parent, self.homes[element.tag]):
                    complete.setdefault(parent, []).append(element)
        for parent, elements in complete.items():
            together = self._valid_together(parent)
            for element in elements:
                self._take(element, valid=together)
            # The last one must stay until the parser has left it; what came before it can go.
            past = parent[: parent.index(elements[-1])]
            self._look_for_text(past)
            del parent[: len(past)]

    def _valid_together(self, parent: etree._Element) -> bool:
        """Whether all that ``parent`` holds so far is valid: half the work of validating each on its own.

        A record of which only a part has been read can at worst make this say no.
        """
        started = perf_counter()
        valid = self.schema.validate(parent)
        self.xsd_seconds += perf_counter() - started
        return valid

    def _take(self, element: etree._Element, *, valid: bool) -> None:
        node = self.streamed[element.tag]
        valid = valid or self._validate(element, node, self.walker.next_row(node.tag))
        self.walker.take(element, node, 0, valid=valid)
        element.clear(keep_tail=True)

    def _check_held(self) -> None:
        if self.root is not None and sum(1 for _ in self.root.iter()) > MAX_HELD_ELEMENTS:
            raise refuse("too_many_elements")

    def _validate(self, element: etree._Element, node: Node, row: int | None) -> bool:
        started = perf_counter()
        valid = self.schema.validate(element)
        self.xsd_seconds += perf_counter() - started
        if not valid:
            self._explain(element, node, row)
        return valid

    def _finish(self, root: etree._Element) -> None:
        for element in root.iter(*self.streamed):
            if _stands_in(element.getparent(), self.homes[element.tag]):
                element.clear(keep_tail=True)  # The last of each list: it was taken, and must not be validated again.
        if _depth(root) > MAX_DEPTH:
            raise refuse("too_deep")
        self._validate(root, self.layout.family.root, None)
        self.walker.take_root(root)

    def _explain(self, element: etree._Element, node: Node, row: int | None) -> None:
        if _depth(element) > MAX_DEPTH:
            raise refuse("too_deep")
        for fault in self.explainer.faults(element, node, row, self.schema.error_log):
            self._add(fault)

    def _add(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)

    def _look_for_text(self, elements: Iterable[etree._Element]) -> None:
        """Say what text stands after records that are about to go: nobody sees it later."""
        for element in elements:
            if (tail := element.tail) and tail.strip(WHITE_SPACE):
                parent = element.getparent()
                self._add(self.explainer.text_after(element, parent, tail))


def _home(node: Node) -> list[str]:
    """The tags from a streamed record's parent up to the root."""
    tags, parent = [], node.parent
    while parent is not None:
        tags.append(parent.tag)
        parent = parent.parent
    return tags


def _stands_in(parent: etree._Element | None, home: list[str]) -> bool:
    element = parent
    for tag in home:
        if element is None or element.tag != tag:
            return False
        element = element.getparent()
    return element is None


def _depth(element: etree._Element) -> int:
    """Levels of elements from ``element`` down, at most what libxml2 lets through (256)."""
    deepest, stack = 1, [(element, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack += [(child, depth + 1) for child in node]
    return deepest


def _unreadable(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> Refused:
    """A parser error as a refusal."""
    text = error.msg or ""
    if "xcessive depth" in text:
        return refuse("too_deep")
    if "encoding" in text.lower() or "not proper UTF-8" in text or "Invalid bytes" in text:
        return refuse("encoding", line=line_of_error(error, parser))
    if "Document is empty" in text:
        return refuse("empty")
    return not_well_formed(error, parser)
