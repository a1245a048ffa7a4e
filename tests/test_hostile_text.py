"""Hostile text in every column that somebody can fill, and every page: nothing of it is markup anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from accounts.models import Organisation
from collect.models import Return
from rulechanges.models import Patch, Preview
from tests.factories import DfE, member
from tests.hostile import MARK, hostile
from tests.hostile_world import CODES, filled_models, hostile_file, hostile_world, texts
from tests.test_access_matrix import (
    FOR_STAFF_ONLY,
    PUBLIC,
    SYSTEM,
    THE_OTHERS,
    THOSE_ABOUT_RETURNS,
    World,
    path,
    with_second_step,
    world,  # noqa: F401 - a fixture
)

pytestmark = pytest.mark.django_db
OURS = {"hx-get", "hx-trigger", "hx-swap", "hx-headers", "hx-status:4xx", "hx-status:5xx", "hx-ignore"}


def live(page: html.HtmlElement) -> list[str]:
    """Whatever of a page came from text and is markup."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        names = set(element.attrib)
        strange = {name for name in names if MARK in name or re.search(r"[\"'<>`=]", name) or name.startswith("on")}
        strange |= {name for name in names if name.startswith(("hx-", "data-hx-")) and name not in OURS}
        is_script = element.tag == "script" and "src" not in names and element.get("type") != "application/json"
        is_ours = element.get("hx-get", "/").startswith("/") and MARK not in element.get("hx-get", "")
        if strange or is_script or not is_ours or MARK in element.tag or MARK in element.get("class", ""):
            found.append(html.tostring(element)[:200].decode())
        elif element.tag == "img" and element.get("src", "").startswith(MARK):
            found.append("an image")
    return found


@pytest.mark.parametrize("before", ["<p>", '<p title="', "<p title='", "<textarea>", "<title>", "<p title=", "<p "])
def test_the_search_for_live_markup_finds_it(before: str) -> None:
    assert live(html.fromstring(f"<html><body>{before}{hostile()}</body></html>"))


@pytest.mark.parametrize("length", [5, 8, 30, 60, 200])
def test_short_pieces_are_found_too(length: int) -> None:
    assert live(html.fromstring(f"<html><body><p>{hostile(length)}</p></body></html>"))


class Crawl:
    """One person at every address, sending each form full of hostile text."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.found: list[str] = []
        self.seen: set[str] = set()
        self.marked: set[str] = set()
        self.pages: dict[str, int] = {}

    def look(self, where: str, response: Any, what: str = "") -> list[html.HtmlElement]:
        """Search an answer; gives its forms."""
        if response.streaming:
            for _ in response:
                pass  # read to its end, it closes its file
            return []
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return []
        text = response.content.decode()
        if not text.strip():
            return []
        page = html.fromstring(text)
        self.found += [f"{where} {what}: {one}" for one in live(page)]
        if MARK in text:
            self.marked.add(resolve(urlsplit(where).path).view_name or where)
        self.pages[where] = response.status_code
        return [page]

    def visit(self, where: str) -> None:
        """Ask, with a query of hostile text too, and send each form that is there."""
        if where in self.seen:
            return
        self.seen.add(where)
        names = ("q", "page", "rule", "level", "collection", "next", "old", "new", "la", "person", "target", "patch")
        self.look(where, self.client.get(where, dict.fromkeys(names, hostile())), "with a query")
        for page in self.look(where, self.client.get(where)):
            for form in page.forms:
                action = form.get("action") or where
                if form.method == "POST" and "logout" not in action and "act-for" not in action:
                    self.send(urlsplit(action).path, form)

    def send(self, where: str, form: html.FormElement) -> None:
        values: dict[str, Any] = {}
        for field in form.inputs:
            if field.name and field.name != "csrfmiddlewaretoken" and getattr(field, "type", "") != "file":
                is_hidden = getattr(field, "type", "") == "hidden"
                values[field.name] = (field.value or "") if is_hidden else hostile()
        self.look(where, self.client.post(where, values), "sent")


def addresses(return_: Return) -> Iterator[str]:
    """Every address there is, with the objects of one return."""
    for address in THOSE_ABOUT_RETURNS:
        yield path(address, return_)
    patch, preview = Patch.objects.latest("pk"), Preview.objects.latest("pk")
    for address in FOR_STAFF_ONLY:
        known = {"patch_id": patch.pk, "preview_id": preview.pk}
        yield reverse(address.name, kwargs={name: known[name] for name in address.names})
    known = {"uidb36": "1", "key": "set-password", "pk": 1, **PUBLIC, **of(return_.organisation)}
    for address in THE_OTHERS:
        if not address.name.startswith("^") and "/" not in address.name and address.key != "account_logout":
            yield reverse(address.name, kwargs={name: known[name] for name in address.names})


def of(organisation: Organisation) -> dict[str, int]:
    """Rows of an organisation that pages about people are asked for."""
    somebody = organisation.memberships.filter(joined_at=None).latest("pk")
    request = organisation.memberships.filter(access_requests__isnull=False).latest("pk").access_requests.latest("pk")
    found = {"organisation_id": organisation.pk, "membership_id": somebody.pk, "person_id": somebody.person_id}
    return {**found, "request_id": request.pk}


@pytest.fixture
def hostile_portal(world: World) -> World:  # noqa: F811
    hostile_file(world.returns["ours"])
    world.returns["ours"].refresh_from_db()
    filled = hostile_world(world)
    missing = {
        f"{model.__name__}.{column.name}"
        for model in filled_models()
        for column in texts(model)
        if column.name not in filled[model.__name__]
    }
    assert missing == set(), "no row to fill: make one in tests/hostile_world.py, or say that nobody fills it"
    return world


def test_the_columns_that_nobody_fills_are_there() -> None:
    models = {model.__name__: {column.name for column in model._meta.concrete_fields} for model in every_model()}
    assert {name for name in CODES if not CODES[name] <= models.get(name, set())} == set()


def every_model() -> list[Any]:
    from django.apps import apps

    return list(apps.get_models())


def who(portal: World, name: str) -> Client:
    client = Client()
    ours = portal.returns["ours"]
    dfe = DfE.create()
    people = {
        "an approver of the school": lambda: member(ours.organisation, "edit", "submit", role="approver").person,
        "an approver of the LA": lambda: member(ours.agent, "edit", "approve", role="approver").person,  # type: ignore[arg-type]
        "support at DfE": lambda: member(dfe, "edit", "authorise", role="approver", is_support=True).person,
    }
    if name == "system staff":
        return with_second_step(member(dfe, person__is_superuser=True).person)
    if name != "a stranger":
        client.force_login(people[name]())
    return client


WHO = ("a stranger", "an approver of the school", "an approver of the LA", "support at DfE")
# Addresses whose pages show people's text to one of those; proof that the crawl reaches them filled.
SHOWN = {
    "return", "findings", "finding", "pupil", "explanations", "history", "files", "receipt", "submit", "judge",
    "upload",
    "account-people", "account-people-check", "account-person", "account-events", "access", "access_answer", "emails",
    "patch", "preview", "account-register", "support_person", "account-support-organisation", "desk", "structure",
}  # fmt: skip


def test_no_text_of_a_person_or_file_is_markup_anywhere(hostile_portal: World) -> None:
    marked: set[str] = set()
    for name in WHO:
        crawl = Crawl(who(hostile_portal, name))
        for where in addresses(hostile_portal.returns["ours"]):
            crawl.visit(where)
        assert crawl.found == [], name
        marked |= crawl.marked
    assert SHOWN - marked == set()


def test_nor_on_the_system_pages(hostile_portal: World) -> None:
    crawl = Crawl(who(hostile_portal, "system staff"))
    for where in SYSTEM:
        if "logout" not in where and "password" not in where:
            crawl.look(f"/{where}", crawl.client.get(f"/{where}"))
    assert crawl.found == []
    assert len(crawl.marked) > 5
