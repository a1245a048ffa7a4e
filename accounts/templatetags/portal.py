"""Times in GOV.UK style. ``{{ submission.uploaded_at|ago }}`` says "2 minutes ago" with the exact time beneath."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

JUST_NOW = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@register.filter
def moment(when: datetime | None) -> str:
    """``21 November 2026, 8:17pm`` in British time; empty for nothing."""
    if not when:
        return ""
    local = timezone.localtime(when)
    half = "am" if local.hour < 12 else "pm"
    return dateformat.format(local, "j F Y, g:i") + half


@register.filter
def ago(when: datetime | None) -> SafeString | str:
    """How long ago, in a ``<time>`` that holds the exact moment; after a week the moment itself."""
    if not when:
        return ""
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), moment(when), _passed(when))


def _passed(when: datetime) -> str:
    passed = timezone.now() - when
    if passed < JUST_NOW:
        return "just now"
    if passed < HOUR:
        return _count(passed // JUST_NOW, "minute")
    if passed < DAY:
        return _count(passed // HOUR, "hour")
    if passed < WEEK:
        return _count(passed // DAY, "day")
    return moment(when)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'} ago"
