"""The files of a return: the list, one of them to keep, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.confirming import confirm_identity
from accounts.scope import actor_of
from collect import scope
from collect.actions import Upload
from collect.models import Submission
from collect.pages.common import PAGE_SIZE, crumbs, no_store
from collect.pages.edit import cards
from collect.selectors import files as selectors
from collect.selectors.dictionary import Shown, dictionary_of
from collect.selectors.editing import Sheet
from collect.selectors.people import Person, Place, people_at
from collect.services import reads
from collect.services.edits import changes_of
from collect.services.rulebooks import RuleText, rule_of

OUTCOMES = {
    Submission.State.RECEIVED: ("Waiting to be checked", "grey"),
    Submission.State.CHECKING: ("Being checked", "grey"),
    Submission.State.CHECKED: ("Checked", "green"),
    Submission.State.STRUCTURE: ("Faults of structure", "orange"),
    Submission.State.UNREADABLE: ("Could not be read", "red"),
    Submission.State.FAILED: ("We could not check it", "red"),
}
LISTED = 50
"""Of each rule in a comparison so many findings are listed; the others are counted."""


@require_safe
@no_store
def files(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Every file that was received, newest first."""
    actor = actor_of(request)
    return_ = scope.get_return(actor, return_id)
    page = Paginator(selectors.submissions(return_), PAGE_SIZE).get_page(request.GET.get("page"))
    first_read = selectors.first_read(return_)
    rows = [
        {
            "submission": submission,
            "outcome": OUTCOMES[Submission.State(submission.state)],
            "is_current": submission.pk == return_.current_submission_id,
            "has_earlier": submission.run_id is not None and first_read is not None and submission.number > first_read,
        }
        for submission in page
    ]
    context = {
        "for_return": return_,
        "page": page,
        "rows": rows,
        "crumbs": crumbs(actor_of(request), return_, {"text": "Files"}),
        "may_upload": not Upload(actor, return_).reasons(),
    }
    return render(request, "collect/files.html", context)


@require_safe
@no_store
def download(request: HttpRequest, submission_id: UUID) -> FileResponse:
    """The file as it was received. One in which a virus was found is given to nobody."""
    submission = scope.get_submission(actor_of(request), submission_id)
    if submission.is_infected:
        raise Http404("This file is not given out.")
    confirm_identity(request)
    reads.note(actor_of(request), submission, reads.Kind.FILE)
    response = FileResponse(
        submission.file.open("rb"),
        as_attachment=True,
        filename=submission.filename,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@dataclass(frozen=True)
class Changed:
    """What changed about one rule, with the first few findings."""

    rule: RuleText
    level: str
    count: int
    rows: list[tuple[selectors.Compared, Person | None, list[Shown]]]

    @property
    def more(self) -> int:
        """Findings that are counted and not listed."""
        return self.count - len(self.rows)


def by_rule(submission: Submission, found: list[selectors.Compared]) -> list[Changed]:
    """A list of changes by rule, errors first, many before few."""
    ruleset = submission.run.ruleset if submission.run else submission.for_return.collection.ruleset
    groups: dict[str, list[selectors.Compared]] = {}
    for compared in found:
        groups.setdefault(compared.rule, []).append(compared)
    listed = [compared for group in groups.values() for compared in group[:LISTED]]
    people = people_at(submission, (Place(compared.identity, compared.record, compared.row) for compared in listed))
    words = dictionary_of(submission.for_return.collection)
    changed = [
        Changed(
            rule_of(ruleset, rule),
            group[0].level,
            len(group),
            [
                (
                    compared,
                    people.at(compared.identity, compared.record, compared.row),
                    words.all_shown(compared.values, compared.record),
                )
                for compared in group[:LISTED]
            ],
        )
        for rule, group in groups.items()
    ]
    return sorted(changed, key=lambda change: (change.level != "error", -change.count, change.rule.code))


@require_safe
@no_store
def compare(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """A file against the one read before it: fixed, new, still there."""
    submission = scope.get_submission(actor_of(request), submission_id)
    return_ = submission.for_return
    way = crumbs(
        actor_of(request),
        return_,
        {"text": "Files", "href": reverse("files", args=[return_.pk])},
        {"text": f"File {submission.number}"},
    )
    earlier = selectors.previous_submission(submission) if submission.run_id else None
    context: dict[str, object] = {"for_return": return_, "submission": submission, "earlier": earlier, "crumbs": way}
    if submission.based_on is not None:
        submission.based_on.for_return = return_
        context["cards"] = cards(Sheet(submission.based_on, changes_of(submission)))
    if earlier is not None:
        earlier.for_return = return_
        reads.note(actor_of(request), submission, reads.Kind.LIST)
        found = selectors.compare(submission, earlier)
        context["parts"] = [
            ("fixed", "Fixed", len(found.fixed), by_rule(earlier, found.fixed)),
            ("new", "New", len(found.new), by_rule(submission, found.new)),
            ("still-there", "Still there", len(found.still_there), by_rule(submission, found.still_there)),
        ]
    return render(request, "collect/compare.html", context)
