"""The numbers that name pupils, schools and providers: UPN, ULN, URN, UKPRN, UPRN and their kin.

Each check exists twice, made from the same constants: ``is_valid_upn(text)`` for one value and
``upn_is_valid(expr)`` for a Polars column. On a column an absent value (null) gives null, so that a rule
neither passes nor fails it; on a single value ``None`` is simply not valid.

The four parts of a UPN are also tested apart, because the census reports them under four rules:

========  ==================================================  ============================
rule      what must hold                                      functions
========  ==================================================  ============================
1550      13 characters, the last a digit or UPN letter       ``has_upn_ending``, ``upn_ending_ok``
1540      characters 5 to 12 are digits                       ``has_upn_digits``, ``upn_digits_ok``
1530      characters 2 to 4 are an authority that gives UPNs  ``has_upn_authority``, ``upn_authority_ok``
1510      character 1 is the check letter of the rest         ``has_upn_check_letter``, ``upn_check_letter_ok``
========  ==================================================  ============================

1530 and 1510 hold for a value that they cannot judge (1550 or 1540 already speaks of it).
"""

from __future__ import annotations

import csv
import operator
import re
from functools import reduce
from importlib import resources

import polars as pl

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a UPN (no I, O or S); a letter counts as its position, from 0."""

_UPN_LENGTH = 13
_UPN_ENDING = rf"(?s)^.{{12}}[0-9{UPN_LETTERS}]$"
_UPN_DIGITS = r"(?s)^.{4}[0-9]{8}"
_UPN_JUDGEABLE = rf"(?s)^.[0-9]{{11}}[0-9{UPN_LETTERS}]$"

_ULN = r"^[1-9][0-9]{9}$"
_ULN_REMAINDER = 10

_URN = r"^[0-9]{6}$"
_LA_NUMBER = r"^[0-9]{3}$"
_ESTAB = r"^[0-9]{4}$"
_UKPRN = r"^1[0-9]{7}$"
_UPRN = r"^[0-9]{1,12}$"
_UPRN_ZEROS = r"^0+$"
_ELIGIBILITY_CODE = r"^[0-9]{11}$"
_COMPANY_NUMBER = r"^[A-Za-z0-9]{2}[0-9]{6}$"
_POSTCODE = r"(?i)^[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}$"


def _read_upn_authorities() -> frozenset[str]:
    table = resources.files("schemas").joinpath("data/upn_la_codes.csv").read_text(encoding="utf-8")
    return frozenset(
        f"{number:03d}"
        for row in csv.DictReader(table.splitlines())
        for number in range(int(row["from"]), int(row["to"]) + 1)
    )


UPN_AUTHORITIES: frozenset[str] = _read_upn_authorities()
"""Three-digit authority numbers that may stand in a UPN (``schemas/data/upn_la_codes.csv``)."""


def _matches(pattern: str, text: str | None) -> bool:
    # Python's $ also matches before a final line feed and (?i) folds letters beyond ASCII; Polars does neither here.
    return text is not None and re.match(pattern.replace("$", r"\Z"), text, re.ASCII) is not None


def _column_matches(pattern: str, expr: pl.Expr) -> pl.Expr:
    return expr.str.contains(pattern.replace("(?i)", "(?i-u)"))


# One value ------------------------------------------------------------------------------------------------------------


def upn_check_letter(twelve: str) -> str:
    """The check letter for characters 2 to 13 of a UPN.

    :param twelve: eleven digits and then a digit (permanent UPN) or a UPN letter (temporary UPN).
    :raises ValueError: when the characters are not those.
    """
    if not _matches(_UPN_JUDGEABLE, f"A{twelve}"):
        raise ValueError(f"{twelve!r} is not eleven digits and a digit or UPN letter")
    last = twelve[-1]
    values = [*map(int, twelve[:-1]), int(last) if last.isdigit() else UPN_LETTERS.index(last)]
    return UPN_LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % len(UPN_LETTERS)]


def has_upn_ending(text: str | None) -> bool:
    """The value has 13 characters and ends in a digit or a UPN letter (rule 1550)."""
    return _matches(_UPN_ENDING, text)


def has_upn_digits(text: str | None) -> bool:
    """Characters 5 to 12 are all there and all digits (rule 1540)."""
    return _matches(_UPN_DIGITS, text)


def has_upn_authority(text: str | None) -> bool:
    """Characters 2 to 4 are an authority that gives UPNs; holds for a value that is not 13 characters (rule 1530)."""
    return text is not None and (len(text) != _UPN_LENGTH or text[1:4] in UPN_AUTHORITIES)


def has_upn_check_letter(text: str | None) -> bool:
    """Character 1 is the check letter; holds for a value whose other characters are wrong (rule 1510)."""
    if text is None:
        return False
    return not _matches(_UPN_JUDGEABLE, text) or text[0] == upn_check_letter(text[1:])


def is_valid_upn(text: str | None) -> bool:
    """A unique pupil number, permanent or temporary, right in every part."""
    return has_upn_ending(text) and has_upn_digits(text) and has_upn_authority(text) and has_upn_check_letter(text)


def is_temporary_upn(text: str | None) -> bool:
    """A valid UPN that ends in a letter: given until the permanent one is known."""
    return text is not None and is_valid_upn(text) and not text[-1].isdigit()


def is_valid_uln(text: str | None) -> bool:
    """A unique learner number: ten digits, the first not 0, weighted sum (10, 9, ... 1) of remainder 10 by 11."""
    if text is None or not _matches(_ULN, text):
        return False
    return sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), text, strict=True)) % 11 == _ULN_REMAINDER


def uln_from(nine: str) -> str | None:
    """The ULN that begins with these nine digits; ``None`` when there is none (one in eleven has none)."""
    remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    last = _ULN_REMAINDER - remainder
    return f"{nine}{last}" if last < 10 and nine[0] != "0" else None


def is_valid_urn(text: str | None) -> bool:
    """A school's unique reference number: six digits."""
    return _matches(_URN, text)


def is_valid_la_number(text: str | None) -> bool:
    """A local authority number: three digits."""
    return _matches(_LA_NUMBER, text)


def is_valid_estab(text: str | None) -> bool:
    """An establishment number: four digits (whether it suits the phase is rule 130)."""
    return _matches(_ESTAB, text)


def is_valid_ukprn(text: str | None) -> bool:
    """A UK provider reference number: eight digits, the first of them 1."""
    return _matches(_UKPRN, text)


def is_valid_uprn(text: str | None) -> bool:
    """A unique property reference number: 1 to 12 digits, not all zeros."""
    return _matches(_UPRN, text) and not _matches(_UPRN_ZEROS, text)


def is_valid_eligibility_code(text: str | None) -> bool:
    """An eligibility code for extended or expanded childcare hours: eleven digits."""
    return _matches(_ELIGIBILITY_CODE, text)


def is_valid_company_number(text: str | None) -> bool:
    """A company number: two letters or digits, then six digits."""
    return _matches(_COMPANY_NUMBER, text)


def is_valid_postcode(text: str | None) -> bool:
    """A UK postcode by its shape; letter case is free, and so are spaces before the last three characters (decided)."""
    return _matches(_POSTCODE, text)


# Columns --------------------------------------------------------------------------------------------------------------


def _weighted_sum(number: pl.Expr, weights: dict[int, int]) -> pl.Expr:
    # Added with +, not sum_horizontal, so that an absent number stays absent.
    terms = (number // 10**place % 10 * weight for place, weight in weights.items())
    total: pl.Expr = reduce(operator.add, terms)
    return total


def upn_ending_ok(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`has_upn_ending`."""
    return _column_matches(_UPN_ENDING, expr)


def upn_digits_ok(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`has_upn_digits`."""
    return _column_matches(_UPN_DIGITS, expr)


def upn_authority_ok(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`has_upn_authority`."""
    return (expr.str.len_chars() != _UPN_LENGTH) | expr.str.slice(1, 3).is_in(sorted(UPN_AUTHORITIES))


def upn_check_letter_ok(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`has_upn_check_letter`."""
    digits = expr.str.slice(1, 11).cast(pl.Int64, strict=False)
    last = expr.str.slice(12, 1)
    last_value = pl.coalesce(last.cast(pl.Int64, strict=False), _letter_value(last))
    total = 13 * last_value + _weighted_sum(digits, {10 - place: place + 2 for place in range(11)})
    right = _letter_value(expr.str.slice(0, 1)).eq_missing(total % len(UPN_LETTERS))
    judgeable = _column_matches(_UPN_JUDGEABLE, expr)
    return ~judgeable | (judgeable & right)


def _letter_value(letter: pl.Expr) -> pl.Expr:
    return letter.replace_strict(list(UPN_LETTERS), list(range(len(UPN_LETTERS))), default=None, return_dtype=pl.Int64)


def upn_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_upn`."""
    return upn_ending_ok(expr) & upn_digits_ok(expr) & upn_authority_ok(expr) & upn_check_letter_ok(expr)


def upn_is_temporary(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_temporary_upn`."""
    return upn_is_valid(expr) & expr.str.contains(rf"[{UPN_LETTERS}]$")


def uln_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_uln`."""
    number = expr.cast(pl.Int64, strict=False)
    total = _weighted_sum(number, {place: place + 1 for place in range(10)})
    return _column_matches(_ULN, expr) & (total % 11 == _ULN_REMAINDER)


def urn_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_urn`."""
    return _column_matches(_URN, expr)


def la_number_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_la_number`."""
    return _column_matches(_LA_NUMBER, expr)


def estab_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_estab`."""
    return _column_matches(_ESTAB, expr)


def ukprn_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_ukprn`."""
    return _column_matches(_UKPRN, expr)


def uprn_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_uprn`."""
    return _column_matches(_UPRN, expr) & ~_column_matches(_UPRN_ZEROS, expr)


def eligibility_code_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_eligibility_code`."""
    return _column_matches(_ELIGIBILITY_CODE, expr)


def company_number_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_company_number`."""
    return _column_matches(_COMPANY_NUMBER, expr)


def postcode_is_valid(expr: pl.Expr) -> pl.Expr:
    """Column form of :func:`is_valid_postcode`."""
    return _column_matches(_POSTCODE, expr)
