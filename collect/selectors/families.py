"""Families of collections, as access to them is given: all that are alike, those to come included."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import FAMILY
from collect.models import Collection
from schemas import collections


def families_by_collection() -> dict[str, str]:
    """Key of each collection there is → the key that means its family."""
    family_of = {one.code: FAMILY + one.family for one in collections.all()}
    rows = Collection.objects.values_list("pk", "type_code")
    return {str(pk): family_of[code] for pk, code in rows if code in family_of}


def families_among(found: Iterable[Collection]) -> dict[str, str]:
    """The families of some collections: key → what each is called."""
    codes = dict.fromkeys(one.type.family for one in found)
    return {FAMILY + code: f"{name_of(code)}: every one, those to come included" for code in codes}


def name_of(family: str) -> str:
    """What the collections of a family have in common by name: the words that all of them start with."""
    names = [one.name.split() for one in collections.families()[family]]
    common = []
    for words in zip(*names, strict=False):
        if len(set(words)) > 1:
            break
        common.append(words[0])
    return " ".join(common) or " / ".join(" ".join(words) for words in names)
