"""What the pages may not hold, and what protects them whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    get_default_password_validators,
    password_validators_help_texts,
)
from django.test import Client

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|<style|\sstyle=\"|\son[a-z]+=\"", re.I)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_script_or_style_of_its_own(template: Path) -> None:
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("bad", ["<script>x()</script>", '<p style="x">', '<a onclick="x">', "<style>"])
def test_the_search_for_them_finds_them(bad: str) -> None:
    assert INLINE.search(bad)


def test_no_script_or_style_within_pages_is_run(client: Client) -> None:
    policy = client.get("/account/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_passwords_are_long_and_not_common() -> None:
    kinds = {type(validator): validator for validator in get_default_password_validators()}
    longer: Any = kinds[MinimumLengthValidator]
    common: Any = kinds[CommonPasswordValidator]
    assert longer.min_length == 14
    assert len(common.passwords) > 19_000  # shipped with Django: nobody is asked
    assert any("commonly used" in text for text in password_validators_help_texts())


def test_every_way_to_sign_in_is_on() -> None:
    assert {"totp", "webauthn", "recovery_codes"} == set(settings.MFA_SUPPORTED_TYPES)
    assert settings.MFA_PASSKEY_LOGIN_ENABLED
    assert settings.ACCOUNT_LOGIN_BY_CODE_ENABLED
    assert settings.ACCOUNT_PREVENT_ENUMERATION
    assert (settings.IDLE_MINUTES, settings.IDLE_MINUTES_DFE) == (60, 20)
