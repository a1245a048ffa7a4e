"""Running previews in the background: one batch over the stored tables, held under a lease, its answer kept at once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import polars as pl
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Organisation
from accounts.scope import Actor
from collect.models import Collection, Return, Submission
from collect.services.offers import LOOK_BACK
from collect.services.references import index_column, known_by, people_held, standing
from collect.services.storage_faults import storage_fault
from rulechanges.models import Patch, Preview, PreviewRule, PreviewSchool
from rulechanges.services import in_force
from schemas.stacking import RETURN
from validation import patches as pure
from validation.build import Reference
from validation.patches import OFF
from validation.preview.batch import batch
from validation.preview.comparison import RuleDifference
from validation.preview.sides import Side, differing, looked_up, looks_back
from validation.preview.stored import AMONG, Item
from validation.rule import code_order

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 3
PROCESSES = 2
SAY_EVERY = 1.0
SAMPLES = 10
"""Findings kept of each rule, of what appears and of what disappears."""
State = Preview.State


class LeaseLost(Exception):
    """Another worker has the preview now."""


def ask(
    actor: Actor,
    collection: Collection,
    *,
    patch: Patch | None = None,
    ruleset_after: str = "",
    la: Organisation | None = None,
) -> Preview:
    """Queue a preview. The same question that still waits or runs is that one."""
    with transaction.atomic():
        same = Preview.objects.filter(
            collection=collection,
            la=la,
            patch=patch,
            ruleset_after=ruleset_after,
            state__in=[State.QUEUED, State.RUNNING],
        ).first()
        if same is not None:
            return same
        preview = Preview.objects.create(
            collection=collection,
            la=la,
            patch=patch,
            ruleset_after=ruleset_after,
            asked_by=actor.person,
            asked_at=timezone.now(),
        )
        transaction.on_commit(partial(_ring, str(preview.pk)))
    return preview


def _ring(preview_id: str) -> None:
    from rulechanges.tasks import run_preview

    run_preview.ring(preview_id)


def sweep() -> int:
    """Ring for what waits, and take back what a silent worker holds. Gives how many bells were rung."""
    _take_back(Preview.objects.filter(state=State.RUNNING, lease_until__lt=timezone.now()))
    waiting = list(Preview.objects.filter(state=State.QUEUED).values_list("pk", flat=True)[:20])
    for pk in waiting:
        _ring(str(pk))
    return len(waiting)


def free(preview_id: str | UUID) -> None:
    """Take a preview back from a process that was seen to end, and ring for it."""
    _take_back(Preview.objects.filter(pk=preview_id, state=State.RUNNING))
    _ring(str(preview_id))


def _take_back(previews: QuerySet[Preview]) -> None:
    """Under a new number, so that a late worker is recognised; given up when that was the last attempt."""
    last = previews.filter(attempts__gte=ATTEMPTS)
    last.update(state=State.FAILED, fence=F("fence") + 1, finished_at=timezone.now(), lease_until=None)
    previews.update(state=State.QUEUED, fence=F("fence") + 1, lease_until=None, percent=0)


def work(preview_id: str | UUID) -> bool:
    """Run a preview if it waits. Gives whether it was run to its end here."""
    taken = Preview.objects.filter(pk=preview_id, state=State.QUEUED).update(
        state=State.RUNNING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        lease_until=timezone.now() + LEASE,
        percent=0,
        last_error="",
    )
    if not taken:
        return False
    preview = Preview.objects.select_related("collection", "la", "patch").get(pk=preview_id)
    started = monotonic()
    try:
        answer = run(preview)
        keep(preview, answer, monotonic() - started)
    except LeaseLost:
        log.warning("preview thrown away: it was taken over", preview=str(preview_id))
        return False
    except Exception as problem:  # noqa: BLE001  (whatever happens, the page must say so)
        waits = storage_fault(problem) is not None  # it is rung for again, and no attempt is used up
        last = preview.attempts >= ATTEMPTS and not waits
        held(preview).update(
            attempts=F("attempts") - int(waits),
            state=State.FAILED if last else State.QUEUED,
            fence=F("fence") + 1,
            lease_until=None,
            finished_at=timezone.now() if last else None,
            last_error=type(problem).__name__,
        )
        log.error("preview stopped", preview=str(preview_id), problem=type(problem).__name__)
        return False
    return True


def held(preview: Preview) -> QuerySet[Preview]:
    """The row as long as it is held under this number."""
    return Preview.objects.filter(pk=preview.pk, fence=preview.fence, state=State.RUNNING)


# -- the question


def sides(preview: Preview) -> tuple[Side, Side]:
    """The rules as they are in force, and as they would be."""
    collection = preview.collection
    if preview.patch is not None:
        without, with_it = in_force.with_and_without(preview.patch)
        return _side(preview.patch.ruleset, without), _side(preview.patch.ruleset, with_it)
    now = in_force.patches(collection.ruleset)
    # A patch belongs to the set that it was made for: another set brings its own.
    return _side(collection.ruleset, now), _side(preview.ruleset_after, in_force.patches(preview.ruleset_after))


def _side(coordinate: str, patches: Any) -> Side:
    rows: list[pure.Patch] = list(patches)
    return Side(coordinate, tuple((p.code, None if p.effect == OFF else p.effect) for p in rows))


def returns_of(preview: Preview) -> QuerySet[Return]:
    """The returns that are looked at: those with a file that was read."""
    found = Return.objects.filter(collection=preview.collection, current_submission__state__in=Submission.READ)
    if preview.la is not None:
        found = found.filter(organisation__la_number=preview.la.la_number)
    return found.select_related("current_submission").order_by("pk")


@dataclass
class Answer:
    """What came of all returns together."""

    levels: dict[str, tuple[str, str]] = field(default_factory=dict)
    rules: dict[str, RuleDifference] = field(default_factory=dict)
    schools_of_rule: dict[str, int] = field(default_factory=dict)
    schools: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    moved: dict[str, list[int]] = field(default_factory=dict)
    """Return → by how much its errors and queries change."""
    returns: int = 0
    unread: int = 0


def run(preview: Preview) -> Answer:
    """Compare every return, saying how far it is. Raises ``LeaseLost``."""
    one, other = sides(preview)
    before, after = differing(one.load(), other.load())
    answer = Answer()
    for code in sorted({*before.rules, *after.rules}, key=code_order):
        answer.levels[code] = tuple(str(s.rules[code].level) if code in s.rules else "" for s in (before, after))  # type: ignore[assignment]
        answer.rules[code] = RuleDifference()
    if not answer.rules:
        answer.returns = returns_of(preview).count()
        return answer
    returns = list(returns_of(preview))
    earlier = _earlier(preview.collection, returns) if looks_back(before, after) else {}
    items = [
        Item(str(r.pk), str(r.current_submission.tables_folder), earlier.get(r.organisation_id))
        for r in returns
        if r.current_submission is not None
    ]
    with tempfile.TemporaryDirectory(prefix="census-preview-", dir=settings.FILE_UPLOAD_TEMP_DIR) as name:
        folder = Path(name)
        for reference in looked_up(before, after).values():
            _write_reference(folder, reference, preview.collection)
        said = 0.0
        for done, (key, found) in enumerate(batch(items, one, other, folder, PROCESSES), start=1):
            _add(answer, key, found)
            if monotonic() - said > SAY_EVERY:
                _beat(preview, done * 100 // len(items))
                said = monotonic()
    return answer


def _beat(preview: Preview, percent: int) -> None:
    if not held(preview).update(percent=min(percent, 99), lease_until=timezone.now() + LEASE):
        raise LeaseLost


def _add(answer: Answer, key: str, found: dict[str, RuleDifference] | str) -> None:
    answer.returns += 1
    if isinstance(found, str):
        answer.unread += 1
        return
    for code, difference in found.items():
        total = answer.rules[code]
        total.before += difference.before
        total.after += difference.after
        total.appear += difference.appear
        total.disappear += difference.disappear
        total.note = total.note or difference.note
        for sample in difference.samples:
            if sum(1 for kept in total.samples if kept["way"] == sample["way"]) < SAMPLES:
                total.samples.append({**sample, "return": key})
        if difference.appear or difference.disappear:
            answer.schools_of_rule[code] = answer.schools_of_rule.get(code, 0) + 1
            answer.schools.setdefault(key, {})[code] = [difference.appear, difference.disappear]
            moved = answer.moved.setdefault(key, [0, 0])
            for level, number, sign in (
                (answer.levels[code][0], difference.before, -1),
                (answer.levels[code][1], difference.after, 1),
            ):
                if level:
                    moved[0 if level == "error" else 1] += sign * number


def _earlier(collection: Collection, returns: list[Return]) -> dict[int, str]:
    """Organisation → the folder of the tables of its return before this collection, as the check would choose it."""
    family = collection.type.family
    rows = (
        Return.objects.filter(
            collection__blade=collection.blade, collection__reference_date__lt=collection.reference_date
        )
        .select_related("collection", "current_submission")
        .order_by("organisation", "-collection__reference_date")
    )
    wanted = {return_.organisation_id for return_ in returns}
    seen: dict[int, int] = {}
    found: dict[int, str] = {}
    for row in rows.iterator():
        organisation = row.organisation_id
        if organisation not in wanted or row.collection.type.family != family:
            continue
        seen[organisation] = seen.get(organisation, 0) + 1
        submission = row.current_submission
        if organisation in found or seen[organisation] > LOOK_BACK or submission is None:
            continue
        if submission.state == Submission.State.CHECKED:
            found[organisation] = str(submission.tables_folder)
    return found


def _write_reference(folder: Path, reference: Reference, collection: Collection) -> None:
    if not reference.among:
        kept = standing([reference])
        if reference.name in kept:
            kept[reference.name].select(reference.columns).write_parquet(folder / f"{reference.name}.parquet")
        return
    if not known_by(reference, collection.type):
        return
    column, more = index_column(reference.key), [reference.lists] if reference.lists else []
    wanted = (column, "for_return", *map(index_column, more))
    rows = people_held(collection, reference).exclude(**{column: None}).values_list(*wanted)
    columns = dict.fromkeys((reference.key, RETURN, *more), pl.String)
    lines = [tuple(map(str, row)) for row in rows.iterator(chunk_size=10_000)]
    frame = pl.DataFrame(lines, schema=columns, orient="row")
    frame.write_parquet(folder / f"{reference.name}.{AMONG}.parquet")


# -- the answer


def keep(preview: Preview, answer: Answer, seconds: float) -> None:
    """Store the answer if the preview is still held. Raises ``LeaseLost``."""
    with transaction.atomic():
        if held(preview).select_for_update().first() is None:
            raise LeaseLost
        PreviewRule.objects.bulk_create(
            [_rule_row(preview, position, code, answer) for position, code in enumerate(answer.rules)], batch_size=500
        )
        PreviewSchool.objects.bulk_create(
            [_school_row(preview, key, rules, answer.moved[key]) for key, rules in answer.schools.items()],
            batch_size=500,
        )
        done = held(preview).update(
            state=State.DONE,
            percent=100,
            finished_at=timezone.now(),
            lease_until=None,
            returns=answer.returns,
            unread=answer.unread,
            seconds=seconds,
        )
        if not done:
            raise LeaseLost
    log.info("preview done", preview=str(preview.pk), returns=answer.returns, seconds=round(seconds, 1))


def _rule_row(preview: Preview, position: int, code: str, answer: Answer) -> PreviewRule:
    total = answer.rules[code]
    before, after = answer.levels[code]
    return PreviewRule(
        preview=preview,
        position=position,
        rule=code,
        level_before=before,
        level_after=after,
        before=total.before,
        after=total.after,
        appear=total.appear,
        disappear=total.disappear,
        schools=answer.schools_of_rule.get(code, 0),
        samples=total.samples,
        note=total.note[:300],
    )


def _school_row(preview: Preview, key: str, rules: Mapping[str, list[int]], moved: list[int]) -> PreviewSchool:
    return PreviewSchool(
        preview=preview,
        for_return_id=UUID(key),
        appear=sum(pair[0] for pair in rules.values()),
        disappear=sum(pair[1] for pair in rules.values()),
        errors_change=moved[0],
        queries_change=moved[1],
        rules=dict(rules),
    )
