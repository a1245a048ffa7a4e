"""Reading the Dockerfile and the commands of docker-compose.yml, for the rehearsal and for the tests of both."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a Dockerfile, its continued lines joined: ``COPY`` and ``census census``."""

    word: str
    rest: str


def stages(text: str) -> list[list[Step]]:
    """The stages of a Dockerfile, each the steps after its FROM."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found: list[list[Step]] = []
    for line in filter(str.strip, joined.splitlines()):
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        else:
            found[-1].append(Step(word, rest.strip()))
    return found


def copied(stage: list[Step]) -> list[tuple[str, str]]:
    """From where to where a stage copies out of the project folder."""
    found = []
    for step in stage:
        if step.word == "COPY" and not step.rest.startswith("--from"):
            *sources, target = step.rest.split()
            found += [(source, f"{target}{source}" if target.endswith("/") else target) for source in sources]
    return found


def environment(stage: list[Step]) -> dict[str, str]:
    """What a stage's ENV lines set."""
    pairs = [pair for step in stage if step.word == "ENV" for pair in shlex.split(step.rest)]
    return dict(pair.split("=", 1) for pair in pairs)


def command(stage: list[Step], word: str = "CMD") -> list[str]:
    """The list behind CMD, or behind the CMD of HEALTHCHECK."""
    (rest,) = [step.rest for step in stage if step.word == word]
    return [str(part) for part in json.loads(rest[rest.index("[") :])]


def of_service(compose: str, name: str, key: str = "command") -> list[str]:
    """The list that a service of docker-compose.yml has as ``command`` or as the ``test`` of its health check."""
    body = compose.partition(f"\n  {name}:\n")[2]
    body = re.split(r"\n(?:  )?\S", body)[0]
    found = re.search(rf"\b{key}: (\[.*\])", body)
    if found is None:
        raise ValueError(f"{name} has no {key} on one line.")
    return [str(part) for part in json.loads(found[1])]
