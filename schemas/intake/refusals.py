"""Why a file is refused: one stable code and one set of plain words for each reason.

All refusals of the product are worded here, those of the reader (depth, well-formedness) and of the checks
against the collection included, so that they read alike. The words say what is wrong and what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """The file cannot be taken in. Nothing of it is kept.

    :ivar code: stable short name of the reason (a key of :data:`SENTENCES`).
    :ivar sentence: what is wrong and what to do, for the person who uploaded the file.
    :ivar values: what the words of the code were filled in with.
    """

    def __init__(self, code: str, sentence: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.values = dict(values or {})

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str, dict[str, object]]]:
        # Exceptions pickle by args alone, which would lose the code between worker processes.
        return type(self), (self.code, self.sentence, self.values)

    def said_of(self, system: str) -> Refused:
        """The same refusal, naming what the sender makes the file with."""
        return refuse(self.code, **{**self.values, "system": system}) if self.code in SENTENCES else self


SYSTEM = "system"
"""What a file is made with, where it is not known who sends it."""

_EXPORT_AGAIN = "Run the return again in your {system} and upload the new file"
_ONE_FILE = "Upload the return as one .xml, .xml.gz or .zip file"

SENTENCES: dict[str, str] = {
    "empty": f"The file is empty. {_EXPORT_AGAIN}.",
    "not_xml": "The file is not XML. Choose the XML file that your {system} made for this return.",
    "wrong_root": (
        "The file is XML but not a census return: it starts with ‘{found}’ where ‘{expected}’ is expected. "
        "Choose the XML file that your {system} made for this return."
    ),
    "doctype": (
        "The file has a DOCTYPE declaration, which a census return must not have. "
        "Ask the supplier of your {system} for an export without it."
    ),
    "nul": f"The file has zero bytes in it, so it was damaged on the way or is not XML. {_EXPORT_AGAIN}.",
    "encoding": "The file’s text does not match the encoding it declares: {detail}. "
    "Export it again as UTF-8, without changing it in another program.",
    "too_large": "The file is larger than {limit} MB, the most that can be taken in. "
    "Check that it is one return of one organisation.",
    "too_deep": (
        "The file has elements nested more than 64 deep, which no census return has. "
        "Choose the XML file that your {system} made for this return."
    ),
    "too_many_elements": (
        "The file has far more elements than any census return. "
        "Choose the XML file that your {system} made for this return."
    ),
    "bomb": (
        "The file unpacks to far more data than a packed census return does, so unpacking was stopped. "
        "Upload the XML file as it came from your {system}."
    ),
    "archive": "{detail}. " + _ONE_FILE + ".",
    "not_well_formed": (
        "The file cannot be read beyond line {line}: {cause}. "
        f"{_EXPORT_AGAIN}, without changing it in another program."
    ),
    "unknown_collection": (
        "The file says it is for ‘{found}’, which is not a collection held here. "
        "Check the collection and term in your {system} and run the return again."
    ),
    "wrong_collection": (
        "This is a {found}; you are sending it to {expected}. "
        "Choose the right file, or go to the collection the file is for."
    ),
    "wrong_term": (
        "The file is for {found}, but this return is for {expected}. "
        "Choose the right file, or run the return again for the right term."
    ),
    "no_year": (
        "The header of the file has no Year. It must be {expected}: the calendar year of the reference date. "
        f"{_EXPORT_AGAIN}."
    ),
    "year_not_read": (
        "The Year in the header of the file is ‘{found}’. It must be {expected}: "
        f"the calendar year of the reference date, in four digits. {_EXPORT_AGAIN}."
    ),
    "wrong_year": (
        "The file is for {found}, but this return is for {expected}. "
        "Choose the right file, or run the return again for the right year."
    ),
    "wrong_school": (
        "The file is for school {found}, but this return is for school {expected}. "
        "Choose the right file, or correct the LA and establishment numbers in your {system}."
    ),
    "wrong_la": (
        "The file is for local authority {found}, but this return is for local authority {expected}. "
        "Choose the right file, or correct the LA number in your {system}."
    ),
}


def refuse(code: str, **values: object) -> Refused:
    """The refusal for a reason, its words filled in.

    ``raise refuse("wrong_school", found="8234001", expected="8234002")``

    ``system`` is what the sender makes the file with; where it is not given, the words leave it open.
    For ``encoding``, the reader's ``line`` may stand in for the ``detail``.

    :raises KeyError: when the code is not in the catalogue or a value its words need is missing.
    """
    if code == "encoding" and "line" in values:
        values.setdefault("detail", f"some letters on or near line {values['line']} are not written in it")
    values.setdefault("system", SYSTEM)
    return Refused(code, SENTENCES[code].format(**values), values)
