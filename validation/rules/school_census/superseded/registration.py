"""Earlier revisions of the rules in ``registration``."""

import polars as pl

from validation.conditions import holds
from validation.rule import QUERY, rule
from validation.rules.school_census._records import (
    PupilNoLongerOnRoll,
)
from validation.rules.school_census.registration import reasons_to_send_a_leaver


@rule(
    "1925Q",
    QUERY,
    on=PupilNoLongerOnRoll,
    tags=(
        "LeavingDate EntryDate ReferenceDate Boarder DOB TermlyExclusion ProgrammeAim LearnerFAM "
        "APPlacementDetails LearnerSupportItem"
    ),
    phases="PS MP MS SS SP AT PR",
    since=2024,
)
def there_seems_no_reason_include(pupil):
    """There seems no reason to include this leaver.

    Fails when: none holds: (a) LeavingDate < ReferenceDate and a TermlyExclusion; (b) EntryDate < TERMSTART,
    LeavingDate from the start of window ATT1 to ReferenceDate, ATTAGE 4-15, Boarder = N; (c) Term = AUT and a
    ProgrammeAim, or Term in (SPR, SUM) and a LearnerSupportItem; (d) a LearnerFAM; (e) an APPlacementDetails.

    Fix: Remove the leaver, or explain.
    """
    return ~pl.any_horizontal(holds(reason) for reason in reasons_to_send_a_leaver(pupil))
