"""A patch that has come into force reaches the returns that it touches: each is queued to be checked again, once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation
from collect.models import Collection, Job, Return, Standing, Submission
from collect.services import recheck
from rulechanges.models import ChangeEvent, Patch, Recheck
from rulechanges.services import in_force
from validation import book
from validation.patches import patched

log = structlog.get_logger(__name__)


def spread_due() -> int:
    """Spread every patch that has come into force and has not been spread. Gives how many were."""
    now = timezone.now()
    due = Patch.objects.filter(state=Patch.State.CONFIRMED, starts_at__lte=now, spread_at__isnull=True)
    return sum(spread(pk) for pk in list(due.order_by("starts_at", "confirmed_at").values_list("pk", flat=True)))


@transaction.atomic
def spread(patch_id: UUID) -> bool:
    """Queue the returns that a patch touches. Gives whether it was done now; a second call does nothing."""
    patch = Patch.objects.select_for_update().filter(pk=patch_id, spread_at__isnull=True).first()
    now = timezone.now()
    if patch is None or patch.state != Patch.State.CONFIRMED or patch.starts_at > now:
        return False
    # Checks that are being settled now may have read the rules before the patch: wait for them, then look.
    about = {"collection": patch.collection} if patch.is_move else {"collection__ruleset": patch.ruleset}
    of_those = {f"submission__for_return__{name}": value for name, value in about.items()}
    running = Job.objects.select_for_update().filter(state=Job.State.RUNNING, **of_those)
    list(running.order_by("pk").values_list("pk", flat=True))
    if patch.collection_id is not None:
        Collection.objects.filter(pk=patch.collection_id).update(ruleset=patch.ruleset_after)
    returns = list(touched(patch).order_by("pk").values_list("pk", flat=True))
    recheck.request(returns, Organisation.objects.get(kind=Organisation.Kind.DFE), f"patch {patch.pk}")
    _link(patch, returns)
    patch.spread_at = now
    patch.save(update_fields=["spread_at"])
    ChangeEvent.objects.create(patch=patch, action="spread", details={"returns": len(returns)})
    log.info("patch spread", patch=str(patch.pk), rule=patch.rule, returns=len(returns))
    return True


def touched(patch: Patch) -> QuerySet[Return]:
    """The returns whose findings a patch may change.

    A move touches every return of its collection with a file that was read. Where the rule of a patch was
    not run before, that is every return with a file that was read; else those with findings of it.
    """
    read = Return.objects.filter(current_submission__state__in=Submission.READ)
    if patch.is_move:
        return read.filter(collection=patch.collection)
    returns = read.filter(collection__ruleset=patch.ruleset)
    before, after = in_force.with_and_without(patch)
    released = book.load(patch.ruleset)
    old, new = patched(released, before), patched(released, after)
    was, now = old.rules.get(patch.rule), new.rules.get(patch.rule)
    if was is now:
        return returns.none()
    if was is None:
        return returns
    return returns.filter(pk__in=Standing.objects.filter(rule=patch.rule, failures__gt=0).values("for_return"))


def _link(patch: Patch, returns: Iterable[UUID]) -> None:
    now, ids = timezone.now(), list(returns)
    for start in range(0, len(ids), recheck.CHUNK):
        jobs = Job.objects.filter(
            submission__in=Return.objects.filter(pk__in=ids[start : start + recheck.CHUNK]).values("current_submission")
        )
        Recheck.objects.bulk_create(
            [
                Recheck(patch=patch, for_return_id=return_id, job_id=job_id, queued_at=now)
                for job_id, return_id in jobs.values_list("pk", "submission__for_return")
            ],
            batch_size=500,
        )


class Progress(dict[str, int]):
    """How far the returns of a patch are: all, done, failed; and per cent."""

    @property
    def percent(self) -> int:
        """Of the returns that are touched, how many are dealt with."""
        return 100 if not self["all"] else (self["done"] + self["failed"]) * 100 // self["all"]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to wait for."""
        return self["done"] + self["failed"] >= self["all"]


def progress(patch: Patch) -> Progress:
    """How far the checks that a patch asked for are."""
    counted = patch.rechecks.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(job__state=Job.State.DONE)),
        failed=Count("pk", filter=Q(job__state=Job.State.FAILED)),
    )
    return Progress(counted)
