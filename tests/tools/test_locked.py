"""The check that what is installed is what is pinned."""

from __future__ import annotations

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tools.locked import changed_files, differences, pins

PINNED = pins("# a note\nDjango==5.2.19\ndjango_csp==4.0  # why\n")


def test_pins_are_read_by_their_comparable_names() -> None:
    assert PINNED == {"django": "5.2.19", "django-csp": "4.0"}


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("Django", "5.2.19", None),
        ("pip", "24.0", None),
        ("Django", "5.2.20", "5.2.19 is pinned"),
        ("leftpad", "1.0", "not pinned"),
    ],
)
def test_what_is_not_as_pinned_is_told(name: str, version: str, told: str | None) -> None:
    found = differences([(name, version)], PINNED)
    assert [told in line for line in found] == [True] if told else found == []


def test_a_file_that_was_changed_is_told(tmp_path: Path) -> None:
    record = tmp_path / "thing-1.0.dist-info"
    record.mkdir()
    (tmp_path / "thing.py").write_text("x = 1\n")
    # The hash of another text.
    (record / "RECORD").write_text("thing.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,6\n")
    assert changed_files(PathDistribution(record)) == ["thing.py"]
    (tmp_path / "thing.py").write_text("")
    assert changed_files(PathDistribution(record)) == []
