"""Whether what is installed is exactly what constraints.txt names. Needs no network.

It finds a package that slipped in, another version than the tested one, and files that were changed after they were
installed. ``make audit``, which needs a network, looks up the weaknesses known of the pinned versions.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

OWN = "census-portal"
TOOLS = {"pip", "setuptools", "wheel"}
"""What makes an environment, not what runs in it."""


def known(name: str) -> str:
    """A distribution's name as indexes compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    """Name → version of the lines of a constraints file."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {known(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def differences(installed: Iterable[tuple[str, str]], pinned: dict[str, str]) -> list[str]:
    """What is installed and not as pinned, in words."""
    found = []
    for name, version in sorted((known(name), version) for name, version in installed):
        if name in TOOLS or name == OWN:
            continue
        if name not in pinned:
            found.append(f"{name} {version} is installed and not pinned")
        elif pinned[name] != version:
            found.append(f"{name} {version} is installed, {pinned[name]} is pinned")
    return found


def changed_files(distribution: Distribution) -> list[str]:
    """Files of a distribution that are not as its record says. Compiled files are made later and have no hash."""
    found = []
    for file in distribution.files or ():
        if file.hash is None or file.hash.mode != "sha256":
            continue
        path = Path(str(file.locate()))
        digest = hashlib.sha256(path.read_bytes()).digest() if path.exists() else b""
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            found.append(str(file))
    return found


def main() -> int:
    """Say what differs; returns 1 where something does."""
    there = list(distributions())
    pinned = pins(Path("constraints.txt").read_text(encoding="utf-8"))
    found = differences(((one.metadata["Name"], one.version) for one in there), pinned)
    for one in there:
        if known(one.metadata["Name"]) not in {*TOOLS, OWN}:
            found += [f"{one.metadata['Name']}: {file} was changed" for file in changed_files(one)]
    print("\n".join(found) or f"{len(pinned)} pinned packages, as installed.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
