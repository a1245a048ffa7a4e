"""The fingerprint of a rule moves with everything that decides where it fails.

Each constant and each helper of the rules is changed in memory, one after the other, and some rule must notice.
"""

import datetime
import re
import subprocess
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType

import polars as pl
import pytest

import schemas.identifiers
import validation.conditions
from schemas import collections
from schemas.declare import ItemType
from schemas.layout import Family
from schemas.tables import typed
from validation import book, canonical, fingerprint, records
from validation.build import Reference
from validation.canonical import CannotWrite
from validation.fingerprint import fingerprints
from validation.plan import Plan
from validation.records import Derived, Records
from validation.rule import Rule

ROOT = Path(__file__).parents[2]
SHARED = [validation.conditions, schemas.identifiers]


def newest(family):
    """The newest set of each collection of a family."""
    return [book.rulebook(kind.code, max(kind.years)) for kind in collections.families()[family]]


def all_sets(family):
    """Every set of a family, newest first: a rule that was replaced stands in the old ones."""
    kinds = {kind.code for kind in collections.families()[family]}
    return [book.load(each) for each in reversed(book.coordinates()) if each.partition(":")[0] in kinds]


def does(ruleset):
    made = fingerprints(Plan(collections.get(ruleset.collection), ruleset.year, ruleset.rules.values()))
    return {code: each.does for code, each in made.items()}


def modules_of(family):
    book.load_rules(family)
    package = import_module(f"validation.rules.{family.replace('-', '_')}")
    names = [found.name for found in walk_packages(package.__path__, f"{package.__name__}.")]
    return [import_module(name) for name in names if ".examples" not in name]


def is_constant(value):
    kinds = (bool, int, float, str, list, tuple, dict, set, frozenset)
    return isinstance(value, kinds) and bool(value) and not isinstance(value, Enum)


def named_in(modules):
    """(module, name, value) of every constant and helper that a module defines itself."""
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith("__") or isinstance(value, (type, Rule, Records, Reference, Family, Derived)):
                continue
            if isinstance(value, FunctionType):
                derived = any(each.function is value for each in records._DERIVED.values())
                if value.__module__ == module.__name__ and not derived:
                    yield module, name, value
            elif is_constant(value):
                yield module, name, value


def other(value):
    """Something else of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x" if not value.startswith("^") else f"^x{value[1:]}"
        case dict():
            return dict(list(value.items())[1:]) if len(value) > 1 else {}
        case list() | tuple() | set() | frozenset():
            return type(value)(list(value)[1:])
    raise AssertionError(value)


def negated(helper):
    """A helper that says something else of whatever it is given."""

    def changed(*arguments, **options):
        result = helper(*arguments, **options)
        if isinstance(result, pl.Expr):
            return result.is_null()
        if isinstance(result, (list, tuple)) and all(isinstance(each, pl.Expr) for each in result):
            return type(result)(each.is_null() for each in result)
        return other(result)

    return changed


def binding(name, value):
    """Every module of ours that knows ``value`` by this name."""
    for module in list(sys.modules.values()):
        ours = getattr(module, "__name__", "").partition(".")[0] in ("validation", "schemas")
        if ours and vars(module).get(name) is value:
            yield module


READ_WHILE_IMPORTED = {"_records", "_read", "_row", "LIKENESS", "PREVIOUS"}
"""Helpers and names that are used up while a module is imported; what is made with them is changed itself."""


@pytest.mark.parametrize("family", sorted(collections.families()))
def test_every_constant_and_helper_is_in_some_fingerprint(family, monkeypatch):
    sets = all_sets(family)
    before = {ruleset.coordinate: does(ruleset) for ruleset in sets}
    unmoved = []
    for module, name, value in named_in(modules_of(family)):
        changed = negated(value) if isinstance(value, FunctionType) else other(value)
        with monkeypatch.context() as patch:
            for where in binding(name, value):
                patch.setattr(where, name, changed)
            if not any(moves(ruleset, before[ruleset.coordinate]) for ruleset in sets):
                unmoved.append(f"{module.__name__}.{name}")
    assert {name.rpartition(".")[2] for name in unmoved} <= READ_WHILE_IMPORTED


def test_every_shared_helper_is_in_some_fingerprint(monkeypatch):
    sets = [ruleset for family in collections.families() for ruleset in newest(family)]
    before = {ruleset.coordinate: does(ruleset) for ruleset in sets}
    unmoved = []
    for _module, name, value in named_in(SHARED):
        changed = negated(value) if isinstance(value, FunctionType) else other(value)
        with monkeypatch.context() as patch:
            for where in binding(name, value):
                patch.setattr(where, name, changed)
            if not any(moves(ruleset, before[ruleset.coordinate]) for ruleset in sets):
                unmoved.append(name)
    # The rest serves single values (samples, forms): no rule speaks of it.
    rules = "".join(
        Path(module.__file__).read_text() for family in collections.families() for module in modules_of(family)
    )
    assert [name for name in unmoved if re.search(rf"\b{name}\b", rules)] == []
    assert not {"_ULN", "_URN", "_UPN_DIGITS", "UPN_AUTHORITIES", "holds", "missing_or_unknown"} & set(unmoved)


def moves(ruleset, before):
    """Whether any rule has another fingerprint, or cannot be built any more."""
    try:
        return does(ruleset) != before
    except Exception:  # noqa: BLE001  (a rule that cannot be built has changed)
        return True


@pytest.mark.parametrize("family", sorted(collections.families()))
def test_every_derived_value_is_in_some_fingerprint(family, monkeypatch):
    sets = newest(family)
    before = {ruleset.coordinate: does(ruleset) for ruleset in sets}
    for derived in records.derived_of(family).values():
        with monkeypatch.context() as patch:
            patch.setattr(derived, "function", negated(derived.function))
            assert any(moves(ruleset, before[ruleset.coordinate]) for ruleset in sets), derived.name


@pytest.mark.parametrize("family", sorted(collections.families()))
def test_code_sets_windows_and_dates_are_in_some_fingerprint(family, monkeypatch):
    sets = newest(family)
    before = {ruleset.coordinate: does(ruleset) for ruleset in sets}
    kinds = {ruleset.coordinate: collections.get(ruleset.collection) for ruleset in sets}

    def unmoved_by(field, change):
        for ruleset in sets:
            kind = kinds[ruleset.coordinate]
            with monkeypatch.context() as patch:
                real = getattr(kind, field)
                patch.setitem(kind.__dict__, field, lambda *given, real=real: change(real(*given)))
                if moves(ruleset, before[ruleset.coordinate]):
                    return False
        return True

    if any("day:CENSUS." in str(planned.expression) for ruleset in sets for planned in ruleset.plan.rules):
        assert not unmoved_by("reference_date", lambda day: day + datetime.timedelta(days=1))
    for name in {name for ruleset in sets for name in kinds[ruleset.coordinate].windows(ruleset.year)}:

        def longer(found, name=name):
            return (
                {**found, name: (found[name][0], found[name][1] + datetime.timedelta(days=1))}
                if name in found
                else found
            )

        used = any(f"day:{name}." in str(planned.expression) for ruleset in sets for planned in ruleset.plan.rules)
        if used:
            assert not unmoved_by("windows", longer) or not unmoved_by("windows", partial_start(name)), name


def partial_start(name):
    def earlier(found):
        return (
            {**found, name: (found[name][0] - datetime.timedelta(days=1), found[name][1])} if name in found else found
        )

    return earlier


def test_the_way_a_type_is_read_is_in_the_fingerprint(monkeypatch):
    ruleset = book.rulebook("school-census-autumn", 2026)
    before = does(ruleset)

    def lenient(raw, kind):
        if kind == ItemType.DATE:
            return raw.str.to_date("%d/%m/%Y", strict=False)
        return typed(raw, kind) if kind != ItemType.BOOLEAN else raw.is_in(["true", "1", "yes"])

    monkeypatch.setattr(fingerprint, "typed", lenient)
    fingerprint.how_read.cache_clear()
    try:
        changed = {code for code, made in does(ruleset).items() if made != before[code]}
    finally:
        fingerprint.how_read.cache_clear()
    assert len(changed) > 50
    assert "1500" not in changed  # a UPN is text


def test_fingerprints_are_the_same_in_every_process():
    program = (
        "from validation import book; from validation.fingerprint import fingerprints\n"
        "print([fingerprints(book.load(each).plan) for each in book.coordinates()[:4]])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


class Plain:
    def column(self, name):
        return name

    def value(self, column, value):
        return value


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (pl.col("a") > 1, pl.col("a") >= 1),
        (pl.col("a").is_in(["x"]), pl.col("a").is_in(["x", "y"])),
        (pl.col("a").is_between(1, 2), pl.col("a").is_between(1, 2, closed="left")),
        (pl.col("a").str.contains("x"), pl.col("a").str.contains("x", literal=True)),
        (pl.col("a").cast(pl.Int64), pl.col("a").cast(pl.Int64, strict=False)),
        (pl.col("a").round(2), pl.col("a").round(3)),
        (pl.col("a") == pl.lit(datetime.date(2026, 1, 1)), pl.col("a") == pl.lit(datetime.date(2026, 1, 2))),
        (pl.when(pl.col("a")).then(1), pl.when(pl.col("a")).then(1).otherwise(0)),
    ],
)
def test_different_expressions_are_written_differently(one, another):
    assert canonical.canonical(one, Plain()) != canonical.canonical(another, Plain())


def test_the_same_list_is_written_alike_whatever_polars_notes_with_it():
    sorted_list = pl.Series(["x", "y"]).sort().implode()
    plain = pl.Series(["x", "y"]).implode()
    assert canonical.canonical(pl.col("a").is_in(sorted_list), Plain()) == canonical.canonical(
        pl.col("a").is_in(plain), Plain()
    )


def test_a_step_that_is_not_known_stops_the_writing():
    with pytest.raises(CannotWrite, match="Skew"):
        canonical.canonical(pl.col("a").skew(), Plain())


def test_kinds_of_records_are_written_by_their_paths():
    # The numbers of records move when one is declared before them.
    ruleset = book.rulebook("school-census-spring", 2026)
    planned = next(each for each in ruleset.plan.rules if "_record" in each.columns)
    meaning = fingerprint._Meaning(ruleset.plan)
    text = repr(meaning.of(planned))
    assert "Message/Pupils/" in text
