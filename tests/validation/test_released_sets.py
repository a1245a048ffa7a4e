"""A released rule set never changes: the code still is what its file says."""

import datetime
import hashlib
import re
import tomllib

import pytest

from schemas import collections
from validation import book
from validation.fingerprint import fingerprints
from validation.patches import Patch, patched
from validation.release import manifest, newest_revisions, release


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_code_still_is_what_was_released(coordinate):
    ruleset = book.load(coordinate)
    entries = manifest_of(coordinate)["rules"]
    for code, made in fingerprints(ruleset.plan).items():
        assert (made.does, made.says) == (entries[code]["does"], entries[code]["says"]), (
            f"rule {code} of {coordinate} has changed: give the changed rule a new revision and release a new set"
        )
        assert str(ruleset.rules[code].level) == entries[code]["level"]


def manifest_of(coordinate):
    collection, _, version = coordinate.partition(":")
    return tomllib.loads((book.FOLDER / collection / f"{version}.toml").read_text(encoding="utf-8"))


def test_a_hash_names_its_version_and_the_first_version_still_verifies():
    ruleset = book.load("school-census-autumn:2026.3")
    first = "5d215cdeeba847355e6da882ddeef619727939e97050c3071f1675fd14db7370"
    assert re.fullmatch("v2:[0-9a-f]{64}", ruleset.hash)
    assert ruleset.is_known_as(ruleset.hash)
    assert ruleset.is_known_as(first)
    assert not ruleset.is_known_as(first.replace("5", "6"))


def test_a_patched_set_still_verifies_by_its_first_hash():
    ruleset = book.load("school-census-autumn:2026.3")
    made = patched(ruleset, [Patch("1500")])
    lines = [*ruleset.earlier_hashes, "1500 off"]
    assert made.is_known_as(hashlib.sha256("\n".join(lines).encode()).hexdigest())
    assert made.hash.startswith("v2:")
    assert not made.is_known_as(ruleset.hash)


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
    entry = {"revision": 1, "level": "error", "does": "a", "says": "b"}
    for changed in ({"level": "query"}, {"does": "c"}, {"says": "c"}, {"revision": 2}):
        assert book.content_hash({"1": entry}) != book.content_hash({"1": {**entry, **changed}})


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
