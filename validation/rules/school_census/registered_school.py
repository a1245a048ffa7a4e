"""The school and its pupils against the school register. These rules and their numbers are the portal's own."""

import polars as pl

from validation.build import Reference
from validation.conditions import holds
from validation.rule import QUERY, rule
from validation.rules.school_census._records import PupilOnRoll, School

DETAILS = Reference(
    "register_details",
    "the school register",
    "laestab",
    ("laestab", "phase", "low_age", "high_age"),
    types=(("low_age", pl.Int64()), ("high_age", pl.Int64())),
)
PHASES = {"1": "NS", "2": "PS", "3": "MP", "4": "SS", "5": "MS", "7": "AT"}
"""Phase of education in the register → phase in the census; special schools and units have none there."""
YEARS_OF_GRACE = 1
"""A pupil may be so many years younger or older than the register says."""


def _laestab(record):
    return pl.concat_str(record.header.lea, record.header.estab)


@rule("PX09", QUERY, on=School, tags="Phase", needs="register", certain=False)
def phase_not_the_registered_one(school):
    """The phase is not the one in the school register.

    Fails when: Phase present, and different from the phase that the register has for LEA and Estab.

    Fix: Check the phase. If the school has changed, ask for the register to be changed.
    """
    registered = school.lookup(DETAILS, "phase", on=_laestab(school)).replace_strict(
        PHASES, default=None, return_dtype=pl.String
    )
    return school.phase != registered


@rule("PX10", QUERY, on=PupilOnRoll, tags="DOB", needs="register", certain=False, revision=2)
def pupil_outside_registered_ages(pupil):
    """The pupil is younger or older than the school is registered for.

    Fails when: the age of a pupil on roll is more than a year below the lowest, or a year above the highest, age that
    the register has for LEA and Estab, unless DOB > ReferenceDate (PX11).

    Fix: Check the date of birth, and whether the pupil is still at the school.
    """
    lowest = pupil.lookup(DETAILS, "low_age", on=_laestab(pupil))
    highest = pupil.lookup(DETAILS, "high_age", on=_laestab(pupil))
    outside = holds(pupil.age < lowest - YEARS_OF_GRACE) | holds(pupil.age > highest + YEARS_OF_GRACE)
    return outside & ~pupil.born_after_census_day
