"""Every published example of an identifier, and the two forms of each check against each other."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import identifiers as ids

UPNS_VALID = [
    "H801200001001",
    "B801200005001",
    "R674123101121",
    "X823200125012",
    "P207000016049",
    "G80120000101A",
    "M80120000500A",
    "G94220012600Z",
]

PAIRS: dict[str, tuple[Callable[[str | None], bool], Callable[[pl.Expr], pl.Expr]]] = {
    "upn": (ids.is_valid_upn, ids.upn_is_valid),
    "upn ending": (ids.has_upn_ending, ids.upn_ending_ok),
    "upn digits": (ids.has_upn_digits, ids.upn_digits_ok),
    "upn authority": (ids.has_upn_authority, ids.upn_authority_ok),
    "upn check letter": (ids.has_upn_check_letter, ids.upn_check_letter_ok),
    "upn temporary": (ids.is_temporary_upn, ids.upn_is_temporary),
    "uln": (ids.is_valid_uln, ids.uln_is_valid),
    "urn": (ids.is_valid_urn, ids.urn_is_valid),
    "la number": (ids.is_valid_la_number, ids.la_number_is_valid),
    "estab": (ids.is_valid_estab, ids.estab_is_valid),
    "ukprn": (ids.is_valid_ukprn, ids.ukprn_is_valid),
    "uprn": (ids.is_valid_uprn, ids.uprn_is_valid),
    "eligibility code": (ids.is_valid_eligibility_code, ids.eligibility_code_is_valid),
    "company number": (ids.is_valid_company_number, ids.company_number_is_valid),
    "postcode": (ids.is_valid_postcode, ids.postcode_is_valid),
}

EXAMPLES = [
    *(("upn", value, True) for value in UPNS_VALID),
    *(
        ("upn", value, False)
        for value in [
            "R900400001001",
            "A801200001001",
            "Q207000016049",
            "H80120000100I",
            "H801200X01001",
            "H80120000100",
            "h801200001001",
            "g80120000101a",
            "H8012000010011",
            "H801200001001\n",
            "",
        ]
    ),
    ("upn authority", "R900400001001", False),
    ("upn authority", "H80120000100", True),
    ("upn check letter", "R900400001001", True),
    ("upn check letter", "A801200001001", False),
    ("upn check letter", "Q207000016049", False),
    ("upn check letter", "I801200001001", False),
    ("upn check letter", "H80120000100I", True),
    ("upn check letter", "H801200X01001", True),
    ("upn check letter", "H8X1200001001", True),
    ("upn ending", "H80120000100I", False),
    ("upn ending", "H80120000100", False),
    ("upn ending", "H801200X01001", True),
    ("upn digits", "H801200X01001", False),
    ("upn digits", "H80120000100", True),
    ("upn digits", "H8012000010", False),
    ("upn digits", "H80120000100I", True),
    ("upn temporary", "G80120000101A", True),
    ("upn temporary", "H801200001001", False),
    *(
        ("uln", value, True)
        for value in ["9276308686", "1234567899", "1000000043", "5000000128", "7001234566", "1111111110"]
    ),
    *(
        ("uln", value, False)
        for value in ["9276308685", "0123456789", "123456789", "12345678990", "ABCDEFGHIJ", "+234567899", "123456789 "]
    ),
    ("urn", "123456", True),
    ("urn", "12345", False),
    ("urn", "A12345", False),
    ("urn", "١٢٣٤٥٦", False),
    ("la number", "823", True),
    ("la number", "82", False),
    ("estab", "2001", True),
    ("estab", "201", False),
    ("uprn", "100012345678", True),
    ("uprn", "1", True),
    ("uprn", "1234567890123", False),
    ("uprn", "000", False),
    ("ukprn", "10012345", True),
    ("ukprn", "1001234", False),
    ("ukprn", "20012345", False),
    ("eligibility code", "50012345678", True),
    ("eligibility code", "5001234567", False),
    ("company number", "SC123456", True),
    ("company number", "01234567", True),
    ("company number", "1234567", False),
    ("postcode", "BS1 1AA", True),
    ("postcode", "bs11aa", True),
    ("postcode", "EC1A 1BB", True),
    ("postcode", "BS1", False),
    ("postcode", "M1  1AA", True),
    ("postcode", "M1    1AA", True),
    ("postcode", "ZZ99 3CZ", True),
    ("postcode", "BS1\u00a01AA", False),
    ("postcode", "BS1\t1AA", False),
    ("postcode", "BS1-1AA", False),
    ("postcode", "B S1 1AA", False),
    ("postcode", "GIR 0AA", False),
    ("postcode", "ſW1A 1AA", False),
]


def on_column(check: Callable[[pl.Expr], pl.Expr], *values: str | None) -> list[bool | None]:
    return (
        pl.DataFrame({"value": list(values)}, schema={"value": pl.String})
        .select(check(pl.col("value")))["value"]
        .to_list()
    )


@pytest.mark.parametrize(("kind", "value", "valid"), EXAMPLES)
def test_example(kind: str, value: str, valid: bool) -> None:
    one, column = PAIRS[kind]
    assert one(value) is valid
    assert on_column(column, value) == [valid]


@pytest.mark.parametrize("kind", PAIRS)
def test_absent_value(kind: str) -> None:
    """An absent value is not valid by itself, and on a column it is left open."""
    one, column = PAIRS[kind]
    assert one(None) is False
    assert on_column(column, None) == [None]


@pytest.mark.parametrize(
    ("twelve", "letter"),
    [(upn[1:], upn[0]) for upn in UPNS_VALID] + [("900400001001", "R"), ("801200001001", "H"), ("207000016049", "P")],
)
def test_check_letter(twelve: str, letter: str) -> None:
    assert ids.upn_check_letter(twelve) == letter


@pytest.mark.parametrize("twelve", ["80120000100", "80120000100I", "8012000010011", "80120X001001", ""])
def test_check_letter_of_anything_else(twelve: str) -> None:
    with pytest.raises(ValueError, match="eleven digits"):
        ids.upn_check_letter(twelve)


def test_authorities() -> None:
    """The ranges of the table are taken with both ends."""
    assert {"001", "005", "201", "213", "943", "815"} <= ids.UPN_AUTHORITIES
    assert not {"000", "006", "200", "900", "939", "944"} & ids.UPN_AUTHORITIES


def test_uln_from() -> None:
    assert ids.uln_from("123456789") == "1234567899"
    assert ids.uln_from("012345678") is None


near_upn = st.builds(
    lambda head, authority, digits, last: head + authority + digits + last,
    st.sampled_from([*ids.UPN_LETTERS, "I", "a", "é", ""]),
    st.sampled_from(["801", "900", "8X1", "82", "823"]),
    st.text("0123456789", min_size=7, max_size=9),
    st.sampled_from([*"0123456789", *ids.UPN_LETTERS, "I", "z", "٣", ""]),
)
near_number = st.text("0123456789+- Aſ٣\n", min_size=3, max_size=13)
near_postcode = st.from_regex(r"[A-Za-zK]{1,2}[0-9][0-9A-Z]? {0,3}[0-9][A-Za-z]{2}", fullmatch=True)
uln_like = st.integers(10**9, 10**10 - 1).map(str)


@given(st.lists(st.one_of(near_upn, near_number, near_postcode, uln_like, st.text(max_size=15)), min_size=1))
def test_both_forms_agree(values: list[str]) -> None:
    frame = pl.DataFrame({"value": values})
    columns = frame.select(column(pl.col("value")).alias(kind) for kind, (_, column) in PAIRS.items())
    for kind, (one, _) in PAIRS.items():
        assert columns[kind].to_list() == [one(value) for value in values], kind


@given(st.integers(0, 10**8 - 1), st.sampled_from(sorted(ids.UPN_AUTHORITIES)))
def test_a_upn_with_its_letter_is_valid(serial: int, authority: str) -> None:
    twelve = f"{authority}{serial:09d}"
    upn = ids.upn_check_letter(twelve) + twelve
    assert ids.is_valid_upn(upn)
    wrong = ids.UPN_LETTERS[(ids.UPN_LETTERS.index(upn[0]) + 1) % 23] + twelve
    assert not ids.is_valid_upn(wrong)


@given(st.integers(10**8, 10**9 - 1))
def test_a_uln_made_is_valid(number: int) -> None:
    uln = ids.uln_from(str(number))
    valid_endings = [last for last in "0123456789" if ids.is_valid_uln(f"{number}{last}")]
    assert valid_endings == ([uln[-1]] if uln else [])
