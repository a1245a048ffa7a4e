"""What a change of rules would make appear and disappear."""

import io
import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl
import pytest

from schemas.reading import read
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import Setting
from validation.book import load
from validation.check import check
from validation.patches import Patch, patched
from validation.preview.__main__ import answer
from validation.preview.batch import WorkerDied, batch
from validation.preview.comparison import Comparison
from validation.preview.sides import Side, differing
from validation.preview.stored import Item, References, read_some, tables_needed
from validation.rule import Level

COORDINATE = "school-census-autumn:2026.1"


def tables(seed=1, faults=15, phase="PS", term="AUT", year=2026, spoil=b""):
    file = io.BytesIO()
    make_return(Setting(term=term, year=year, phase=phase, pupils=60, seed=seed), file, faults=faults)
    spoilt = file.getvalue().replace(b"<DOB>", b"<DOB>" + spoil, 3) if spoil else file.getvalue()
    return read(io.BytesIO(spoilt), "return.xml").tables


@pytest.fixture(scope="module")
def released():
    return load(COORDINATE)


@pytest.fixture(scope="module")
def found(released):
    return check(tables(), released)


def failing(found, level):
    return next(f.rule for f in found.findings if f.level == level)


def test_only_rules_that_differ_are_looked_at(released):
    code = next(iter(released.rules))
    before, after = differing(released, patched(released, [Patch(code)]))
    assert (list(before.rules), list(after.rules)) == ([code], [])


def test_a_rule_switched_off_makes_its_findings_disappear(released, found):
    code = failing(found, "error")
    changed = Comparison(released, patched(released, [Patch(code)])).compare(tables())
    number = found.rules[code].failures
    assert (changed[code].before, changed[code].after) == (number, 0)
    assert (changed[code].appear, changed[code].disappear) == (0, number)
    assert changed[code].samples[0]["way"] == "disappear"
    assert changed[code].samples[0]["level"] == "error"
    back = Comparison(patched(released, [Patch(code)]), released).compare(tables())
    assert (back[code].appear, back[code].disappear) == (number, 0)


def test_a_level_changed_is_a_finding_of_another_kind(released, found):
    code = failing(found, "error")
    comparison = Comparison(released, patched(released, [Patch(code, Level.QUERY)]))
    assert comparison.relevelled == {code: Level.ERROR}
    changed = comparison.compare(tables())[code]
    number = found.rules[code].failures
    assert (changed.before, changed.after, changed.appear, changed.disappear) == (number,) * 4
    assert {(s["way"], s["level"]) for s in changed.samples} == {("appear", "query"), ("disappear", "error")}


def test_it_is_the_difference_of_two_checks(released):
    off = list(released.rules)[::7]
    changed = Comparison(released, patched(released, [Patch(code) for code in off])).compare(tables())
    run = check(tables(), released)
    assert {code: d.before for code, d in changed.items()} == {
        code: run.rules[code].failures if code in run.rules else 0 for code in changed
    }


def test_reading_only_what_the_rules_need_finds_the_same(tmp_path, released):
    tables().write(tmp_path)
    for code in list(released.rules)[::9]:
        comparison = Comparison(released, patched(released, [Patch(code)]))
        some = read_some(tmp_path, tables_needed(comparison.before, comparison.after))
        assert comparison.compare(some) == comparison.compare(tables()), code


def every_rule_changed(released):
    """Each rule switched off, at another level or with a condition of its own, in turn."""
    other = {Level.ERROR: Level.QUERY, Level.QUERY: Level.ERROR}
    rules = dict(released.rules)
    for number, (code, rule) in enumerate(released.rules.items()):
        match number % 3:
            case 0:
                del rules[code]
            case 1:
                rules[code] = replace(rule, level=other[rule.level])
            case _:
                rules[code] = replace(rule, condition=lambda view, made=rule.condition: made(view))
    return replace(released, rules=rules)


@pytest.mark.parametrize("looking_back", [False, True])
def test_many_returns_together_differ_as_each_does_alone(released, looking_back):
    returns = [
        tables(seed=1, phase="PS"),
        tables(seed=2, phase="SS", spoil=b"not a date"),
        tables(seed=3, phase="NS", faults=5),
        tables(seed=1, phase="PS"),  # the same people again: no duplicates of those in the first
    ]
    earlier = [tables(seed=9 + number, phase="PS", term="SUM", year=2025, faults=0) for number in range(4)]
    comparison = Comparison(released, every_rule_changed(released))
    together = comparison.compare_many(
        returns, earlier if looking_back else None, References(None, []), list("abcd"), Counter()
    )
    for number, each in enumerate(returns):
        alone = comparison.compare(each, earlier[number] if looking_back else None)
        said = {code: found for code, found in alone.items() if found.before or found.after or found.note}
        assert counted(together[number]) == counted(said)
    assert sum(len(found) for found in together) > 40


def counted(found):
    return {code: replace(difference, samples=[]) for code, difference in found.items()}


def flat(finding):
    return {**finding, "values": str(sorted(finding["values"].items()))}


def test_samples_say_what_a_check_says_of_each_return(released):
    returns = [tables(seed=1), tables(seed=2)]
    after = every_rule_changed(released)
    shown = Comparison(released, after).compare_many(returns, None, References(None, []), ["a", "b"], Counter())
    for each, found in zip(returns, shown, strict=True):
        said = {tuple(sorted(flat(f.as_dict()).items(), key=str)) for f in check(each, released).findings}
        for code, difference in found.items():
            for sample in difference.samples:
                if sample["way"] == "disappear":
                    told = {key: value for key, value in sample.items() if key != "way"} | {"rule": code}
                    assert tuple(sorted(flat(told).items(), key=str)) in said
    assert any(difference.samples for found in shown for difference in found.values())


@pytest.mark.logs("rule 100 could not run", "returns could not")
def test_a_rule_that_crashes_only_costs_the_looking_at_many_at_once(tmp_path, released, monkeypatch):
    code = next(iter(released.rules))
    for name in "ab":
        tables(faults=0).write(tmp_path / name)
    crashing = replace(released.rules[code], condition=lambda view: pl.lit("a").cast(pl.Int64) > 1)
    sides = {"x:1": released, "x:2": replace(released, rules={**released.rules, code: crashing})}
    monkeypatch.setattr(Side, "load", lambda side: sides[side.coordinate])
    about = {"before": {"coordinate": "x:1", "patches": []}, "after": {"coordinate": "x:2", "patches": []}}
    line = json.dumps([asdict(Item(name, str(tmp_path / name))) for name in "ab"])
    said = list(answer({**about, "references": None}, [line]))
    assert [each["key"] for each in said] == ["a", "b"]
    assert {each["rules"][code]["note"] for each in said} == {"could_not_run: it stopped with an error"}


def test_a_rule_that_is_skipped_says_why(released):
    changed = Comparison(released, patched(released, [Patch("160", Level.QUERY)])).compare(tables())
    assert changed["160"].note == "skipped: not given: the school register"


def test_many_returns_in_processes_of_their_own(tmp_path, released, found):
    code = failing(found, "error")
    items = []
    for number in range(4):
        tables(seed=1 + number % 2).write(tmp_path / str(number))
        items.append(Item(f"return {number}", str(tmp_path / str(number))))
    items.append(Item("gone", str(tmp_path / "gone")))
    results = dict(batch(items, Side(COORDINATE), Side(COORDINATE, ((code, None),))))
    assert results.pop("gone") == "FileNotFoundError"
    assert set(results) == {f"return {number}" for number in range(4)}
    assert results["return 0"][code].disappear == results["return 2"][code].disappear == found.rules[code].failures


def test_what_other_returns_hold_is_looked_up(tmp_path):
    mine = tables(faults=0)
    mine.write(tmp_path / "mine")
    keys = mine["Pupil"]["upn"].drop_nulls().unique().to_list()
    frame = pl.DataFrame({"upn": keys * 2, "_return": ["mine"] * len(keys) + ["other"] * len(keys)})
    frame.write_parquet(tmp_path / "main_registrations_elsewhere.among.parquet")
    about = {
        "before": asdict(Side(COORDINATE, (("PX03", None),))),
        "after": asdict(Side(COORDINATE)),
        "references": str(tmp_path),
    }
    about = json.loads(json.dumps(about))
    item = json.dumps([asdict(Item("mine", str(tmp_path / "mine")))])
    (said,) = answer(about, [item])
    assert said["rules"]["PX03"]["appear"] == 1
    frame.filter(pl.col("_return") == "mine").write_parquet(tmp_path / "main_registrations_elsewhere.among.parquet")
    (said,) = answer(about, [item])
    assert said["rules"] == {}


def test_a_process_that_dies_is_noticed(tmp_path, monkeypatch):
    tables(faults=0).write(tmp_path / "one")
    bad = Side("no-such-set:2026.1")
    with pytest.raises(WorkerDied):
        list(batch([Item("one", str(tmp_path / "one"))], bad, bad))


def test_a_forgotten_process_ends():
    done = subprocess.run(
        [sys.executable, "-m", "validation.preview"], input="", text=True, timeout=60, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0
