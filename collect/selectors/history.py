"""The history of a return in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.scope import Actor
from collect import scope, words
from collect.actions import ACTIONS
from collect.actions.try_again import TryAgain
from collect.models import Event, Return, Status
from collect.selectors.dictionary import Dictionary, dictionary_of
from collect.services.causes import because

DONE = {**{action.name: action.done for action in ACTIONS}, TryAgain.name: TryAgain.done}
BY_ITSELF = {
    "upload_refused": "Tried to upload a file that was refused",
    "checked": "Checked a file",
    "check_failed": "Could not check a file",
    "rechecked": "Checked a file again",
    "recheck_failed": "Could not check a file again",
    "agent_left": "The school became an academy: this return goes to DfE itself",
}
"""What the portal notes besides what people do."""


@dataclass(frozen=True)
class Line:
    """One event as the history page shows it."""

    event: Event
    who: str
    what: str
    said: str
    """The reason, question or explanation that was given."""

    @property
    def rules(self) -> list[tuple[str, int]]:
        """Rule → how many findings it was about."""
        return sorted((self.event.details.get("rules") or {}).items())

    @property
    def replaced(self) -> list[str]:
        """Explanations whose words were replaced."""
        return list(self.event.details.get("replaced") or [])

    @property
    def edited(self) -> list[str]:
        """Which items of which records were changed on screen; never their values."""
        if self.event.action != "edit":
            return []
        changes = self.event.details["changes"]
        more = self.event.details["records"] - len(changes)
        words = dictionary_of(self.event.for_return.collection)
        return [*(_changed(words, change) for change in changes), *([f"and {more:,} more"] if more > 0 else [])]

    @property
    def new_status(self) -> str:
        """The status that the return came to; empty when it stayed."""
        event = self.event
        return "" if event.status_before == event.status_after else str(Status(event.status_after).label)


def _changed(dictionary: Dictionary, change: dict[str, Any]) -> str:
    """``Changed Pupil on roll 12: Surname, Date of birth``."""
    tag, number = change["path"].rpartition("/")[2], change["record"].rpartition("-")[2]
    named = dictionary.label(tag) if change["what"] == "added" else f"{dictionary.label(tag)} {number}"
    items = ", ".join(dictionary.label(item.rpartition("/")[2], tag) for item in change["items"])
    return f"{change['what'].capitalize()} {named}{': ' if items else ''}{items}"


def history(actor: Actor, return_: Return) -> QuerySet[Event]:
    """The events of a return, newest first: to be paged, then put into words with ``in_words``."""
    return scope.events_for(actor).filter(for_return=return_)


def kinds_and_people(events: QuerySet[Event]) -> dict[str, dict[str, str]]:
    """What there is to choose from in a history: kind → its words, person → their name."""
    kinds = set(events.order_by().values_list("action", flat=True).distinct())
    named = {**DONE, **BY_ITSELF}
    rows = events.order_by("person__full_name").values_list("person", "person__full_name", "person__email").distinct()
    people = {str(pk): name or email for pk, name, email in rows if pk is not None}
    if any(pk is None for pk, _, _ in rows):
        people["portal"] = "The portal"
    return {"kinds": {kind: words for kind, words in named.items() if kind in kinds}, "people": people}


def in_words(event: Event) -> Line:
    """An event for people to read."""
    details = event.details
    who = f"{event.person}, {event.organisation}" if event.person else "The portal"
    said = str(details.get("reason") or details.get("question") or details.get("text") or "")
    return Line(event, who, _what(event), said)


def _what(event: Event) -> str:
    details = event.details
    number = details.get("number")
    match event.action:
        case "upload":
            return f"Uploaded file {number}"
        case "edit":
            records = words.number_of(details["records"], "record")
            return f"Changed values of {records} of file {details['based_on']} on screen, which made file {number}"
        case "upload_refused":
            return "Tried to upload a file that was refused"
        case "check_failed":
            return f"Could not check file {number}"
        case "try_again":
            return f"Had the check of file {number} tried again"
        case "recheck_failed":
            return f"Could not check file {number} again with changed rules"
        case "rechecked":
            now = words.listed([words.errors(details["errors"]), words.queries(details["queries"])])
            before = details["before"]
            was = words.listed([words.errors(before["errors"]), words.queries(before["queries"])])
            change = f"{now}; before {was}" if details["changed"] else f"{now}, as before"
            return f"Checked file {number} again, because {because(details.get('cause', ''))}: {change}"
        case "checked" if "code" in details:
            return f"Could not read file {number}"
        case "checked":
            found = [words.errors(details["errors"]), words.queries(details["queries"])]
            if details["structural_faults"]:
                found.insert(0, words.number_of(details["structural_faults"], "fault") + " of structure")
            kept = "" if details["current"] else ". It does not replace the file before"
            return f"Checked file {number}: {words.listed(found)}{kept}"
    done = DONE.get(event.action, event.action)
    rules = details.get("rules")
    if not rules:
        return done
    return f"{done}: {words.listed([f'{count:,} of {rule}' for rule, count in sorted(rules.items())])}"
