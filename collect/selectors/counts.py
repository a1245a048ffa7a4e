"""The counts of a return: the one place they come from, so that all pages agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from collect.models import Return, Standing
from validation.models import Level, Run


@dataclass(frozen=True)
class Counts:
    """What the current file of a return holds.

    ``queries`` = ``queries_explained`` + ``queries_to_explain``; of those explained ``accepted`` are accepted; of those
    to explain ``needs_another_look`` had an explanation for other values and ``sent_back`` one that was questioned.
    ``errors`` = ``errors_accepted`` + ``errors_to_correct``.
    """

    errors: int = 0
    errors_accepted: int = 0
    queries: int = 0
    queries_explained: int = 0
    accepted: int = 0
    sent_back: int = 0
    needs_another_look: int = 0
    structural_faults: int = 0
    could_not_run: int = 0

    @property
    def errors_to_correct(self) -> int:
        """Errors neither corrected nor accepted with a reason."""
        return self.errors - self.errors_accepted

    @property
    def queries_to_explain(self) -> int:
        """Queries without an explanation that stands."""
        return self.queries - self.queries_explained

    @property
    def to_accept(self) -> int:
        """Explanations that nobody has accepted yet."""
        return self.queries_explained - self.accepted

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left for the source to do."""
        return not (self.errors_to_correct or self.queries_to_explain or self.structural_faults)


def counts(return_: Return) -> Counts:
    """The counts of one return, in two queries."""
    return counts_of([return_])[return_.pk]


def counts_of(returns: Iterable[Return]) -> dict[UUID, Counts]:
    """The counts of many returns, by their id, in two queries however many there are."""
    wanted = [return_.pk for return_ in returns]
    sums = (
        Standing.objects.filter(for_return__in=wanted)
        .values("for_return", "level")
        .annotate(
            all=Sum("failures"),
            given=Sum("given"),
            accepted=Sum("accepted"),
            back=Sum("sent_back"),
            look=Sum("changed"),
            let_stand=Sum("accepted_errors"),
        )
    )
    found: dict[UUID, dict[str, int]] = {pk: {} for pk in wanted}
    for row in sums:
        mine = found[row["for_return"]]
        if row["level"] == Level.ERROR:
            mine |= {"errors": row["all"], "errors_accepted": row["let_stand"]}
        else:
            mine |= {
                "queries": row["all"],
                "queries_explained": row["given"] + row["accepted"],
                "accepted": row["accepted"],
                "sent_back": row["back"],
                "needs_another_look": row["look"],
            }
    runs = Run.objects.filter(submission__in=Return.objects.filter(pk__in=wanted).values("current_submission"))
    for pk, faults, broken in runs.values_list("submission__for_return", "structure_faults", "could_not_run"):
        found[pk] |= {"structural_faults": faults, "could_not_run": broken}
    return {pk: Counts(**mine) for pk, mine in found.items()}
