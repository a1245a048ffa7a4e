"""Text that does something wherever it is taken for markup."""

from __future__ import annotations

HOSTILE_ADDRESS = "\"<div/hx-post='/pwned'/hx-trigger='load'>\"@a.bc"
"""An address that Django's own validator takes."""

MARK = "zqx"
"""Stands in each piece, so that a page can be searched for all of them."""

FULL = (
    f"{MARK}<i class={MARK}-i hx-get=/{MARK} hx-trigger=load>"
    f"\"'`></textarea></title></script><script>window.{MARK}=1</script>"
    f"<img src={MARK} onerror=window.{MARK}=2>{{{{ {MARK} }}}}{{% {MARK} %}}&lt;b&gt;"
)
"""All of it: elements, attributes of htmx, scripts, events, quotes, template tags, and what is escaped already."""

SHORT = f"<i hx-get=/ {MARK}>\"'"
"""The same where there is little room."""

TINY = f"<{MARK}>"
"""An element, where there are few signs."""


def hostile(length: int | None = None) -> str:
    """The longest piece that fits into so many signs."""
    return next((text for text in (FULL, SHORT, TINY) if length is None or len(text) <= length), "<b>"[:length])
