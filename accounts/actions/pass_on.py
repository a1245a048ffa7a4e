"""Requests for access that nobody answers go to the level above."""

from __future__ import annotations

from django.utils import timezone

from accounts.access import ANSWER_WITHIN, AccessRequest, levels_above, working_days_since
from accounts.actions.access import tell_approvers
from accounts.actions.base import AccountAction, Problem
from accounts.authority import answerers
from accounts.organisations import Organisation


class PassOnRequest(AccountAction):
    """The portal itself asks the level above, when nobody answered for five working days."""

    name = "pass_on_request"
    done = "Passed a request for access on to the level above"
    emits = ("access_passed_on",)

    def __init__(self, request: AccessRequest):
        super().__init__(None)
        self.request = request

    @property
    def organisation(self) -> Organisation:
        """Where the person works who asked."""
        return self.request.membership.organisation

    def lock(self) -> None:
        rows = AccessRequest.objects.select_for_update(of=("self",))
        self.request = rows.select_related("membership__person", "membership__organisation", "asked_of").get(
            pk=self.request.pk
        )

    @property
    def next_level(self) -> Organisation | None:
        """The first level above the one asked now that has an approver."""
        levels = [self.organisation, *levels_above(self.organisation)]
        place = levels.index(self.request.asked_of) if self.request.asked_of in levels else 0
        above = levels[place + 1 :]
        return next((level for level in above if answerers(self.request.membership, level).exists()), None)

    def problems(self) -> list[Problem]:
        waited = working_days_since(self.request.waits_since, timezone.now())
        gone = self.request.membership.removed_at or not self.request.membership.is_active
        if self.request.answered_at or gone or waited < ANSWER_WITHIN or self.next_level is None:
            return [Problem("not_due", "There is nothing to pass on.")]
        return []

    def change(self) -> None:
        before, above = str(self.request.asked_of), self.next_level
        assert above is not None
        self.request.asked_of, self.request.waits_since = above, timezone.now()
        self.request.save(update_fields=["asked_of", "waits_since"])
        self.emit(subject=self.request.membership.person, before={"asked": before}, after={"asked": str(above)})

    def notify(self) -> None:
        tell_approvers(self.request)
