"""Why a return is checked again though nobody sent a file: kept with the job, told in the history and in e-mails."""

from __future__ import annotations

RULES = "rules changed during the check"
OTHERS = "another return of the collection changed"
_LIST = "list "


def of_list(name: str) -> str:
    """The list ``name`` was loaded."""
    return f"{_LIST}{name}"


def because(cause: str) -> str:
    """In words, to follow "because"."""
    if cause == OTHERS:
        return "a return that holds the same person changed"
    if cause.startswith(_LIST):
        return "a list that the rules look values up in changed"
    return "DfE changed the rules"
