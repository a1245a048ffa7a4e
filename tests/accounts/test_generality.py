"""Accounts know families of collections by key: none is named in their code or on their pages."""

from __future__ import annotations

from pathlib import Path

from collect.selectors.families import name_of
from schemas import collections

ROOT = Path(__file__).parents[2]
HERE = (*(ROOT / "accounts").rglob("*.py"), *(ROOT / "templates" / "accounts").rglob("*.html"))


def test_no_collection_is_named_in_accounts() -> None:
    names = {name for family in collections.families() for name in (family, family.replace("-", "_"), name_of(family))}
    assert "School census" in names
    naming = [path.name for path in HERE if any(name.lower() in path.read_text().lower() for name in names)]
    assert naming == []
