"""How many files an organisation may bring within an hour, so that one cannot keep everybody else waiting.

The first file of each return in the hour is not counted: a local authority may bring one for each of its schools.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import Organisation
from collect.conf import conf
from collect.models import Submission
from scoping import unscoped

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Brought:
    """One file that came within the hour."""

    at: datetime
    for_return: UUID
    size: int


def full_until(organisation: Organisation) -> datetime | None:
    """When the organisation may bring another file again; None when it may now."""
    now = timezone.now()
    with unscoped("an organisation's quota counts all that it brought"):
        rows = Submission.objects.filter(acting_for=organisation, uploaded_at__gt=now - HOUR).order_by("uploaded_at")
        brought = [Brought(*row) for row in rows.values_list("uploaded_at", "for_return", "size")]
    if not _is_full(brought):
        return None
    # The hour moves on: the oldest file leaves it first.
    gone = next((number for number in range(1, len(brought)) if not _is_full(brought[number:])), len(brought))
    return brought[gone - 1].at + HOUR


def _is_full(brought: Sequence[Brought]) -> bool:
    seen: set[UUID] = set()
    files = size = 0
    for one in brought:
        if one.for_return in seen:
            files, size = files + 1, size + one.size
        seen.add(one.for_return)
    return files >= conf().files_an_hour or size >= conf().bytes_an_hour
