"""Pupils whom other schools report in the same collection. These rules and their numbers are the portal's own."""

import polars as pl

from validation.build import LIKENESS, UPN, Reference
from validation.conditions import holds
from validation.rule import QUERY, rule
from validation.rules.school_census._records import PupilOnRoll
from validation.rules.school_census.beyond_the_return import OTHER_SCHOOLS

SAME_CHILD = Reference(
    "same_child_elsewhere",
    "the returns of other schools",
    LIKENESS,
    (LIKENESS, "upns"),
    types=(("upns", pl.List(pl.String())),),
    among=(("record", ("PupilOnRoll",)),),
    lists=UPN,
)
"""UPNs under which other schools report a pupil of the same surname, forename and date of birth on roll."""


@rule("PX04", QUERY, on=PupilOnRoll, tags="UPN EnrolStatus", needs="other_returns", reason_needed=True, certain=False)
def guest_without_main_registration(pupil):
    """No other school has this guest on roll as its main school.

    Fails when: EnrolStatus G, UPN present, and no other school reports the UPN on roll with EnrolStatus in (C, M) for
    the same term.

    Fix: Check the UPN with the main school. The query goes by itself when that school's return has come in.
    """
    known = pupil.lookup(OTHER_SCHOOLS, "schools", on=pupil.upn)
    return (pupil.enrol_status == "G") & pupil.upn.is_not_null() & known.is_null()


@rule("PX05", QUERY, on=PupilOnRoll, tags="UPN", needs="other_returns", reason_needed=True, certain=False)
def same_child_under_another_upn(pupil):
    """Another school reports this child under another UPN.

    Fails when: another school reports a pupil on roll with the same surname, forename and date of birth and a UPN
    other than this one for the same term.

    Fix: Check with the child's previous school which UPN was given first, and use that one.
    """
    upns = pupil.lookup(SAME_CHILD, "upns", on=pupil.known_as)
    return holds(upns.list.set_difference(pl.concat_list(pupil.upn)).list.len() > 0)
