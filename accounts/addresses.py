"""Email addresses: which ones the portal takes, wherever an address comes in."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.utils.deconstruct import deconstructible

NOT_AN_ADDRESS = "Enter an email address in the correct format, like name@example.com"


@deconstructible
class AddressValidator(EmailValidator):
    """Takes the addresses that people have, and fewer than RFC 5322 allows.

    Before the @: unquoted words of ASCII letters, digits and ``!#$%&'*+/?^_~-``, joined by dots. After it: the name of
    a host. Refused are quoted local parts, ``< > = " ` { | }``, addresses of numbers (``@[127.0.0.1]``), and anything
    that is not seen: control characters, spaces of any kind, marks of direction. An address is shown on pages, put in
    headers of emails and compared with others: what means something else there is no address here.
    """

    message = NOT_AN_ADDRESS
    user_regex = re.compile(r"[A-Za-z0-9!#$%&'*+/?^_~-]+(?:\.[A-Za-z0-9!#$%&'*+/?^_~-]+)*\Z")
    literal_regex = re.compile(r"(?!)")  # matches nothing
    domain_allowlist: list[str] = []

    def __call__(self, value: Any) -> None:
        """Raise ``ValidationError`` unless it is an address."""
        if any(unicodedata.category(sign)[0] in "CZ" for sign in str(value)):
            raise ValidationError(self.message, code=self.code, params={"value": value})
        super().__call__(value)


validate_address = AddressValidator()


def is_address(text: str) -> bool:
    """Whether the portal takes this address."""
    try:
        validate_address(text)
    except ValidationError:
        return False
    return True


class AddressField(models.EmailField):
    """The column of an address."""

    default_validators = [validate_address]


class AddressFormField(forms.EmailField):
    """The field of a form in which an address is typed."""

    default_validators = [validate_address]
    default_error_messages = {"invalid": NOT_AN_ADDRESS}


def take_only_addresses(form: forms.Form) -> None:
    """Have every field for an address of a library's form take only what the portal takes."""
    for field in form.fields.values():
        if isinstance(field, forms.EmailField):
            others = [one for one in field.validators if not isinstance(one, EmailValidator)]
            field.validators = [validate_address, *others]
            field.error_messages["invalid"] = NOT_AN_ADDRESS
