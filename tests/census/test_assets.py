"""Vendored assets are what they say, and carry nothing that belongs to GOV.UK alone."""

import re
from pathlib import Path

import pytest

from tools import vendor

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_vendored_files_match_their_hashes() -> None:
    assert vendor.faults() == []


def test_change_by_hand_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(vendor.VENDOR, tmp_path / "vendor")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path / "vendor")
    with (tmp_path / "vendor/htmx/htmx.min.js").open("a") as script:
        script.write("//")
    (tmp_path / "vendor/stray.js").touch()
    (tmp_path / "vendor/govuk-frontend/LICENSE").unlink()

    assert sorted(vendor.faults()) == [
        "govuk-frontend/LICENSE is missing",
        "htmx/htmx.min.js was changed by hand",
        "stray.js is not listed",
    ]


def test_no_typeface_crown_or_foreign_address() -> None:
    css = (vendor.VENDOR / "govuk-frontend/govuk-frontend.min.css").read_text()

    assert "@font-face" not in css
    assert "GDS Transport" not in css
    assert not re.search(r"url\((?!data:)", css)
    assert "sourceMappingURL" not in css


def test_branding_that_is_left_stops_the_script() -> None:
    with pytest.raises(SystemExit, match="extend without_branding"):
        vendor.without_branding("a{src:url(/assets/images/crown.svg)}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_have_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, script
