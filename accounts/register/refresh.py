"""Making the organisations what the register says. Nothing is deleted; a row that cannot be used is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from accounts.organisations import FormerIdentity, Organisation
from accounts.register.apply import adopt, differences, told
from accounts.register.changes import RegisterChange, RegisterRefresh
from accounts.register.entries import NOWHERE, BadEntry, Entry, Link, Trust
from accounts.register.succession import Succession, work_out

Kind = RegisterChange.Kind
BATCH = 500


@dataclass(frozen=True)
class BadRow:
    """A row of the file that nothing could be made of: where it stands, whose it seems to be, and why."""

    line: int
    name: str
    why: str


@dataclass
class Report:
    """What a refresh did. ``became_academies``: those whose new returns go to DfE from now on."""

    changes: list[RegisterChange] = field(default_factory=list)
    became_academies: list[Organisation] = field(default_factory=list)
    without_number: int = 0

    def tell(self, kind: str, organisation: Organisation | None, name: str, number: str, **words: str) -> None:
        """Add a line."""
        cut = {key: text[:300] for key, text in words.items()}
        self.changes.append(
            RegisterChange(kind=kind, organisation=organisation, name=name[:200], number=number[:12], **cut)
        )

    def failed(self, name: str, number: str, why: str) -> None:
        """A row that could not be used."""
        self.tell(Kind.FAILED, None, name, number, after=why)

    def count(self, *kinds: str) -> int:
        """How many lines of these kinds there are."""
        return sum(change.kind in kinds for change in self.changes)


@dataclass
class Known:
    """The organisations there are, by every number; kept up to date while rows are taken in."""

    by_urn: dict[str, Organisation] = field(default_factory=dict)
    by_laestab: dict[str, Organisation] = field(default_factory=dict)
    by_uid: dict[str, Organisation] = field(default_factory=dict)
    la_numbers: set[str] = field(default_factory=set)
    former: dict[str, Organisation] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Known:
        """As the database has them."""
        known = cls()
        for organisation in Organisation.objects.select_related("parent", "successor"):
            known.note(organisation)
        for identity in FormerIdentity.objects.select_related("organisation"):
            known.former[identity.urn] = known.by_laestab.get(identity.organisation.laestab, identity.organisation)
        return known

    def note(self, organisation: Organisation) -> None:
        """Remember one under its numbers."""
        match organisation.kind:
            case Organisation.Kind.SCHOOL:
                self.by_laestab[organisation.laestab] = organisation
                if organisation.urn:
                    self.by_urn[organisation.urn] = organisation
            case Organisation.Kind.TRUST if organisation.uid:
                self.by_uid[organisation.uid] = organisation
            case Organisation.Kind.LA:
                self.la_numbers.add(organisation.la_number)


def refresh(
    entries: Mapping[str, Entry],
    links: Iterable[Link] = (),
    *,
    filename: str,
    sha256: str,
    bad_rows: Iterable[BadRow] = (),
    gone: Iterable[str] = (),
) -> Report:
    """Take in ``entries`` (by URN), all in one transaction. ``gone``: URNs that the register no longer has."""
    report = Report()
    for row in bad_rows:
        report.failed(row.name, f"line {row.line}", row.why)
    usable = dict(usable_ones(entries, report))
    with transaction.atomic():
        known, succession = Known.now(), work_out(usable, links)
        authorities(usable.values(), known, report)
        trusts(usable.values(), known, report)
        schools(usable, succession, known, report)
        followers(succession, known, report)
        for urn in gone:
            if organisation := known.by_urn.get(urn):
                report.tell(Kind.GONE, organisation, organisation.name, urn)
        note = RegisterRefresh.objects.create(filename=filename[:255], sha256=sha256, rows=len(entries))
        for change in report.changes:
            change.refresh = note
        RegisterChange.objects.bulk_create(report.changes, batch_size=BATCH)
    return report


def usable_ones(entries: Mapping[str, Entry], report: Report) -> Iterable[tuple[str, Entry]]:
    """The rows that organisations can be made from; the others are named, or counted where they have no LAESTAB."""
    for urn, entry in entries.items():
        try:
            entry.facts()
        except BadEntry as problem:
            report.failed(entry.name, urn, str(problem))
            continue
        if entry.laestab:
            yield urn, entry
        else:
            report.without_number += 1


def authorities(entries: Iterable[Entry], known: Known, report: Report) -> None:
    """The LAs of schools that have one. Those that are there keep their name: the file names areas, not councils."""
    named = {
        entry.la_number: entry.la_name
        for entry in entries
        if entry.la_name and entry.la_number != NOWHERE and Organisation(kind="school", **entry.facts()).has_agent
    }
    for number, name in sorted(named.items()):
        if number not in known.la_numbers:
            known.note(made := Organisation.objects.create(kind=Organisation.Kind.LA, la_number=number, name=name))
            report.tell(Kind.NEW, made, name, number)


def trusts(entries: Iterable[Entry], known: Known, report: Report) -> None:
    """The trusts that academies name: made, or renamed."""
    wanted: dict[str, Trust] = {}
    for entry in entries:
        if entry.trust and entry.trust.uid and entry.facts().get("is_academy"):
            wanted[entry.trust.uid] = entry.trust
    for uid, trust in sorted(wanted.items()):
        there = known.by_uid.get(uid)
        if there is None:
            known.note(made := Organisation.objects.create(kind=Organisation.Kind.TRUST, uid=uid, name=trust.name))
            report.tell(Kind.NEW, made, trust.name, uid)
        elif trust.name and there.name != trust.name:
            report.tell(Kind.NAME, there, trust.name, uid, before=there.name, after=trust.name)
            there.name = trust.name
            there.save(update_fields=["name"])


def schools(entries: Mapping[str, Entry], succession: Succession, known: Known, report: Report) -> None:
    """Each school once: under the numbers it has now, with those before as former identities."""
    new: list[Organisation] = []
    earlier: dict[str, list[Entry]] = defaultdict(list)
    for urn, entry in entries.items():
        if succession.heir(urn) != urn:
            earlier[succession.heir(urn)].append(entry)
    waiting: list[tuple[Organisation, Entry]] = []
    for urn, entry in entries.items():
        # A former number stays one, unless the register opens it again.
        if succession.heir(urn) != urn or (urn in known.former and not entry.is_open):
            continue
        there = owner_of(entry, earlier[urn], known)
        if there is None:
            there = Organisation(kind=Organisation.Kind.SCHOOL, parent=trust_of(entry, known, None), **entry.facts())
            known.note(there)
            new.append(there)
        elif there.urn not in ("", urn) and not may_take_over(entry, there, entries):
            report_clash(entry, there, report)
            continue
        else:
            guarded(there, entry, entries.get(there.urn), known, report)
        waiting += [(there, old) for old in earlier[urn]]
    Organisation.objects.bulk_create(new, batch_size=BATCH)
    for made in new:
        report.tell(Kind.NEW, made, made.name, made.urn)
    remember([(owner, old) for owner, old in waiting if old.urn not in known.former], known)


def owner_of(entry: Entry, earlier: Iterable[Entry], known: Known) -> Organisation | None:
    """The organisation that a row is about: by its URN, now or before, by those it follows, or by its LAESTAB."""
    urns = (entry.urn, *(old.urn for old in earlier))
    by_urn = next((known.by_urn[urn] for urn in urns if urn in known.by_urn), None)
    return by_urn or known.former.get(entry.urn) or known.by_laestab.get(entry.laestab)


def may_take_over(entry: Entry, there: Organisation, entries: Mapping[str, Entry]) -> bool:
    """Whether an organisation goes on under the numbers of this row: it is at work, or was, and the other is over."""
    return entry.status != Organisation.Status.PROPOSED and is_over(there, entries)


def is_over(there: Organisation, entries: Mapping[str, Entry]) -> bool:
    """Whether the numbers that an organisation has now are those of a school that closed, or that is not listed."""
    own = entries.get(there.urn)
    return own is None or own.status == Organisation.Status.CLOSED


def report_clash(entry: Entry, there: Organisation, report: Report) -> None:
    """Two at work say that they have one number. One that is only proposed waits in silence until it opens."""
    if entry.status != Organisation.Status.PROPOSED:
        report.failed(entry.name, entry.urn, f"its LAESTAB {entry.laestab} is that of {there.name} ({there.urn})")


def guarded(there: Organisation, entry: Entry, old: Entry | None, known: Known, report: Report) -> None:
    """One row: when the database refuses it, it is named and the others go on."""
    try:
        with transaction.atomic():
            change(there, entry, old, known, report)
    except IntegrityError:
        there.refresh_from_db()
        report.failed(entry.name, entry.urn, "another organisation has one of its numbers")


def trust_of(entry: Entry, known: Known, before: Organisation | None) -> Organisation | None:
    """The trust of an academy; as before where the file does not say."""
    if not entry.facts().get("is_academy"):
        return None
    if entry.trust is None:
        return before
    return known.by_uid.get(entry.trust.uid)


def change(there: Organisation, entry: Entry, old: Entry | None, known: Known, report: Report) -> None:
    """Bring one organisation up to date and say what differed."""
    wanted = {**entry.facts(), "parent": trust_of(entry, known, there.parent)}
    if differing := differences(there, wanted):
        old_urn = there.urn
        old_laestab, became = adopt(there, differing, entry, old)
        known.by_laestab.pop(old_laestab, None)
        known.note(there)
        known.former.pop(there.urn, None)
        if old_urn not in ("", there.urn):
            known.former[old_urn] = there
        told(report.tell, there, differing, became=became)
        if became:
            report.became_academies.append(there)


def remember(earlier: Iterable[tuple[Organisation, Entry]], known: Known) -> None:
    """Keep the numbers that schools had before, where they are not kept yet."""
    rows = {
        old.urn: FormerIdentity(
            organisation=owner,
            urn=old.urn,
            la_number=old.la_number,
            estab=old.estab,
            name=old.name,
            type_code=old.type_code,
            closed_on=old.closed_on,
        )
        for owner, old in earlier
        if old.urn != owner.urn
    }
    kept = set(FormerIdentity.objects.filter(urn__in=rows).values_list("urn", flat=True)) if rows else set()
    FormerIdentity.objects.bulk_create((row for urn, row in rows.items() if urn not in kept), batch_size=BATCH)


def followers(succession: Succession, known: Known, report: Report) -> None:
    """Closed schools that another one took over. Where several did, all are named and none is the successor."""
    for old_urn, new_urns in succession.taken_over.items():
        old = known.by_urn.get(old_urn)
        news = [known.by_urn[urn] for urn in (succession.heir(new) for new in new_urns) if urn in known.by_urn]
        if old is None or not news or old in news:
            continue
        only = news[0] if len(news) == 1 else None
        if only is None or old.successor_id == only.pk:
            continue
        before = str(old.successor or "")
        old.successor = only
        old.save(update_fields=["successor"])
        report.tell(Kind.SUCCESSOR, old, old.name, old.urn, before=before, after=f"{only.name} ({only.urn})")
