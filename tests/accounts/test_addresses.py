"""One idea of what an email address is, wherever one comes in."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.forms import EmailField as AllauthEmailField
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.validators import EmailValidator, validate_email
from django.db import models
from django.test import Client
from django.utils.module_loading import import_string

from accounts.actions import Claim, Invite, MakePin, NotAllowed
from accounts.addresses import AddressFormField, AddressValidator, is_address, validate_address
from accounts.models import Person
from accounts.provider import ProviderAdapter
from tests.accounts.support import approver_of
from tests.factories import DfE, School, Somebody
from tests.hostile import HOSTILE_ADDRESS

GOOD = (
    "head@school.example.org",
    "o'brien@school.example.org",
    "first.last+census@la.gov.uk",
    "a&b_c-d%e!f@x.sch.uk",
    "HEAD@SCHOOL.EXAMPLE.ORG",
    "head@schüle.example.org",
)
BAD = (
    HOSTILE_ADDRESS,
    '"quoted"@example.org',
    '"a b"@example.org',
    "<b>@example.org",
    "a=b@example.org",
    "a`b@example.org",
    "{{a}}@example.org",
    "a@[127.0.0.1]",
    "a@localhost",
    "a\r\nBcc: b@example.org@example.org",
    "a\x00b@example.org",
    "a\u202eb@example.org",
    "a@exam\u200bple.org",
    "a@exam\u202eple.org",
    "a b@example.org",
    "a\xa0b@example.org",
    "a\n@example.org",
    "a@example.org\n",
    "a@example.org,b@example.org",
    "Name <a@example.org>",
    ".a@example.org",
    "a..b@example.org",
    "a@b",
    "@example.org",
    "",
)


@pytest.mark.parametrize("address", GOOD)
def test_addresses_that_people_have_are_taken(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize("address", BAD, ids=ascii)
def test_what_means_something_else_elsewhere_is_no_address(address: str) -> None:
    assert not is_address(address)


def test_the_attack_passes_as_an_address_with_django() -> None:
    validate_email(HOSTILE_ADDRESS)


# -- every way in


def all_forms(base: type[forms.BaseForm] = forms.BaseForm) -> set[type[forms.BaseForm]]:
    """Every form class that is loaded with the pages."""
    import_string(f"{settings.ROOT_URLCONF}.urlpatterns")
    found = set(base.__subclasses__())
    return found.union(*(all_forms(one) for one in found)) if found else found


def ours() -> list[type[forms.BaseForm]]:
    rooms = ("accounts", "collect", "rulechanges", "reference", "census")
    return sorted((one for one in all_forms() if one.__module__.split(".")[0] in rooms), key=lambda one: one.__name__)


def validators_of(field: forms.Field) -> list[type[Any]]:
    return [type(one) for one in field.validators if isinstance(one, EmailValidator)]


@pytest.mark.parametrize("form", ours(), ids=lambda form: form.__name__)
def test_each_field_for_an_address_is_of_our_kind(form: type[forms.BaseForm]) -> None:
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        if isinstance(field, forms.EmailField) and not isinstance(field, AllauthEmailField):
            assert isinstance(field, AddressFormField), f"{form.__name__}.{name}"
            assert validators_of(field) == [AddressValidator]
        assert "email" not in name or isinstance(field, forms.EmailField), f"{form.__name__}.{name}"


@pytest.mark.parametrize("name", ["login", "reset_password", "request_login_code"])
def test_the_forms_of_the_library_take_our_kind_only(name: str, rf: Any) -> None:
    form = import_string(settings.ACCOUNT_FORMS[name])()
    fields = [field for field in form.fields.values() if isinstance(field, forms.EmailField)]
    assert [validators_of(field) for field in fields] == [[AddressValidator]]


def test_each_column_of_an_address_is_of_our_kind() -> None:
    rooms = ("accounts", "collect", "rulechanges", "validation")
    columns = [
        (f"{model.__name__}.{column.name}", [one for one in column.validators if isinstance(one, EmailValidator)])
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for column in model._meta.concrete_fields
        if isinstance(column, models.EmailField)
    ]
    assert dict(columns) == {"Person.email": [validate_address], "Mail.to": [validate_address]}


@pytest.mark.django_db
def test_inviting_and_claiming_refuse_it_whatever_the_form_let_through() -> None:
    school = School.create()
    with pytest.raises(NotAllowed) as stopped:
        Invite(approver_of(school), school, HOSTILE_ADDRESS, "A Name").perform()
    assert stopped.value.codes == {"email"}
    empty = School.create()
    pin = MakePin(approver_of(DfE.create()), empty)
    pin.perform()
    with pytest.raises(NotAllowed) as stopped:
        Claim(empty, pin.pin, HOSTILE_ADDRESS, "A Name").perform()
    assert stopped.value.codes == {"pin"}
    assert not Person.objects.filter(email__contains="<").exists()


@pytest.mark.django_db
def test_no_person_is_made_or_changed_to_have_it() -> None:
    with pytest.raises(ValidationError):
        Person.objects.create_user(HOSTILE_ADDRESS)
    with pytest.raises(ValidationError):
        Person.objects.create(email=HOSTILE_ADDRESS)
    somebody = Somebody.create()
    somebody.email = HOSTILE_ADDRESS
    for update in ({}, {"update_fields": ["email"]}):
        with pytest.raises(ValidationError):
            somebody.save(**update)


@pytest.mark.django_db
def test_the_command_that_makes_staff_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "three-calm-otters")
    with pytest.raises((CommandError, ValidationError)):
        call_command("createsuperuser", "--noinput", email=HOSTILE_ADDRESS, full_name="A Name")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_provider_that_vouches_for_it_is_not_believed() -> None:
    from allauth.account.models import EmailAddress

    somebody = Somebody.create()
    Person.objects.filter(pk=somebody.pk).update(email=HOSTILE_ADDRESS)
    login = SocialLogin(
        account=SocialAccount(), email_addresses=[EmailAddress(email=HOSTILE_ADDRESS, verified=True)], user=Person()
    )
    assert ProviderAdapter.known(login) is None
    Person.objects.filter(pk=somebody.pk).update(email="a@example.org")
    login.email_addresses[0].email = "a@example.org"
    assert ProviderAdapter.known(login) == somebody


@pytest.mark.django_db
def test_the_form_says_how_an_address_looks(client: Client) -> None:
    said = client.post("/account/login/", {"login": HOSTILE_ADDRESS, "password": "x"}).content.decode()
    assert "Enter an email address in the correct format, like name@example.com" in said
