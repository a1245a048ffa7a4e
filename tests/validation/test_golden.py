"""The same return under the same released set gives the same findings, byte for byte, for ever."""

import pytest

from tools.golden import findings_of, golden_file
from validation import book


@pytest.mark.parametrize("coordinate", book.coordinates())
def test_findings_are_what_they_were_when_the_set_was_released(coordinate):
    ruleset = book.load(coordinate)
    expected = golden_file(ruleset).read_text(encoding="utf-8")
    assert len(expected.splitlines()) >= 40
    assert findings_of(ruleset) == expected
