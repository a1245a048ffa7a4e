"""One organisation and its row: what differs, making it so, and saying so."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from accounts import mail
from accounts.access import AccessRequest, levels_above
from accounts.authority import approvers
from accounts.establishment_types import named
from accounts.organisations import FormerIdentity, Organisation
from accounts.recording import record
from accounts.register.changes import RegisterChange
from accounts.register.entries import Entry

Kind, Status = RegisterChange.Kind, Organisation.Status
Differing = dict[str, tuple[Any, Any]]
WORDS = {"register_changed": "The school register changed this organisation", "became_academy": "Became an academy"}
"""Action of an account event → what the list says."""
NUMBERS = ("urn", "la_number", "estab", "ukprn")


class Tell(Protocol):
    """Takes a line of the report."""

    def __call__(self, kind: str, organisation: Organisation | None, name: str, number: str, **words: str) -> None: ...


def differences(there: Organisation, wanted: dict[str, object]) -> Differing:
    """Column → before and after, where the row says something else."""
    return {
        name: (getattr(there, name), value)
        for name, value in wanted.items()
        if getattr(there, name) != value and not (name == "governance" and not value)
    }


def adopt(there: Organisation, differing: Differing, entry: Entry, old: Entry | None) -> tuple[str, bool]:
    """Write what differs, with its events. Gives the LAESTAB before, and whether a school became an academy.

    ``old`` is the row of the numbers that the organisation had until now, where the file has it.
    """
    had_agent, before, agent = there.has_agent, there.laestab, there.agent()
    if differing.get("urn", ("",))[0]:
        keep_identity(there, (old and old.closed_on) or there.closed_on or entry.opened_on)
    for name, (_, value) in differing.items():
        setattr(there, name, value)
    there.save(update_fields=list(differing))
    FormerIdentity.objects.filter(organisation=there, urn=there.urn).delete()  # it is no former one any more
    became = had_agent and there.is_academy
    said = {column: pair for column, pair in in_words(differing).items() if any(pair)}
    record(
        "became_academy" if became else "register_changed",
        organisation=there,
        before={column: old for column, (old, _) in said.items()},
        after={column: new for column, (_, new) in said.items()},
    )
    if had_agent and not there.has_agent and agent is not None:
        part_from(there, agent)
    return before, became


def keep_identity(there: Organisation, closed_on: date | None) -> None:
    """The numbers and the name that it goes on without."""
    FormerIdentity.objects.get_or_create(
        urn=there.urn,
        defaults={
            "organisation": there,
            "la_number": there.la_number,
            "estab": there.estab,
            "name": there.name,
            "type_code": there.type_code,
            "closed_on": closed_on,
        },
    )


def part_from(there: Organisation, agent: Organisation) -> None:
    """A school without an LA from now on: requests that the LA had to answer go on, and both are told."""
    above = [there, *levels_above(there)]
    asked = next((level for level in above if approvers(level).exists()), above[-1])
    waiting = AccessRequest.objects.filter(membership__organisation=there, asked_of=agent, answered_at=None)
    waiting.update(asked_of=asked)
    text = (
        f"The school register says that {there} no longer answers to {agent}. New returns of the school go to DfE "
        f"itself, and {agent} does not see them. Returns made before stay as they are."
    )
    for organisation in (there, agent):
        for membership in approvers(organisation):
            mail.queue(membership.person.email, "left_la", "new returns go to DfE", text, organisation=there)


def in_words(differing: Differing) -> dict[str, tuple[str, str]]:
    """What differs under the names that people know it by."""
    return {
        LABELS[column]: (said(column, old), said(column, new))
        for column, (old, new) in differing.items()
        if column in LABELS
    }


# What follows from the type is not said beside it.
LABELS = {
    "name": "Name",
    "urn": "URN",
    "la_number": "LA number",
    "estab": "Establishment number",
    "ukprn": "UKPRN",
    "status": "Status",
    "type_code": "Type",
    "parent": "Trust",
    "phase": "Phase",
    "governance": "Governance",
    "opened_on": "Opened",
    "closed_on": "Closed",
}


CHOICES = {"status": Status, "phase": Organisation.Phase, "governance": Organisation.Governance}


def said(column: str, value: Any) -> str:
    """One value as people read it."""
    if column == "type_code":
        return named(value) if value else ""
    if column in CHOICES and value:
        return str(CHOICES[column](value).label)
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return "" if value is None else str(value)


def told(tell: Tell, there: Organisation, differing: Differing, *, became: bool) -> None:
    """The lines of the report about one organisation: one for each kind of change."""
    kinds: dict[str, list[str]] = {}
    for column in differing:
        kinds.setdefault(kind_of(column, differing, there, became=became), []).append(column)
    for kind, columns in kinds.items():
        words = in_words({column: differing[column] for column in columns})
        if words:
            before, after = (joined(words, place) for place in (0, 1))
            tell(kind, there, there.name, there.urn, before=before, after=after)


def joined(words: dict[str, tuple[str, str]], place: int) -> str:
    """One side of what differs: each with its label, or alone without one."""
    if len(words) == 1:
        return next(iter(words.values()))[place]
    return ", ".join(f"{label} {pair[place]}" for label, pair in words.items() if pair[place])


def kind_of(column: str, differing: Differing, there: Organisation, *, became: bool) -> str:
    """Under which heading a change is reported."""
    if column == "name":
        return Kind.NAME
    if column in ("is_academy", "type_code", "urn") and became:
        return Kind.ACADEMY
    if column in NUMBERS:
        return Kind.NUMBERS if differing[column][0] else Kind.DETAILS
    if column == "status":
        return Kind.CLOSED if there.status == Status.CLOSED else Kind.STATUS
    if column == "type_code" and differing[column][0]:
        return Kind.TYPE
    return Kind.TRUST if column == "parent" else Kind.DETAILS
