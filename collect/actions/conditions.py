"""Conditions that several actions share, each a list of reasons why not."""

from __future__ import annotations

from collect import words
from collect.actions.base import Reason
from collect.models import Return
from collect.selectors.counts import Counts


def sound_file(return_: Return, counts: Counts) -> list[Reason]:
    """A file with faults of structure can never be submitted, nor what follows from that."""
    if not counts.structural_faults:
        return []
    faults = words.number_of(counts.structural_faults, "fault")
    text = "The file has {faults} of structure. Put that right in your {system} and upload a new file."
    return [Reason("structure", words.of(return_, text, faults=faults), counts.structural_faults)]


def every_query_explained(counts: Counts) -> list[Reason]:
    """What the agent and the collector wait for."""
    if not counts.queries_to_explain:
        return []
    parts = [f"{words.queries(counts.queries_to_explain)} still to be explained"]
    if counts.needs_another_look:
        parts.append(f"{counts.needs_another_look:,} of them because the values changed")
    if counts.sent_back:
        parts.append(f"{counts.sent_back:,} sent back with a question")
    return [
        Reason(
            "queries",
            f"There {'is' if counts.queries_to_explain == 1 else 'are'} {', '.join(parts)}.",
            counts.queries_to_explain,
        )
    ]


def every_error_settled(counts: Counts) -> list[Reason]:
    """What the collector waits for: each error corrected, or accepted with a reason."""
    left = counts.errors_to_correct
    if not left:
        return []
    text = f"There {'is' if left == 1 else 'are'} {words.errors(left)} neither corrected nor accepted with a reason."
    return [Reason("errors", text, left)]


def every_explanation_accepted(counts: Counts) -> list[Reason]:
    """What the collector waits for besides."""
    left = counts.to_accept
    if not left:
        return []
    text = f"{words.number_of(left, 'explanation has', 'explanations have')} not been accepted."
    return [Reason("explanations", text, left)]


def outstanding(counts: Counts) -> list[str]:
    """What the source has left to do, in words, whether or not it stops anything."""
    said = []
    if counts.structural_faults:
        said.append(f"{words.number_of(counts.structural_faults, 'fault')} of structure to correct")
    if counts.errors_to_correct:
        said.append(f"{words.errors(counts.errors_to_correct)} to correct")
    if counts.queries_to_explain:
        said.append(f"{words.queries(counts.queries_to_explain)} to correct or explain")
    return said
