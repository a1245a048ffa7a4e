"""Guidance covers every query, and knows an explanation from words that say nothing."""

import pytest

from schemas import collections
from validation.book import load_rules
from validation.guidance import OTHER, _declared, guidance_of, label_of, problem_with

FAMILY = "school-census"
RULES = {rule.code: rule for rule in load_rules(FAMILY)}
QUERIES = [rule for rule in RULES.values() if rule.level == "query"]
MANY_DUAL = RULES["1870Q"]


@pytest.mark.parametrize("rule", QUERIES, ids=lambda rule: rule.code)
def test_every_query_has_guidance(rule):
    guide = guidance_of(rule)
    assert guide.good.endswith(".")
    assert len(guide.reasons) >= 2
    assert list(guide.reasons)[-1] == OTHER
    assert guide.needed == rule.reason_needed


def test_what_is_declared_is_for_something():
    declared = _declared(FAMILY)
    assert set(declared["block"]) <= {rule.block for rule in QUERIES}
    assert set(declared["rule"]) <= {rule.code for rule in QUERIES}


def test_the_examples_are_explanations():
    for rule in QUERIES:
        example = guidance_of(rule).example
        assert not example or problem_with(example, rule) is None, rule.code


def test_an_error_made_a_query_needs_a_reason():
    assert guidance_of(RULES["1500"]).needed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ok", "text_empty"),
        ("OK.", "text_empty"),
        ("n/a", "text_empty"),
        ("Checked", "text_empty"),
        ("This has been checked and is correct.", "text_empty"),
        ("Yes, this is right, confirmed", "text_empty"),
        (MANY_DUAL.message, "text_repeats"),
        ("We have unusually many dual registrations of pupils", "text_repeats"),
        ("bulge class", "text_short"),
        ("Oakfield School", "text_short"),
        ("…", "text_empty"),
    ],
)
def test_what_is_no_explanation(text, code):
    problem = problem_with(text, MANY_DUAL)
    assert problem is not None
    assert problem.code == code
    assert problem.text.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "Dual registered with Oakfield School since September.",
        "Eleven pupils attend the hospital school two days a week.",
        "Seen the birth certificates; both families moved here in May.",
    ],
)
def test_what_is_an_explanation(text):
    assert problem_with(text, MANY_DUAL) is None


def test_codes_have_words_wherever_they_are_declared():
    assert label_of(FAMILY, "new_intake").startswith("A larger")
    assert label_of(FAMILY, OTHER) == "Another reason"
    assert label_of(FAMILY, "gone since") == "gone since"
    assert label_of(FAMILY, "") == ""
    assert collections.families()
