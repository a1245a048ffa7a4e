"""Rule sets: which revision of which rule is in force, from when, for one collection and year.

A released set is a file in ``validation/rulesets``: its coordinate, the date from which it is in force and, for every
rule, revision, level and the fingerprints of what it does and says (``validation.fingerprint``). The set's hash is over
that list, so it never changes for a released set; a test proves that the code still is what each released set says.

A hash names the version of how it was made (``v2:…``). Sets that were released under an earlier version keep their hash
of that time too, so that what names it still is verified.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from schemas import collections
from schemas.collections import CollectionType
from validation.plan import Plan
from validation.rule import Rule, code_order, registered

FOLDER = Path(__file__).parent / "rulesets"
HASH_VERSION = "v2:"
"""Version 1, without a mark, was over the source of the conditions alone."""


@dataclass(eq=False)
class RuleSet:
    """A released set of rules. ``rules`` is by number, in the order in which people count."""

    coordinate: str
    collection: str
    year: int
    in_force_from: date
    hash: str
    """``v2:`` and 64 hexadecimal digits."""
    rules: dict[str, Rule] = field(repr=False)
    note: str = ""
    patches: tuple[str, ...] = ()
    """Ids of the patches that were applied (``validation.patches``)."""
    options: frozenset[str] = frozenset()
    """How the set is run, where it is not as the first sets were: ``validation.header_year.OPTION``."""
    earlier_hashes: tuple[str, ...] = ()
    """What its hash was under earlier versions of how hashes are made."""

    def is_known_as(self, named: str) -> bool:
        """Whether a run or a receipt that names this hash was made with this set."""
        return named == self.hash or named in self.earlier_hashes

    @cached_property
    def plan(self) -> Plan:
        return Plan(collections.get(self.collection), self.year, self.rules.values())


@cache
def load_rules(family: str) -> tuple[Rule, ...]:
    """Import every module of rules of a family and give its rules, earlier revisions first.

    Revisions that a newer one has replaced stand in the folder ``superseded``, in a module called as that of the newer.
    """
    package = import_module(f"validation.rules.{family.replace('-', '_')}")
    for room in (package, import_module(f"{package.__name__}.superseded")):
        for module in iter_modules(room.__path__):
            if not module.name.startswith("_"):
                import_module(f"{room.__name__}.{module.name}")
    return tuple(sorted(registered(family), key=lambda rule: rule.revision))


def coordinates() -> list[str]:
    """The coordinates of all released sets, oldest first within each collection."""
    found = [f"{path.parent.name}:{path.stem}" for path in FOLDER.glob("*/*.toml")]
    return sorted(found, key=_version)


def _version(coordinate: str) -> tuple[str, int, int]:
    collection, _, version = coordinate.partition(":")
    year, _, number = version.partition(".")
    return collection, int(year), int(number)


@cache
def load(coordinate: str) -> RuleSet:
    """The released set with this coordinate, collection and version (``…:2026.1``). Raises ``LookupError``."""
    collection_code, _, version = coordinate.partition(":")
    path = FOLDER / collection_code / f"{version}.toml"
    if coordinate not in coordinates():
        raise LookupError(f"no rule set {coordinate}; there are {', '.join(coordinates())}")
    manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    collection = collections.get(collection_code)
    year: int = manifest["year"]
    applying = {
        (rule.code, rule.revision): rule for rule in load_rules(collection.family) if rule.applies_to(collection, year)
    }
    entries: dict[str, dict[str, object]] = manifest["rules"]
    rules = {code: applying[code, int(str(entry["revision"]))] for code, entry in entries.items()}
    return RuleSet(
        coordinate,
        collection_code,
        year,
        manifest["in_force_from"],
        content_hash(entries, manifest.get("options", ())),
        dict(sorted(rules.items(), key=lambda entry: code_order(entry[0]))),
        manifest.get("note", ""),
        options=frozenset(manifest.get("options", ())),
        earlier_hashes=tuple(manifest.get("earlier_hashes", ())),
    )


def content_hash(entries: dict[str, dict[str, object]], options: Iterable[str] = ()) -> str:
    """The hash of a set: over the number, revision, level and fingerprints of every rule, and how they are run."""
    lines = [
        f"{code} {entry['revision']} {entry['level']} {entry['does']} {entry['says']}"
        for code, entry in sorted(entries.items(), key=lambda entry: code_order(entry[0]))
    ]
    return hash_of([*lines, *(f"option {option}" for option in sorted(options))])


def hash_of(lines: Iterable[str]) -> str:
    """A hash in the version that is made now."""
    return HASH_VERSION + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def rulebook(collection: str, year: int) -> RuleSet:
    """The newest released set of a collection and academic year. Raises ``LookupError``."""
    for coordinate in reversed(coordinates()):
        code, found_year, _number = _version(coordinate)
        if (code, found_year) == (collection, year):
            return load(coordinate)
    raise LookupError(f"no rule set has been released for {collection} {year}")


def ruleset_of(collection: CollectionType, year: int, coordinate: str | None) -> RuleSet:
    return load(coordinate) if coordinate else rulebook(collection.code, year)
