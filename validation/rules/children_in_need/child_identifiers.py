"""Who the child is: LA child ID, UPN, dates of birth and death, sex."""

from schemas import identifiers
from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import REF, ChildIdentifiers, outside_period

FORMER_UPN_FORM = f"^[A-Za-z][0-9]{{11}}[0-9{identifiers.UPN_LETTERS}]$"
LA_CHILD_ID_LENGTH = 20


@rule("1510", ERROR, on=ChildIdentifiers, tags="UPN")
def first_letter_of_upn_wrong(child):
    """The first letter of the UPN is wrong.

    Fails when: UPN is 13 characters, characters 2-12 are digits, character 13 is a digit or UPN letter, and
    character 1 is not the check letter of characters 2-13 (identifiers note; a letter at 13 counts its table
    value).

    Fix: Check the UPN with the school.
    """
    return ~identifiers.upn_check_letter_ok(child.upn)


@rule("1520", ERROR, on=ChildIdentifiers, tags="UPN")
def two_children_share_upn(child):
    """Two children share a UPN.

    Fails when: UPN present and equal to the UPN of another child record in the return.

    Fix: Correct the UPN on the wrong record.
    """
    return child.upn.is_not_null() & child.upn.is_duplicated()


@rule("1530", ERROR, on=ChildIdentifiers, tags="UPN", since=2023)
def authority_part_of_upn_not_recognised(child):
    """The authority part of the UPN is not recognised.

    Fails when: UPN is 13 characters and characters 2-4 are not in the shared upn_la_codes.csv.

    Fix: Check the UPN with the school.
    """
    return ~identifiers.upn_authority_ok(child.upn)


@rule("1540", ERROR, on=ChildIdentifiers, tags="UPN")
def upn_has_letter_where_digit(child):
    """The UPN has a letter where a digit belongs.

    Fails when: UPN present and any of characters 5-12 is not a digit or is missing.

    Fix: Re-enter the UPN.
    """
    return ~identifiers.upn_digits_ok(child.upn)


@rule("1550", ERROR, on=ChildIdentifiers, tags="UPN")
def upn_of_wrong_length_or_ending(child):
    """The last character of the UPN is not valid.

    Fails when: UPN present and its length is not 13, or character 13 is neither a digit nor one of
    ABCDEFGHJKLMNPQRTUVWXYZ.

    Fix: Re-enter the UPN.
    """
    return ~identifiers.upn_ending_ok(child.upn)


@rule("1560Q", QUERY, on=ChildIdentifiers, tags="FormerUPN UPN", certain=False)
def former_upn_of_wrong_form(child):
    """The former UPN is badly formed.

    Fails when: FormerUPN present and not a letter, 11 digits, then a digit or UPN letter (13 characters).

    Fix: Re-enter the former UPN or explain.
    """
    return ~child.former_upn.str.contains(FORMER_UPN_FORM)


@rule("1570", ERROR, on=ChildIdentifiers, tags="LAchildID", since=2024)
def la_child_id_too_long(child):
    """The child number is longer than 20 characters.

    Fails when: LAchildID longer than 20 characters.

    Fix: Use a shorter child number.
    """
    return child.la_child_id.str.len_chars() > LA_CHILD_ID_LENGTH


@rule("1580", ERROR, on=ChildIdentifiers, tags="LAchildID", since=2024)
def la_child_id_has_other_characters(child):
    """The child number holds signs other than letters and digits.

    Fails when: LAchildID contains a character that is not a letter or digit (so underscores, slashes and spaces
    fail).

    Fix: Use letters and digits only.
    """
    return ~child.la_child_id.str.contains("^[A-Za-z0-9]*$")


@rule("8500", ERROR, on=ChildIdentifiers, tags="LAchildID")
def la_child_id_missing(child):
    """The child number is missing.

    Fails when: LAchildID missing.

    Fix: Give the child a number.
    """
    return child.la_child_id.is_null()


@rule("8510", ERROR, on=ChildIdentifiers, tags="LAchildID")
def two_children_share_la_child_id(child):
    """Two children share a child number.

    Fails when: LAchildID equal to another child record's LAchildID.

    Fix: Correct or merge the records.
    """
    return child.la_child_id.is_not_null() & child.la_child_id.is_duplicated()


@rule("8520", ERROR, on=ChildIdentifiers, tags="PersonBirthDate ReferenceDate")
def born_after_period(child):
    """The child was born after the year end.

    Fails when: PersonBirthDate after REF.

    Fix: Use the expected birth date for unborn children.
    """
    return child.person_birth_date > REF


@rule("8525Q", QUERY, on=ChildIdentifiers, tags="PersonBirthDate ExpectedPersonBirthDate")
def both_or_no_birth_dates(child):
    """Exactly one of birth date and expected birth date is needed.

    Fails when: Both PersonBirthDate and ExpectedPersonBirthDate present, or both missing.

    Fix: Enter one of the two.
    """
    return child.person_birth_date.is_null() == child.expected_person_birth_date.is_null()


@rule("8530Q", QUERY, on=ChildIdentifiers, tags="ExpectedPersonBirthDate", certain=False)
def expected_birth_date_unlikely(child):
    """The expected birth date is out of range.

    Fails when: ExpectedPersonBirthDate <= REF - 30 days, or >= REF + 9 months.

    Fix: Check the expected birth date.
    """
    expected = child.expected_person_birth_date
    return (expected <= REF.dt.offset_by("-30d")) | (expected >= REF.dt.offset_by("9mo"))


@rule("8535Q", QUERY, on=ChildIdentifiers, tags="PersonDeathDate PersonBirthDate")
def died_before_birth(child):
    """The child died before birth date.

    Fails when: PersonDeathDate present and PersonBirthDate later than it or missing.

    Fix: Correct one of the dates.
    """
    born, died = child.person_birth_date, child.person_death_date
    return died.is_not_null() & (born.is_null() | (born > died))


@rule("8545Q", QUERY, on=ChildIdentifiers, tags="PersonDeathDate")
def died_outside_period(child):
    """The date of death is outside the year.

    Fails when: PersonDeathDate present and outside PERIOD.

    Fix: Check the date of death.
    """
    return outside_period(child.person_death_date)


@rule("4180", ERROR, on=ChildIdentifiers, tags="Sex", since=2024)
def sex_missing_or_not_recognised(child):
    """The sex is missing or not valid.

    Fails when: Sex missing or not one of M, F, U.

    Fix: Enter male, female or unknown.
    """
    return missing_or_unknown(child.sex, child.accepted("sex"))


@rule("8750", ERROR, on=ChildIdentifiers, tags="Sex PersonBirthDate ExpectedPersonBirthDate", since=2024)
def sex_of_unborn_child_known(child):
    """An unborn child must have sex unknown.

    Fails when: PersonBirthDate missing, ExpectedPersonBirthDate present and Sex not U.

    Fix: Set the sex to unknown.
    """
    unborn = child.person_birth_date.is_null() & child.expected_person_birth_date.is_not_null()
    return unborn & (child.sex.is_null() | (child.sex != "U"))
