"""Small pieces of English that several modules need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collect.models import Return


def number_of(count: int, one: str, many: str = "") -> str:
    """``1 query``, ``1,204 queries``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def errors(count: int) -> str:
    """``3 errors``."""
    return number_of(count, "error")


def queries(count: int) -> str:
    """``3 queries``."""
    return number_of(count, "query", "queries")


def of(return_: Return, text: str, **more: object) -> str:
    """``text`` in the words of the return's collection (``{sender}``, ``{system}`` …).

    ``{parties}`` and ``{Parties}``: its source, and its agent where it has one.
    """
    wording = return_.collection.wording
    parties = f"the {wording.sender}" + (" and its local authority" if return_.agent_id else "")
    return wording.fill(text, parties=parties, Parties=parties.capitalize(), **more)


def listed(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
