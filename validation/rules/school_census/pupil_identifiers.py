"""Who the pupil is: UPN, ULN, name, date of birth, sex."""

import polars as pl

from schemas import identifiers
from validation.conditions import missing_or_unknown
from validation.records import derived
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Pupil, PupilNoLongerOnRoll, PupilOnRoll, outside_ages, whole_years


@derived(Pupil)
def outside_school_ages(pupil):
    """The pupil's age is not one that the type of school is for."""
    return outside_ages(pupil.age, pupil.school.school_type)


@derived(Pupil)
def likeness(pupil):
    """What two records of one child have in common: surname, forename, sex and date of birth; null if one is absent."""
    parts = [pupil.surname.str.to_lowercase(), pupil.forename.str.to_lowercase(), pupil.sex.str.to_lowercase()]
    return pl.concat_str([*parts, pupil.dob.cast(pl.String)], separator="|")


@rule("1500", ERROR, on=Pupil, tags="UPN")
def pupil_has_no_upn(pupil):
    """The pupil has no UPN.

    Fails when: UPN absent.

    Fix: Find the UPN or issue one.
    """
    return pupil.upn.is_null()


@rule("1510", ERROR, on=Pupil, tags="UPN FormerUPN")
def first_letter_upn_wrong(pupil):
    """The first letter of the UPN is wrong.

    Fails when: UPN or FormerUPN is 13 characters and character 1 is not the UPN check letter of characters 2-13.

    Fix: Check the UPN with the previous school or re-enter it.
    """
    return ~identifiers.upn_check_letter_ok(pupil.upn) | ~identifiers.upn_check_letter_ok(pupil.former_upn)


@rule("1520", ERROR, on=Pupil, tags="UPN PupilOnRoll PupilNoLongerOnRoll")
def two_pupil_records_share_upn(pupil):
    """Two pupil records share a UPN.

    Fails when: UPN present and the same UPN stands on another pupil record of the return (on roll or no longer on
    roll).

    Fix: Correct or merge the records.
    """
    return pupil.upn.is_not_null() & pupil.upn.is_duplicated()


@rule("1530", ERROR, on=Pupil, tags="UPN FormerUPN")
def authority_part_upn_not_recognised(pupil):
    """The authority part of the UPN is not recognised.

    Fails when: UPN or FormerUPN is 13 characters and characters 2-4 are not in upn_la_codes.csv.

    Fix: Check the UPN with the previous school.
    """
    return ~identifiers.upn_authority_ok(pupil.upn) | ~identifiers.upn_authority_ok(pupil.former_upn)


@rule("1540", ERROR, on=Pupil, tags="UPN FormerUPN")
def upn_has_letter_where_digit(pupil):
    """The UPN has a letter where a digit belongs.

    Fails when: UPN or FormerUPN present and any of characters 5-12 is not a digit or is missing.

    Fix: Re-enter the UPN.
    """
    return ~identifiers.upn_digits_ok(pupil.upn) | ~identifiers.upn_digits_ok(pupil.former_upn)


@rule("1550", ERROR, on=Pupil, tags="UPN FormerUPN")
def last_character_upn_missing_not(pupil):
    """The last character of the UPN is missing or not valid.

    Fails when: UPN or FormerUPN present and its length is not 13, or character 13 is neither a digit nor one of
    ABCDEFGHJKLMNPQRTUVWXYZ.

    Fix: Re-enter the UPN.
    """
    return ~identifiers.upn_ending_ok(pupil.upn) | ~identifiers.upn_ending_ok(pupil.former_upn)


@rule("1570", ERROR, on=PupilOnRoll, tags="DOB ReferenceDate UniqueLearnerNumber", phases="MS SS SP AT PR")
def pupil_aged_14_over_has(pupil):
    """A pupil aged 14 or over has no ULN.

    Fails when: whole years from DOB to ReferenceDate >= 14 and UniqueLearnerNumber absent.

    Fix: Get the ULN from the learning records service and import it.
    """
    return (whole_years(pupil.dob, pupil.header.reference_date) >= 14) & pupil.unique_learner_number.is_null()


@rule("1573", ERROR, on=PupilNoLongerOnRoll, tags="DOB LeavingDate UniqueLearnerNumber", phases="MS SS SP AT PR")
def leaver_aged_14_over_has(pupil):
    """A leaver aged 14 or over has no ULN.

    Fails when: whole years from DOB to LeavingDate >= 14 and UniqueLearnerNumber absent.

    Fix: Get the ULN and add it to the leaver.
    """
    return (whole_years(pupil.dob, pupil.leaving_date) >= 14) & pupil.unique_learner_number.is_null()


@rule("1575", ERROR, on=Pupil, tags="UniqueLearnerNumber", phases="MS SS SP AT PR")
def uln_not_valid(pupil):
    """The ULN is not valid.

    Fails when: UniqueLearnerNumber present and not a valid ULN.

    Fix: Re-enter the ULN.
    """
    return ~identifiers.uln_is_valid(pupil.unique_learner_number)


@rule("1578", ERROR, on=Pupil, tags="UniqueLearnerNumber", phases="MS SS SP AT PR")
def two_pupils_share_uln(pupil):
    """Two pupils share a ULN.

    Fails when: UniqueLearnerNumber present and the same number stands on another pupil record of the return (on
    roll or no longer on roll).

    Fix: Correct the ULN on the wrong record.
    """
    return pupil.unique_learner_number.is_not_null() & pupil.unique_learner_number.is_duplicated()


@rule("1580", ERROR, on=Pupil, tags="Surname")
def surname_missing(pupil):
    """The surname is missing.

    Fails when: Surname absent.

    Fix: Enter the surname.
    """
    return pupil.surname.is_null()


@rule("1590", ERROR, on=Pupil, tags="Forename")
def forename_missing(pupil):
    """The forename is missing.

    Fails when: Forename absent.

    Fix: Enter the forename.
    """
    return pupil.forename.is_null()


@rule("1600", ERROR, on=Pupil, tags="DOB")
def date_birth_missing(pupil):
    """The date of birth is missing.

    Fails when: DOB absent.

    Fix: Enter the date of birth.
    """
    return pupil.dob.is_null()


@rule("PX11", ERROR, on=Pupil, tags="DOB ReferenceDate", certain=False)
def date_of_birth_after_census_day(pupil):
    """The date of birth is after census day.

    Fails when: DOB > ReferenceDate.

    Fix: Correct the date of birth.

    A pupil was born before census day. Check day, month and year against the birth certificate, and correct them in
    the pupil's basic details. Until then no rule about the pupil's age is applied.
    """
    return pupil.born_after_census_day


@rule("1601Q", QUERY, on=PupilOnRoll, tags="SchoolType", reason_needed=True, revision=2)
def pupil_age_unusual_type_school(pupil):
    """The pupil's age is unusual for this type of school.

    Fails when: AGE is outside the ages that school_type_ages.csv gives for SchoolType (ends included), unless DOB >
    ReferenceDate (PX11).

    Fix: Check the date of birth, or explain why.
    """
    return pupil.outside_school_ages & ~pupil.born_after_census_day


@rule("1610", ERROR, on=Pupil, tags="Sex")
def sex_missing_not_valid(pupil):
    """The sex is missing or not valid.

    Fails when: Sex absent or not in codeset Sex.

    Fix: Enter the sex in basic details.
    """
    return missing_or_unknown(pupil.sex, pupil.codes("Sex"))


@rule("1620Q", QUERY, on=Pupil, tags="Surname Forename Sex DOB", reason_needed=True)
def two_records_look_like_same(pupil):
    """Two records look like the same pupil.

    Fails when: another pupil record of the return has the same Surname, Forename, Sex and DOB (trimmed, case
    ignored; all four present).

    Fix: Merge the records, or confirm they are two pupils.
    """
    return pupil.likeness.is_not_null() & pupil.likeness.is_duplicated()
