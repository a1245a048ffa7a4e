"""Every address of the portal, asked by everybody: who gets in, who is told no, and for whom it does not exist.

The addresses come from the URL configuration: a new one fails here until it has a line in the tables below. What is
another organisation's is *not found*, for reading and for sending, whatever its line says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import AccountEvent, Organisation
from census import system
from collect.actions import Chosen, Explain
from collect.models import Collection, Event, Explanation, Return, Status
from collect.tasks import Doorbell
from rulechanges.actions import Confirm, Propose
from rulechanges.models import Patch, Preview
from rulechanges.services.previews import ask
from schemas import collections
from tests.collect.factories import CollectionFactory, ReturnFactory, authority_return, collector, source_of
from tests.collect.support import Found, about_child, check, child_xml, error, pupil_xml, put, query
from tests.factories import Academy, DfE, LocalAuthority, School, Somebody, member
from validation.models import Finding

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/"


class Row(NamedTuple):
    """What the parties of a return are answered: a school's reader, its submitter, its LA, a DfE reader, DfE."""

    reader: int
    submitter: int
    agent: int
    dfe_reader: int
    dfe: int


def for_all(status: int) -> Row:
    return Row(status, status, status, status, status)


READ = for_all(200)
NO_POST = for_all(405)
SEARCHED = for_all(302)
NOWHERE = for_all(404)
# A form is shown, also where something stands in the way for now; 403 says that it is not this person's to send.
FOR_SOURCE = Row(403, 200, 403, 403, 403)
FOR_SOURCE_AND_AGENT = Row(403, 200, 200, 403, 403)
FOR_AGENT = Row(403, 403, 200, 403, 403)
FOR_DFE = Row(403, 403, 403, 403, 200)
FOR_AGENT_AND_DFE = Row(403, 403, 200, 403, 200)
FOR_THOSE_WHO_UPLOAD = Row(403, 200, 200, 403, 200)
FOR_THE_SOURCE_AND_DFE = Row(200, 200, 404, 200, 200)
AT_A_DESK = Row(404, 404, 200, 200, 200)
AT_THE_DESK_OF_AN_LA = Row(404, 404, 302, 404, 404)

# Name, with the action where it takes one → answers to GET, and to POST of an empty form.
ABOUT_RETURNS: dict[str, tuple[Row, Row]] = {
    "return": (READ, NO_POST),
    "findings": (READ, SEARCHED),
    "findings_by_pupil": (READ, SEARCHED),
    "findings_csv": (READ, NO_POST),
    "structure": (READ, NO_POST),
    "files": (READ, NO_POST),
    "summary": (READ, NO_POST),
    "explanations": (READ, NO_POST),
    "history": (READ, NO_POST),
    "reads": (FOR_THE_SOURCE_AND_DFE, NO_POST),
    "finding": (READ, NO_POST),
    "checking": (for_all(302), NO_POST),  # it is checked: on to the return
    "checking_progress": (READ, NO_POST),
    "pupil": (READ, NO_POST),
    "download": (READ, NO_POST),
    "compare": (READ, NO_POST),
    "receipt": (READ, NO_POST),
    "receipt_json": (READ, NO_POST),
    "upload": (FOR_THOSE_WHO_UPLOAD, FOR_THOSE_WHO_UPLOAD),
    "edit": (FOR_THOSE_WHO_UPLOAD, FOR_THOSE_WHO_UPLOAD),
    "edit_record": (FOR_THOSE_WHO_UPLOAD, FOR_THOSE_WHO_UPLOAD),
    "edit_add": (FOR_THOSE_WHO_UPLOAD, FOR_THOSE_WHO_UPLOAD),
    "edit_remove": (FOR_THOSE_WHO_UPLOAD, FOR_THOSE_WHO_UPLOAD),
    "explain": (FOR_SOURCE_AND_AGENT, FOR_SOURCE_AND_AGENT),
    "carry_forward": (FOR_SOURCE_AND_AGENT, FOR_SOURCE_AND_AGENT),
    "submit": (FOR_SOURCE, FOR_SOURCE),
    "judge": (FOR_AGENT_AND_DFE, FOR_AGENT_AND_DFE),
    "act approve": (FOR_AGENT, FOR_AGENT),
    "act reject": (FOR_AGENT, FOR_AGENT),
    "act authorise": (FOR_DFE, FOR_DFE),
    "act reject_by_collector": (FOR_DFE, FOR_DFE),
    "act reopen": (FOR_AGENT_AND_DFE, FOR_AGENT_AND_DFE),
    "act upload": (NOWHERE, NOWHERE),
    "accept_error": (FOR_DFE, FOR_DFE),
    "desk": (AT_A_DESK, NO_POST),
    "desk_csv": (AT_A_DESK, NO_POST),
    "approve_many": (AT_THE_DESK_OF_AN_LA, AT_THE_DESK_OF_AN_LA),  # nothing is ticked: back to the desk
}

ON_SCREEN = {"key": "PupilOnRoll-1", "kind": 1}
"""A record to change, where there is no return that says which records it has."""

OPEN, OPEN_FORM, CLOSED = (200, 405), (200, 200), (404, 404)
AWAY = (302, 302)  # to the sign-in page, to confirm who one is, or home

# Name → answers to a stranger and to anybody who signed in: to GET, and to POST of an empty form.
ABOUT_NONE: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "home": (AWAY, OPEN),
    "health-live": (OPEN_FORM, OPEN_FORM),
    "health-ready": (OPEN_FORM, OPEN_FORM),
    "accessibility": (OPEN, OPEN),
    # The rules and the dictionary are everybody's.
    "rule_sets": (OPEN, OPEN),
    "rules": (OPEN, OPEN),
    "rule_changes": (OPEN, OPEN),
    "rules_file": (OPEN, OPEN),
    "rule": (OPEN, OPEN),
    "dictionary": (OPEN, OPEN),
    "dictionary_items": (OPEN, OPEN),
    "items_file": (OPEN, OPEN),
    "dictionary_layout": (OPEN, OPEN),
    "codesets": (OPEN, OPEN),
    "codeset": (OPEN, OPEN),
    "item": (OPEN, OPEN),
    "xsd": (OPEN, OPEN),
    "account-details": (AWAY, OPEN),
    "account-act-for": (AWAY, (405, 404)),
    "account-people": (AWAY, (404, 405)),  # none of those who ask is an approver
    "access": (AWAY, (404, 405)),
    "access_change": (AWAY, CLOSED),
    "access_ask": (AWAY, OPEN_FORM),
    "access_answer": (AWAY, CLOSED),
    "access_of": (AWAY, (404, 405)),
    "access_change_of": (AWAY, CLOSED),
    "emails": (AWAY, CLOSED),
    "service": (AWAY, CLOSED),  # for DfE's system staff only: see tests/collect/pages/test_service.py
    "account-people-check": (AWAY, CLOSED),
    "account-people-checks-overdue": (AWAY, (404, 405)),
    "account-add-supplier": (AWAY, CLOSED),
    "account-support": (AWAY, CLOSED),
    "account-support-organisation": (AWAY, (404, 405)),
    "account-support-resend": (AWAY, (405, 404)),
    "account-support-unlock": (AWAY, (405, 404)),
    "support_person": (AWAY, (404, 405)),
    "account-claim": (OPEN_FORM, OPEN_FORM),
    "account-claim-sent": (OPEN, OPEN),
    "account-make-pin": (AWAY, CLOSED),
    "account-sessions": (AWAY, OPEN),
    "account-end-session": (AWAY, (405, 404)),
    "account-stay": (AWAY, (204, 405)),
    "usersessions_list": (AWAY, OPEN),  # the portal's own page stands at the same address
    "account-organisations": (AWAY, CLOSED),
    "account-people-of": (AWAY, (404, 405)),
    "account-step-in": (AWAY, CLOSED),
    "account-invite": (AWAY, CLOSED),
    "account-person": (AWAY, (404, 405)),
    "account-person-step": (AWAY, CLOSED),
    "account-join": (OPEN_FORM, OPEN_FORM),  # no link was followed
    "account-join-link": (OPEN, OPEN),  # the link does not work
    "account-events": (AWAY, CLOSED),
    "account_login": (OPEN_FORM, AWAY),
    "account_logout": (AWAY, (200, 302)),
    "account_inactive": (OPEN, OPEN),
    "account_signup": (OPEN_FORM, AWAY),  # says that accounts are made by an approver
    "account_reauthenticate": (AWAY, OPEN_FORM),
    "account_change_password": (AWAY, OPEN_FORM),
    "account_reset_password": (OPEN_FORM, OPEN_FORM),
    "account_reset_password_done": (OPEN, OPEN),
    "account_reset_password_from_key": (OPEN_FORM, OPEN_FORM),  # the link does not work
    "account_reset_password_from_key_done": (OPEN, OPEN),
    "account_request_login_code": (OPEN_FORM, AWAY),
    "account_confirm_login_code": (AWAY, AWAY),
    "account_email": (CLOSED, CLOSED),
    "account_email_verification_sent": (CLOSED, CLOSED),
    "account_confirm_email": (CLOSED, CLOSED),
    "account_set_password": (CLOSED, CLOSED),
    "^account/(email|confirm-email|password/set|3rdparty|social)/": (CLOSED, CLOSED),
    # Signing in through a provider: here none is named.
    "openid_connect_login": ((405, 404), (405, 404)),
    "openid_connect_callback": ((404, 405), (404, 405)),
    "account-provider-confirm": (AWAY, (404, 405)),
    "socialaccount_login_cancelled": (CLOSED, CLOSED),
    "socialaccount_login_error": (CLOSED, CLOSED),
    "socialaccount_signup": (CLOSED, CLOSED),
    "socialaccount_connections": (CLOSED, CLOSED),
    "account/social/login/cancelled/": (CLOSED, CLOSED),
    "account/social/login/error/": (CLOSED, CLOSED),
    "account/social/signup/": (CLOSED, CLOSED),
    "account/social/connections/": (CLOSED, CLOSED),
    "mfa_index": (AWAY, OPEN),
    "mfa_authenticate": (AWAY, AWAY),
    "mfa_reauthenticate": (AWAY, AWAY),
    "mfa_activate_totp": (AWAY, AWAY),
    "mfa_deactivate_totp": (AWAY, CLOSED),  # they have none
    "mfa_view_recovery_codes": (AWAY, (404, 405)),
    "mfa_generate_recovery_codes": (AWAY, AWAY),
    "mfa_download_recovery_codes": (AWAY, CLOSED),
    "mfa_list_webauthn": (AWAY, OPEN),
    "mfa_add_webauthn": (AWAY, AWAY),
    "mfa_reauthenticate_webauthn": (AWAY, AWAY),
    "mfa_remove_webauthn": (AWAY, AWAY),
    "mfa_edit_webauthn": (AWAY, AWAY),
    "mfa_login_webauthn": (AWAY, AWAY),
}


PUBLIC = {
    "collection": "school-census-autumn",
    "code": "1500",
    "form": "csv",
    "family": "school-census",
    "name": next(iter(collections.get("school-census-autumn").codesets())),
    "tag": "UPN",
    "year": 2026,
    "organisation_id": 1,
    "request_id": 1,
    "session_id": 1,
    "membership_id": 1,
    "person_id": 1,
    "step": "suspend",
    "token": "made-up",
    "provider_id": "provider",
}


# -- the addresses there are


# Pages of DfE staff → answers to a DfE reader and to DfE: to GET, and to POST of an empty form. Nobody else finds them.
FOR_STAFF: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "patches": (OPEN, OPEN),
    "account-register": (OPEN, OPEN),
    "propose_patch": ((403, 403), OPEN_FORM),
    "move_collection": ((403, 403), OPEN_FORM),
    "patch": ((200, 403), OPEN_FORM),
    "patch_progress": (OPEN, OPEN),
    "undo_patch": ((403, 403), OPEN_FORM),
    "new_preview": (OPEN_FORM, OPEN_FORM),
    "preview": (OPEN, OPEN),
    "preview_progress": (OPEN, OPEN),
    "preview_rules_csv": (OPEN, OPEN),
    "preview_schools_csv": (OPEN, OPEN),
}


@dataclass(frozen=True)
class Address:
    """One line of the URL configuration, as a test asks for it."""

    key: str
    name: str
    names: tuple[str, ...]
    fixed: dict[str, Any] = field(default_factory=dict)


ACTIONS = ("approve", "reject", "authorise", "reject_by_collector", "reopen", "upload")
OF_A_RETURN = {"return_id", "submission_id", "finding_id", "slug"}


def patterns(found: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, route)
        else:
            yield route, pattern


def addresses() -> list[Address]:
    """Every address there is; those that take an action, once for each."""
    found = []
    for route, pattern in patterns(get_resolver().url_patterns):
        if route.startswith(settings.ADMIN_PATH):
            continue  # asked further down, all of them
        names = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
        name = pattern.name or route
        if "action" in names:
            found += [Address(f"{name} {action}", name, names, {"action": action}) for action in ACTIONS]
        else:
            found.append(Address(name, name, names))
    return found


ALL = addresses()
THOSE_ABOUT_RETURNS = [address for address in ALL if OF_A_RETURN & set(address.names)]
FOR_STAFF_ONLY = [address for address in ALL if address.key in FOR_STAFF]
THE_OTHERS = [a for a in ALL if not OF_A_RETURN & set(a.names) and a not in FOR_STAFF_ONLY]


def test_every_address_has_a_line() -> None:
    assert {address.key for address in THOSE_ABOUT_RETURNS} == set(ABOUT_RETURNS)
    assert {address.key for address in THE_OTHERS} == set(ABOUT_NONE)
    assert {address.key for address in FOR_STAFF_ONLY} == set(FOR_STAFF)


# -- those who ask, and what they ask for


@dataclass(frozen=True)
class World:
    """Returns of two schools and an academy, one of an LA itself, and everybody who may ask for them."""

    returns: dict[str, Return]
    people: dict[str, Any]


EVERY = ("ours", "theirs", "the academy's", "the LA's own")
NOBODY = "somebody without an organisation"
SEES: dict[str, dict[str, str]] = {
    # who asks → the return that they see → the column of the table that says what they are answered
    "a reader of the school": {"ours": "reader"},
    "a submitter of the school": {"ours": "submitter"},
    "another school": {"theirs": "submitter"},
    "the LA": {"ours": "agent", "the LA's own": "submitter"},
    "another LA": {"theirs": "agent"},
    "the academy": {"the academy's": "submitter"},
    "the academy's trust": {"the academy's": "reader"},
    "a reader at DfE": dict.fromkeys(EVERY, "dfe_reader"),
    "DfE": dict.fromkeys(EVERY, "dfe"),
    NOBODY: {},
}


def submitted(collection: Collection, organisation: Organisation, **header: Any) -> Return:
    """A submitted return of a school."""
    return_ = ReturnFactory.create(collection=collection, organisation=organisation)
    return submit(return_, error(1), query(1), pupils=pupil_xml("A823200100001"), **header)


def submit(return_: Return, fault: Found, asked: Found, **content: Any) -> Return:
    """Submitted with two files, an open error and an explained query."""
    source = source_of(return_)
    for note in ("first", "second"):
        check(return_, source, fault, asked, note=note, **content)
    Explain(source, return_, Chosen(rule=asked.rule), "It is so.").perform()
    put(return_, Status.SUBMITTED)
    return return_


@pytest.fixture
def world(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Each return in a collection of its own, so that what is said of returns holds for collections too.

    The academy stands in the area of the LA.
    """
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(Doorbell, "ring", lambda *_: None)
    practice = CollectionFactory.create(blade=Collection.Blade.FAMILIARISATION)
    spring = CollectionFactory.create(type_code="school-census-spring")
    academy = Academy.create()
    ours = submitted(CollectionFactory.create(), School.create())
    theirs = submitted(practice, School.create(la_number="801"))
    its = submitted(spring, academy, Term="SPR", Year=2027)
    assert ours.agent is not None
    assert theirs.agent is not None
    assert its.agent is None
    own = submit(authority_return(), about_child(), about_child(rule="8525Q", level="query"), children=child_xml())
    assert own.organisation == ours.agent
    assert own.agent is None
    dfe = DfE.create()
    people = {
        "a reader of the school": member(ours.organisation).person,
        "a submitter of the school": member(ours.organisation, "edit", "submit").person,
        "another school": member(theirs.organisation, "edit", "submit").person,
        "the LA": member(ours.agent, "edit", "submit", "approve").person,
        "another LA": member(theirs.agent, "edit", "approve").person,
        "the academy": member(academy, "edit", "submit").person,
        "the academy's trust": member(academy.parent, "edit", "submit").person,
        "a reader at DfE": member(dfe).person,
        "DfE": member(dfe, "edit", "authorise").person,
        NOBODY: Somebody.create(),
    }
    return World(dict(zip(EVERY, (ours, theirs, its, own), strict=True)), people)


def path(address: Address, return_: Return) -> str:
    """The address for one return's own objects."""
    submission = return_.current_submission
    assert submission is not None
    person = return_.collection.type.people_records()[0]
    known = {
        "return_id": return_.pk,
        "submission_id": submission.pk,
        "finding_id": Finding.objects.get(run=submission.run_id, level="error").pk,
        "slug": return_.collection.slug,
        "record": person.tag,
        "row": 1,
        "key": f"{person.tag}-1",
        "kind": next(person.records()).index,
        **address.fixed,
    }
    return reverse(address.name, kwargs={name: known[name] for name in address.names})


def expected(who: str, whose: str, row: Row) -> int:
    """What the table says. A page that takes no forms says so before it looks at anything else."""
    if row is NO_POST or row is NOWHERE:
        return row.reader
    if who == NOBODY:
        return 403
    column = SEES[who].get(whose)
    return 404 if column is None else getattr(row, column)


def answer(client: Client, method: str, where: str) -> int:
    response = getattr(client, method)(where)
    for _ in response if response.streaming else ():
        pass  # read to its end, it closes its file
    return response.status_code


@pytest.mark.parametrize("address", THOSE_ABOUT_RETURNS, ids=lambda address: address.key)
def test_who_is_answered_what(world: World, address: Address) -> None:
    rows = dict(zip(("get", "post"), ABOUT_RETURNS[address.key], strict=True))
    events, states = Event.objects.count(), sorted(Explanation.objects.values_list("state", flat=True))
    wrong = []
    for who, person in world.people.items():
        client = Client()
        client.force_login(person)
        for whose, return_ in world.returns.items():
            for method, row in rows.items():
                found, wanted = answer(client, method, path(address, return_)), expected(who, whose, row)
                if found != wanted:
                    wrong.append(f"{who}, {method} of {whose}: {found} instead of {wanted}")
    assert wrong == []
    assert (Event.objects.count(), sorted(Explanation.objects.values_list("state", flat=True))) == (events, states)


@pytest.mark.parametrize("address", THOSE_ABOUT_RETURNS, ids=lambda address: address.key)
def test_a_stranger_is_led_to_the_sign_in_page(address: Address) -> None:
    made_up = {"slug": "school-census", "record": "PupilOnRoll", "row": 1, **ON_SCREEN, **address.fixed}
    nowhere = "00000000-0000-4000-8000-000000000000"
    where = reverse(address.name, kwargs={name: made_up.get(name, nowhere) for name in address.names})
    for method in ("get", "post"):
        response = getattr(Client(), method)(where)
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, SIGN_IN)


@pytest.mark.parametrize("address", THOSE_ABOUT_RETURNS, ids=lambda address: address.key)
def test_what_does_not_exist_looks_like_what_is_anothers(address: Address) -> None:
    made_up = {"slug": "no-such", "record": "PupilOnRoll", "row": 1, **ON_SCREEN, **address.fixed}
    nowhere = "00000000-0000-4000-8000-000000000000"
    where = reverse(address.name, kwargs={name: made_up.get(name, nowhere) for name in address.names})
    client = Client()
    client.force_login(member(DfE.create(), "edit", "authorise").person)
    for method, row in zip(("get", "post"), ABOUT_RETURNS[address.key], strict=True):
        assert answer(client, method, where) == (405 if row is NO_POST else 404)


@pytest.mark.parametrize("address", THE_OTHERS, ids=lambda address: address.key)
def test_who_reaches_the_other_pages(address: Address) -> None:
    made_up = {"uidb36": "1", "key": "set-password", "pk": 1, **PUBLIC}
    if address.name.startswith("^"):
        where = "/account/email/anything"
    elif "/" in address.name:  # it has no name
        where = f"/{address.name}"
    else:
        where = reverse(address.name, kwargs={name: made_up[name] for name in address.names})
    stranger, signed_in = ABOUT_NONE[address.key]
    school = School.create()
    for somebody, wanted in ((None, stranger), (school, signed_in), (DfE.create(), signed_in)):
        found = []
        for method in ("get", "post"):
            client = Client()
            if somebody is not None:
                client.force_login(member(somebody).person)
            found.append(answer(client, method, where))
        assert tuple(found) == wanted, somebody or "a stranger"


@pytest.mark.parametrize("address", FOR_STAFF_ONLY, ids=lambda address: address.key)
def test_who_finds_the_pages_of_staff(address: Address) -> None:
    patch, preview = a_patch_and_a_preview()
    known = {"patch_id": patch.pk, "preview_id": preview.pk}
    where = reverse(address.name, kwargs={name: known[name] for name in address.names})
    reader, staff = FOR_STAFF[address.key]
    dfe, school = DfE.create(), School.create()
    asked: list[tuple[Any, tuple[int, int]]] = [
        (None, (302, 302)),
        (Somebody.create(), (403, 403)),
        (member(school, "edit", "submit").person, (404, 404)),
        (member(LocalAuthority.create(), "edit", "approve").person, (404, 404)),
        (member(Academy.create().parent).person, (404, 404)),
        (member(dfe).person, reader),
        (member(dfe, "edit", "authorise").person, staff),
    ]
    for person, (get, post) in asked:
        client = Client()
        if person is not None:
            client.force_login(person)
        found = answer(client, "get", where), answer(client, "post", where)
        # A page that takes no forms says so to whoever is signed in, before it looks who asks.
        wanted = (get, 405 if staff == OPEN and person is not None else post)
        assert found == wanted, person or "a stranger"


def a_patch_and_a_preview() -> tuple[Patch, Preview]:
    """A confirmed change and the answer to what it would do."""
    collection = CollectionFactory.create()
    proposer, confirmer = collector(), collector()
    patch = Propose(proposer, collection.ruleset, "1500", "switch_off", "It is wrong.").perform()
    Confirm(confirmer, patch).perform()
    preview = ask(proposer, collection, patch=patch)
    Preview.objects.update(state="done", finished_at=timezone.now())
    return patch, preview


# -- the system pages


SYSTEM = [
    re.sub(r"<(?:\w+:)?\w+>", "1", route).replace("\\Z", "")
    for route, _ in patterns(get_resolver().url_patterns)
    if route.startswith(settings.ADMIN_PATH) and "(?P" not in route
]


def with_second_step(person: Any) -> Client:
    """Signed in as with an app's code."""
    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    return client


def test_nobody_but_system_staff_finds_the_system_pages() -> None:
    dfe = DfE.create()
    elsewhere = member(School.create(), person__is_superuser=True).person
    asked = {"a stranger": Client(), "a superuser without second step": Client()}
    asked["a superuser without second step"].force_login(member(dfe, person__is_superuser=True).person)
    people = {"nobody's": Somebody.create(), "a school's superuser": elsewhere, "DfE": member(dfe, "authorise").person}
    asked |= {who: with_second_step(person) for who, person in people.items()}
    found = {
        (who, method, where)
        for where in SYSTEM
        for who, client in asked.items()
        for method in ("get", "post")
        if answer(client, method, f"/{where}") != 404
    }
    assert found == set()
    assert len(SYSTEM) > 50


def test_system_staff_look_and_change_nothing(world: World) -> None:
    client = with_second_step(member(DfE.create(), person__is_superuser=True).person)
    assert answer(client, "get", f"/{settings.ADMIN_PATH}") == 200
    for model in system.SHOWN:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        rows = reverse(f"system:{name}_changelist")
        assert answer(client, "get", rows) == 200
        assert answer(client, "get", reverse(f"system:{name}_add")) == 403
        row = model._default_manager.first()
        if row is not None:
            page = reverse(f"system:{name}_change", args=[row.pk])
            assert [answer(client, method, page) for method in ("get", "post")] == [200, 403]
            assert answer(client, "post", reverse(f"system:{name}_delete", args=[row.pk])) == 403
    read = AccountEvent.objects.filter(action="system_page_read")
    assert read.filter(on=reverse("system:collect_return_changelist")).exists()


def test_no_pupils_and_no_secrets_in_the_system_pages(world: World) -> None:
    shown = {model.__name__ for model in system.SHOWN}
    assert not shown & {"PupilIndex", "Finding", "StructureFault", "Explanation", "Mail", "Authenticator", "ClaimPin"}
    staff = member(DfE.create(), person__is_superuser=True).person
    page = with_second_step(staff).get(reverse("system:accounts_person_change", args=[staff.pk])).content.decode()
    assert staff.password not in page
    assert staff.email in page
