"""Which explanation belongs to which finding."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.services.matching import Key, Match, Tally, compare_keys, match_all, tally

A = Key("1590Q", "A1", "aa")
A_CHANGED = Key("1590Q", "A1", "bb")
B = Key("1590Q", "B1", "aa")
OTHER_RULE = Key("1600Q", "A1", "aa")


@pytest.mark.parametrize("state", ["given", "accepted", "sent_back"])
def test_the_same_finding_again_keeps_its_explanation(state: str) -> None:
    assert match_all([A], {A: state})[A] == state


def test_other_values_need_another_look() -> None:
    assert match_all([A_CHANGED], {A: "accepted"}) == {A_CHANGED: Match.CHANGED}


@pytest.mark.parametrize("finding", [B, OTHER_RULE], ids=["another pupil", "another rule"])
def test_what_was_said_of_something_else_does_not_count(finding: Key) -> None:
    assert match_all([finding], {A: "given"})[finding] is Match.NONE


def test_a_second_finding_on_an_explained_pupil_is_simply_new() -> None:
    """Two periods of one pupil: the one explained is still there, so the other did not come of it."""
    assert match_all([A, A_CHANGED], {A: "given"}) == {A: Match.GIVEN, A_CHANGED: Match.NONE}


def test_an_explanation_holds_again_when_the_values_come_back() -> None:
    assert match_all([A], {A: "given", A_CHANGED: "given"})[A] is Match.GIVEN


def test_an_accepted_error_stands_only_for_its_values() -> None:
    assert match_all([A], {}, {A})[A] is Match.ACCEPTED_ERROR
    assert match_all([A_CHANGED], {}, {A})[A_CHANGED] is Match.NONE


def test_tally_counts_every_finding_of_a_key() -> None:
    raised = Counter({A: 3, B: 1, OTHER_RULE: 2})
    tallies = tally(raised, match_all(raised, {A: "given", OTHER_RULE: "sent_back"}))
    assert tallies == {"1590Q": Tally(failures=4, given=3), "1600Q": Tally(failures=2, sent_back=2)}


def test_compare_says_what_went_came_and_stayed() -> None:
    found = compare_keys(now=[A_CHANGED, B], before=[A, B])
    assert found == ([A], [A_CHANGED], [B])


def test_compare_counts_findings_with_one_key_one_by_one() -> None:
    found = compare_keys(now=[A], before=[A, A, A])
    assert (len(found.fixed), len(found.new), len(found.still_there)) == (2, 0, 1)


keys = st.builds(
    Key, st.sampled_from(["1500", "1590Q"]), st.sampled_from(["A1", "B1", ""]), st.sampled_from(["aa", "bb", "cc"])
)
states = st.sampled_from(["given", "accepted", "sent_back"])


@given(st.dictionaries(keys, st.integers(1, 5)), st.dictionaries(keys, states), st.sets(keys))
def test_a_tally_always_adds_up(raised: dict[Key, int], explained: dict[Key, str], accepted: set[Key]) -> None:
    """Each finding is counted once, in one way; the parts never exceed the whole."""
    tallies = tally(raised, match_all(raised, explained, accepted))
    assert sum(found.failures for found in tallies.values()) == sum(raised.values())
    for found in tallies.values():
        parts = (found.given, found.accepted, found.sent_back, found.changed, found.accepted_errors)
        assert min(parts) >= 0
        assert sum(parts) <= found.failures


@given(st.lists(keys), st.lists(keys))
def test_a_comparison_loses_nothing(now: list[Key], before: list[Key]) -> None:
    found = compare_keys(now, before)
    assert Counter(found.new) + Counter(found.still_there) == Counter(now)
    assert Counter(found.fixed) + Counter(found.still_there) == Counter(before)
