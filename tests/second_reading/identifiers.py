"""Shapes and check digits of identifiers, as the notes on them say."""

from __future__ import annotations

import re

from tests.second_reading import facts

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
DIGITS = "0123456789"


def upn_check_letter(upn: str) -> str:
    """The letter that a UPN of 13 characters should begin with."""
    total = 0
    for place, character in enumerate(upn[1:], start=2):
        worth = int(character) if character in DIGITS else UPN_LETTERS.index(character)
        total += place * worth
    return UPN_LETTERS[total % 23]


def last_is_right(upn: str) -> bool:
    return upn[12] in DIGITS or upn[12] in UPN_LETTERS


def wrong_check_letter(upn: str | None) -> bool:
    """Where the letter can be worked out at all: other rules report digits and the last character."""
    if upn is None or len(upn) != 13:
        return False
    if not all(character in DIGITS for character in upn[1:12]) or not last_is_right(upn):
        return False
    return upn[0] != upn_check_letter(upn)


def unknown_authority(upn: str | None) -> bool:
    return upn is not None and len(upn) == 13 and upn[1:4] not in facts.upn_authorities()


def wrong_digits(upn: str | None) -> bool:
    return upn is not None and (len(upn) < 12 or any(character not in DIGITS for character in upn[4:12]))


def wrong_length_or_end(upn: str | None) -> bool:
    return upn is not None and (len(upn) != 13 or not last_is_right(upn))


def uln_is_valid(uln: str) -> bool:
    if not re.fullmatch("[1-9][0-9]{9}", uln):
        return False
    return sum(int(digit) * weight for digit, weight in zip(uln, range(10, 0, -1), strict=True)) % 11 == 10


def postcode_is_valid(postcode: str) -> bool:
    return bool(re.fullmatch("[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}", postcode.upper())) and postcode.isascii()
