"""Suspensions and permanent exclusions."""

from datetime import date

import polars as pl

from validation.conditions import holds, or_zero
from validation.records import window
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Pupil, PupilNoLongerOnRoll, PupilOnRoll, TermlyExclusion

LAST_DAY_OF_OLD_REASONS = pl.lit(date(2020, 7, 31))
ENDED_REASONS = ["OT"]
NEW_REASONS = ["OW", "LG", "DS", "MT", "PH"]


def reason_not_in_use(reason, started):
    """A reason that had ended by the start date, or one that had not begun."""
    ended = reason.is_in(ENDED_REASONS) & (started > LAST_DAY_OF_OLD_REASONS)
    return ended | (reason.is_in(NEW_REASONS) & (started <= LAST_DAY_OF_OLD_REASONS))


@rule(
    "2265",
    ERROR,
    on=TermlyExclusion,
    tags="Reason1 Reason2 Reason3 StartDate",
    phases="PS MP MS SS SP AT PR",
    since=2020,
)
def reason_was_not_use_start(exclusion):
    """The reason was not in use on the start date.

    Fails when: Reason1, Reason2 or Reason3 = OT with StartDate > 2020-07-31, or in (OW, LG, DS, MT, PH) with
    StartDate < 2020-08-01.

    Fix: Choose a reason in use on that date.
    """
    return pl.any_horizontal(
        reason_not_in_use(reason, exclusion.start_date)
        for reason in (exclusion.reason1, exclusion.reason2, exclusion.reason3)
    )


@rule("2270", ERROR, on=TermlyExclusion, tags="StartDate SENprovision Category", phases="PS MP MS SS SP AT PR")
def suspension_lacks_start_date_sen(exclusion):
    """A suspension lacks its start date, SEN provision or type.

    Fails when: StartDate, SENprovision or Category absent.

    Fix: Complete the suspension record.
    """
    return exclusion.start_date.is_null() | exclusion.sen_provision.is_null() | exclusion.category.is_null()


@rule("2275", ERROR, on=TermlyExclusion, tags="Category", phases="PS MP MS SS SP AT PR")
def type_suspension_not_valid(exclusion):
    """The type of suspension is not valid.

    Fails when: Category present and not in codeset ExclusionCategory for the year.

    Fix: Choose suspension or permanent exclusion.
    """
    return ~exclusion.category.is_in(exclusion.codes("ExclusionCategory"))


@rule(
    "2280",
    ERROR,
    on=TermlyExclusion,
    tags="Category Reason1 Reason2 Reason3",
    phases="PS MP MS SS SP AT PR",
    since=2020,
)
def suspension_has_no_valid_reason(exclusion):
    """A suspension has no valid reason.

    Fails when: Category present and none of Reason1, Reason2, Reason3 is in codeset ExclusionReason.

    Fix: Enter at least one reason.
    """
    return exclusion.category.is_not_null() & ~pl.any_horizontal(
        holds(reason.is_in(exclusion.codes("ExclusionReason")))
        for reason in (exclusion.reason1, exclusion.reason2, exclusion.reason3)
    )


@rule("2285", ERROR, on=Pupil, tags="TermlyExclusion Category", phases="PS MP MS SS SP AT PR")
def pupil_permanently_excluded_twice(pupil):
    """The pupil is permanently excluded twice.

    Fails when: more than one TermlyExclusion with Category = PERM.

    Fix: Remove the repeat.
    """
    return pupil.count(TermlyExclusion, lambda exclusion: exclusion.category == "PERM") > 1


@rule("2290", ERROR, on=TermlyExclusion, tags="StartDate", phases="PS MP MS SS SP AT PR")
def suspension_did_not_start_dates(exclusion):
    """The suspension did not start in the dates collected.

    Fails when: StartDate outside window EXC.

    Fix: Correct the date or remove the record.
    """
    return ~window.EXC.holds(exclusion.start_date)


@rule("2300", ERROR, on=TermlyExclusion, tags="Category Sessions", phases="PS MP MS SS SP AT PR")
def length_suspension_missing(exclusion):
    """The length of a suspension is missing.

    Fails when: Category = SUSP and Sessions absent or 0.

    Fix: Enter the number of sessions.
    """
    return (exclusion.category == "SUSP") & (or_zero(exclusion.sessions) == 0)


@rule(
    "2303", ERROR, on=PupilNoLongerOnRoll, tags="TermlyExclusion StartDate LeavingDate", phases="PS MP MS SS SP AT PR"
)
def suspension_starts_after_pupil_left(pupil):
    """A suspension starts after the pupil left.

    Fails when: any TermlyExclusion with StartDate > LeavingDate.

    Fix: Correct the start date or the leaving date.
    """
    return pupil.has(TermlyExclusion, lambda exclusion: exclusion.start_date > exclusion.pupil.leaving_date)


@rule("2310", ERROR, on=TermlyExclusion, tags="SENprovision", phases="PS MP MS SS SP AT PR")
def sen_provision_at_suspension_not(exclusion):
    """The SEN provision at suspension is not valid.

    Fails when: SENprovision present and not in (N, K, E).

    Fix: Correct the SEN provision.
    """
    return ~exclusion.sen_provision.is_in(["N", "K", "E"])


@rule("2320Q", QUERY, on=TermlyExclusion, tags="Sessions", phases="PS MP MS SS SP AT PR", reason_needed=True)
def suspension_longer_than_45_days(exclusion):
    """A suspension is longer than 45 days.

    Fails when: Sessions > 90.

    Fix: Check the sessions, or explain.
    """
    return exclusion.sessions > 90


@rule("2330", ERROR, on=TermlyExclusion, tags="Category Sessions", phases="PS MP MS SS SP AT PR")
def permanent_exclusion_has_length(exclusion):
    """A permanent exclusion has a length.

    Fails when: Category = PERM and Sessions present.

    Fix: Clear the sessions.
    """
    return (exclusion.category == "PERM") & exclusion.sessions.is_not_null()


@rule("2335", ERROR, on=PupilOnRoll, tags="TermlyExclusion Category", phases="PS MP MS SS SP AT PR")
def permanently_excluded_pupil_still_roll(pupil):
    """A permanently excluded pupil is still on roll.

    Fails when: any TermlyExclusion with Category = PERM.

    Fix: Take the pupil off roll, or correct the type.
    """
    return pupil.has(TermlyExclusion, lambda exclusion: exclusion.category == "PERM")


@rule("5051", ERROR, on=Pupil, tags="TermlyExclusion Phase", phases="NS")
def suspensions_not_collected_from_nursery(pupil):
    """Suspensions are not collected from nursery schools.

    Fails when: any TermlyExclusion and Phase = NS.

    Fix: Remove them.
    """
    return pupil.has(TermlyExclusion) & (pupil.school.phase == "NS")
