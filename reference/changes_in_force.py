"""What there is to say of a rule besides its releases: told by whoever changes rules while a collection runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Told:
    """One change of a rule between releases: of which set, since when, what ("switched off") and why."""

    ruleset: str
    since: datetime
    does: str
    reason: str
    in_force: bool


Provider = Callable[[str, str], list[Told]]
_providers: list[Provider] = []


def provide_changes(provider: Provider) -> None:
    """Have ``provider(collection, rule)`` asked whenever the page of a rule is shown."""
    if provider not in _providers:
        _providers.append(provider)


def changes_of(collection: str, rule: str) -> list[Told]:
    """The changes of a rule of a collection since its release, newest first."""
    return [told for provider in _providers for told in provider(collection, rule)]
