"""The pages of a portal full of hostile text, in a browser: nothing of it runs, nothing of it is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from tests.browser.test_attack import asked_for
from tests.hostile import MARK
from tests.test_access_matrix import World, world  # noqa: F401 - a fixture
from tests.test_hostile_text import addresses, hostile_portal, who  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AWAY = ("csv", "xlsx", "/file", "json", "download", "/xsd", ".xsd", "login", "health")


@pytest.mark.parametrize("name", ["an approver of the school", "support at DfE"])
def test_nothing_in_a_page_comes_to_life(page: Any, portal: str, hostile_portal: World, name: str) -> None:  # noqa: F811
    client = who(hostile_portal, name)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])
    asked = asked_for(page)
    shown = 0
    for where in dict.fromkeys(addresses(hostile_portal.returns["ours"])):
        if any(part in where for part in AWAY) or client.get(where).status_code != 200:
            continue
        page.goto(f"{portal}{where}", wait_until="load")
        shown += MARK in page.content()
        assert page.evaluate(f"window.{MARK}") is None, where
        assert page.locator(f".{MARK}-i, {MARK}, [{MARK}], img[src^={MARK}]").count() == 0, where
    assert asked == []
    assert shown > 15
