"""The words of each collection."""

import pytest

from schemas import collections


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_every_collection_has_all_its_words(kind):
    words = vars(kind.wording)
    assert all(words.values())
    assert kind.people == kind.wording.people


def test_words_are_filled_in_and_begin_sentences():
    wording = collections.get("children-in-need").wording
    said = wording.fill("{Sender}, {people}: {left} in your {system}", left="2 errors")
    assert said == "Local authority, children: 2 errors in your case management system"


def test_an_unknown_word_is_an_error():
    with pytest.raises(KeyError):
        collections.get("children-in-need").wording.fill("{school}")


def test_who_is_known_by_what():
    children, pupils = collections.get("children-in-need"), collections.get("school-census-autumn")
    assert (children.key_label, children.has_names) == ("LA child ID", False)
    assert (pupils.key_label, pupils.has_names) == ("UPN", True)
