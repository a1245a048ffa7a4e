"""The numbers of a pupil: UPN and ULN, each theirs alone in the school."""

from __future__ import annotations

from schemas.identifiers import UPN_AUTHORITIES, UPN_LETTERS, uln_from, upn_check_letter
from schemas.sample.draws import chance
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting

_COHORT_ROOM = 400_000
_FIRST_COHORT = 1990
_BAND = 20_000_000
_BANDS = 40


def unique_number(seat: Seat) -> int:
    """A number below 20 million that no other pupil of the school has, in any term."""
    return (seat.cohort - _FIRST_COHORT) * _COHORT_ROOM + seat.number


def upn(setting: Setting, seat: Seat, largest_cohort: int) -> str:
    """A UPN as if given by the school where the pupil started.

    :param largest_cohort: pupils in the largest cohort; the more there are, the more schools they come from.
    """
    allocated = min(seat.cohort, seat.joined // 3)
    feeders = max(1 if setting.phase in ("NS", "PS") else 5, largest_cohort * 16 // 1000 + 1)
    own = int(setting.estab)
    first = own if 2000 <= own < 2500 else 2000 + chance(setting.school, "feeders").randrange(400)
    school = first + seat.number % feeders + 500 * (seat.cohort - allocated)
    serial = seat.number // feeders
    authority = setting.lea if setting.lea in UPN_AUTHORITIES else "823"
    last = str(serial % 10)
    if seat.turn and chance(setting.school, "temporary", seat.cohort, seat.number).random() < 0.04:
        last = UPN_LETTERS[serial % 10]
    twelve = f"{authority}{school:04d}{allocated % 100:02d}{serial // 10:02d}{last}"
    return upn_check_letter(twelve) + twelve


def uln(setting: Setting, seat: Seat) -> str:
    """A ULN. One beginning in eleven has none; then the next band of numbers is tried."""
    number = unique_number(seat)
    band = setting.seed
    while True:
        found = uln_from(str(100_000_000 + band % _BANDS * _BAND + number))
        if found is not None:
            return found
        band += 7


def eligibility_code(seat: Seat) -> str:
    """An eleven-digit eligibility code for extended or expanded hours."""
    return f"500{unique_number(seat):08d}"


def six_digits(*names: object) -> str:
    """A number in the shape of a URN."""
    return str(chance(*names).randrange(100_000, 150_000))


OTHER_SCHOOLS = tuple(str(990_301 + number) for number in range(12))
"""URNs of invented schools that pupils come from; the register of the demonstration has them."""


def earlier_school(*names: object) -> str:
    """The URN of a school that a pupil was at before."""
    return chance(*names).choice(OTHER_SCHOOLS)
