"""A released rule set never changes: the code still is what its file says."""

import datetime
import tomllib

import pytest

from schemas import collections
from validation import book
from validation.release import fingerprint, manifest, newest_revisions, release


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_code_still_is_what_was_released(coordinate):
    ruleset = book.load(coordinate)
    collection, _, version = coordinate.partition(":")
    entries = tomllib.loads((book.FOLDER / collection / f"{version}.toml").read_text(encoding="utf-8"))["rules"]
    for code, rule in ruleset.rules.items():
        assert fingerprint(rule) == entries[code]["fingerprint"], (
            f"rule {code} of {coordinate} has changed: give the changed rule a new revision and release a new set"
        )
        assert str(rule.level) == entries[code]["level"]


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("collection", [kind.code for kind in collections.all()])
def test_every_collection_has_rules_for_both_years(collection, year):
    assert len(book.rulebook(collection, year).rules) >= 100


def test_the_newest_set_of_a_year_is_in_force():
    newest = [c for c in book.coordinates() if c.startswith("school-census-autumn:2026.")][-1]
    assert book.rulebook("school-census-autumn", 2026).coordinate == newest


def test_a_set_that_was_never_released_is_not_found():
    with pytest.raises(LookupError, match=r"school-census-autumn:2026\.1"):
        book.load("school-census-autumn:1999.1")


def test_a_changed_rule_changes_the_hash():
    entries = {"1": {"revision": 1, "level": "error", "fingerprint": "a"}}
    changed = {"1": {"revision": 1, "level": "query", "fingerprint": "a"}}
    assert book.content_hash(entries) != book.content_hash(changed)


def test_a_year_that_is_over_takes_no_new_rules_that_are_named_unchanged():
    text = manifest("school-census-autumn", 2025, datetime.date(2026, 12, 1), "A try.", ["PX02", "PX04"])
    rules, newest = tomllib.loads(text)["rules"], newest_revisions("school-census-autumn", 2025)
    assert rules["PX02"]["revision"] == 1 < newest["PX02"].revision
    assert "PX04" not in rules
    assert "PX04" in newest
    assert rules["1861"]["revision"] == newest["1861"].revision


def test_a_released_set_is_not_written_over(tmp_path, monkeypatch):
    monkeypatch.setattr("validation.release.FOLDER", tmp_path)
    day = datetime.date(2026, 10, 1)
    path = release("school-census-autumn:2026.9", day, "A try.")
    assert path.read_text(encoding="utf-8") == manifest("school-census-autumn", 2026, day, "A try.")
    with pytest.raises(FileExistsError):
        release("school-census-autumn:2026.9", day, "Again.")
