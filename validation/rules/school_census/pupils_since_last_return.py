"""Pupils compared with the school's return before. These rules and their numbers are the portal's own."""

import polars as pl

from validation.build import PREVIOUS, UPN, Reference
from validation.records import day
from validation.rule import QUERY, rule
from validation.rules.school_census._records import Message, Pupil, PupilOnRoll

ON_ROLL_BEFORE = Reference(
    "on_roll_before",
    PREVIOUS,
    UPN,
    (UPN, "entry_date"),
    types=(("entry_date", pl.Date()),),
    before="PupilOnRoll",
)
"""The pupils on roll in the return before, with their entry dates."""


@rule("PX06", QUERY, on=Message, tags="UPN", needs="previous_return", reason_needed=True, certain=False)
def pupils_gone_without_a_trace(message):
    """Pupils who were on roll in the last return are not in this one.

    Fails when: a UPN that was on roll in the return before is neither on roll nor no longer on roll in this one.

    Fix: Add each of them to pupils no longer on roll, or say why they are not there.
    """
    return message.gone(ON_ROLL_BEFORE, Pupil).list.len() > 0


@rule("PX07", QUERY, on=PupilOnRoll, tags="UPN EntryDate", needs="previous_return", certain=False)
def entry_date_moved(pupil):
    """The entry date is not the one in the last return.

    Fails when: EntryDate present, and different from that of the same UPN on roll in the return before.

    Fix: Check the entry date. A pupil who left and came back has the later one.
    """
    return pupil.entry_date != pupil.lookup(ON_ROLL_BEFORE, "entry_date", on=pupil.upn)


@rule("PX08", QUERY, on=PupilOnRoll, tags="UPN EntryDate", needs="previous_return", certain=False)
def new_pupil_entered_before_last_return(pupil):
    """A pupil who was not in the last return is said to have entered before it.

    Fails when: UPN present and not on roll in the return before, and EntryDate on or before the census day of that
    return.

    Fix: Check the UPN and the entry date; the pupil may have been left out last time.
    """
    unknown = pupil.upn.is_not_null() & pupil.lookup(ON_ROLL_BEFORE, UPN, on=pupil.upn).is_null()
    return unknown & (pupil.entry_date <= day.BEFORE)
