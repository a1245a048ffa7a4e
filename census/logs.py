"""What a line of the logs may hold: ids, routes, kinds of errors and where they arose. Never what somebody typed.

Needs no Django: the web server's own log is written through here too.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]

# What has a shape of its own is taken out of every line, whoever wrote it. Names have none: they must not get there.
SHAPES = (
    (re.compile(r"[\w.+'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[address]"),
    (re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b"), "[UPN]"),
    (re.compile(r"(/join/)[^/\s\"']+"), r"\1[token]"),
    (re.compile(r"(/reset/key/)[^/\s\"']+"), r"\1[token]"),
    (re.compile(r"\?[^\s\"']+=[^\s\"']*"), "?[query]"),
)
SAID = ("error", "exception", "reason", "problem")
"""Fields in which libraries pass on exceptions or their words."""


def place_and_kind(_: Any, __: str, event: Event) -> Event:
    """Of an exception: its kind and where it arose, with those behind it. Its words may hold values: they stay out."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()
    if isinstance(problem, tuple):
        problem = problem[1]
    words = [key for key in SAID if isinstance(event.get(key), BaseException)]
    for key in words:
        problem, event[key] = problem or event[key], type(event[key]).__name__
    if event.get("event") == "task_failed" or (words and isinstance(event.get("error"), str)):
        event.pop("error", None)  # django-structlog repeats the exception's words here
    if isinstance(problem, BaseException):
        links = chain(problem)
        for key, value in event.items():
            if isinstance(value, str):  # libraries make sentences of an exception's words
                event[key] = without_words(value, links)
        event["exception"] = [line for link in links for line in told(link)]
    return event


def chain(problem: BaseException) -> list[BaseException]:
    """An exception and those behind it."""
    links: list[BaseException] = []
    link: BaseException | None = problem
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return links


def without_words(text: str, links: list[BaseException]) -> str:
    """A text with the kinds of exceptions in place of their words."""
    for link in links:
        for words in (repr(link), str(link)):
            text = text.replace(words, type(link).__name__) if words else text
    return text


def told(problem: BaseException) -> list[str]:
    """The kind of an exception and its frames, innermost last."""
    frames = traceback.extract_tb(problem.__traceback__)
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    return [kind, *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)]


def redact(_: Any, __: str, event: Event) -> Event:
    """Take out what has the shape of an address, a UPN, a token or a query."""
    for key, value in event.items():
        event[key] = redacted(value)
    return event


def redacted(value: Any) -> Any:
    """A value without what has a telling shape; texts in lists and dictionaries too."""
    if isinstance(value, str):
        for shape, instead in SHAPES:
            value = shape.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {redacted(key): redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner) for inner in value]
    return value


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter(style: str) -> structlog.stdlib.ProcessorFormatter:
    """One line for each event: a JSON object, or with ``console`` as style, text."""
    render = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    last = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        processors=[last, place_and_kind, redact, render], foreign_pre_chain=PROCESSORS
    )
