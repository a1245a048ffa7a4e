"""One row of the register, and one link between two of its schools, as the organisations are made from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.establishment_types import PHASES, types
from accounts.organisations import Organisation

Status = Organisation.Status
STATUSES = {"1": Status.OPEN, "2": Status.CLOSED, "3": Status.CLOSING, "4": Status.PROPOSED}
"""Status code of the register → status. Any other is not known."""
NOWHERE = "000"
"""The LA code of what lies in no local authority."""


class BadEntry(ValueError):
    """A row that no organisation can be made from. The words say why."""


@dataclass(frozen=True)
class Trust:
    """The trust that a row names; ``uid`` is empty for a school in none."""

    uid: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One establishment. ``trust`` is None where the file does not say whether there is one."""

    urn: str
    la_number: str
    estab: str
    name: str
    type_code: str = ""
    status_code: str = "1"
    phase_code: str = ""
    ukprn: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    la_name: str = ""
    trust: Trust | None = None

    @property
    def laestab(self) -> str:
        """LA and establishment number; empty where one is missing."""
        return self.la_number + self.estab if self.la_number and self.estab else ""

    @property
    def status(self) -> Organisation.Status:
        """Whether it is at work. Raises ``BadEntry``."""
        try:
            return STATUSES[self.status_code]
        except KeyError:
            raise BadEntry(f"its status {self.status_code or '(none)'} is not known") from None

    @property
    def is_open(self) -> bool:
        """Whether it teaches now."""
        return self.status in (Status.OPEN, Status.CLOSING)

    def facts(self) -> dict[str, object]:
        """The columns of an organisation that the row speaks of, the trust aside. Raises ``BadEntry``."""
        if self.type_code and self.type_code not in types():
            raise BadEntry(f"its type {self.type_code} is not known to the portal")
        found: dict[str, object] = {
            "name": self.name,
            "urn": self.urn,
            "la_number": self.la_number,
            "estab": self.estab,
            "status": self.status,
            "opened_on": self.opened_on,
            "closed_on": self.closed_on,
        }
        if self.ukprn:
            found["ukprn"] = self.ukprn
        kind = types().get(self.type_code)
        phase = (kind.phase if kind else "") or PHASES.get(self.phase_code, "")
        if phase:
            found["phase"] = phase
        if kind:
            found |= {
                "type_code": kind.code,
                "is_academy": kind.is_academy,
                "sends_direct": kind.sends_direct,
                "governance": kind.governance,
            }
        return found


@dataclass(frozen=True)
class Link:
    """One school follows another. ``is_whole``: as one for one, neither merged nor split."""

    old_urn: str
    new_urn: str
    is_whole: bool
