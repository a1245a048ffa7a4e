"""The part that an actor plays for a return: source, agent or collector."""

from __future__ import annotations

from enum import StrEnum

from accounts.scope import Actor
from collect.models import Return


class Part(StrEnum):
    """The parties of a return. The source sends it, the agent (the LA) checks it, the collector (DfE) takes it."""

    SOURCE = "source"
    AGENT = "agent"
    COLLECTOR = "collector"


def part_of(organisation_id: int, return_: Return, *, is_dfe: bool) -> Part | None:
    """The part that an organisation plays for a return; None for one that is no party to it."""
    if organisation_id == return_.organisation_id:
        return Part.SOURCE
    if return_.agent_id is not None and organisation_id == return_.agent_id:
        return Part.AGENT
    return Part.COLLECTOR if is_dfe else None


def part_for(actor: Actor, return_: Return) -> Part | None:
    """The part that ``actor`` plays for ``return_``."""
    return part_of(actor.organisation.pk, return_, is_dfe=actor.is_dfe)
