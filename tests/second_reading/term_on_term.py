"""Rules that compare counts with the return before: one shape of sentence, read as a whole."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from tests.second_reading.language import Test, parse
from tests.second_reading.records import Record
from tests.second_reading.words import NotSaid

_SHAPE = re.compile(
    r"the (?P<what>number|percentage) of (?P<who>.+?)(?P<none> in the previous return was 0 and is above 0 now)? "
    r"\(share of (?P<among>PupilOnRoll|infants \((?P<infants>.+?)\))\)"
    r"( is >= params\.percent% (?P<way>above|below) the previous return, relative change, "
    r"and the count differs by at least params\.min_count)?"
)
_WHO = {
    "pupils on roll": "",
    "pupils with free meals": "FSMOPEN",
    "infants with free meals by income": "FSMOPEN",
    "infants with SchoolLunchTaken true": "SchoolLunchTaken true",
    "pupils with Language not in (ENG, ENB)": "Language not in (ENG, ENB)",
    "pupils with Ethnicity = NOBT": "Ethnicity = NOBT",
}


def read_term_on_term(text: str, params: dict[str, Any], family: str, year: int, *, of_nobody: bool = False) -> Test:
    """The condition as a test of a message that knows the one before. Raises ``NotSaid`` for other sentences.

    ``of_nobody``: what is said of a percentage of no pupils; nothing fails by the published text.
    """
    said = _SHAPE.fullmatch(text)
    if said is None or (bool(said["none"]) == bool(said["way"])):
        raise NotSaid(text)
    who = re.search(r"\((.+)\)$", said["who"]) if said["who"] not in _WHO else None
    condition = who[1] if who else _WHO[said["who"]]
    test: Test = parse(condition, family, year) if condition else lambda pupil: True
    infants = re.fullmatch(r"NCyearActual in (.+)", said["infants"]) if said["infants"] else None
    among: Test = parse(f"NCyearActual in ({infants[1]})", family, year) if infants else lambda pupil: True

    def counted(message: Record) -> tuple[int, int]:
        of = [pupil for pupil in message.records("PupilOnRoll") if among(pupil)]
        return sum(map(test, of)), len(of)

    def measure(count: tuple[int, int]) -> Fraction:
        return Fraction(count[0]) if said["what"] == "number" else Fraction(*count)

    def holds(message: Record) -> bool:
        assert message.given.before is not None
        now, before = counted(message), counted(message.given.before)
        if said["none"]:
            return before[0] == 0 and now[0] > 0
        if before[0] == 0 or abs(now[0] - before[0]) < params["min_count"]:
            return False
        if said["what"] == "percentage" and now[1] == 0:
            return of_nobody
        change = 100 * (measure(now) - measure(before)) / measure(before)
        return bool(change >= params["percent"] if said["way"] == "above" else change <= -params["percent"])

    return holds
