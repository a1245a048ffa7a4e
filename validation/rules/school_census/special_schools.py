"""What a special school says about itself: accommodation, places, ages and types of need."""

from validation.conditions import any_outside, holds, missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import BOARDING, PupilOnRoll, School, SpecialSchool


def approved_ages_wrong(lowest, highest):
    """Neither approved age is given, or one of them is outside 2 to 27."""
    return (lowest.is_null() & highest.is_null()) | ~lowest.is_between(2, 27) | ~highest.is_between(2, 27)


@rule("280", ERROR, on=SpecialSchool, tags="Accommodation", terms="SPR", phases="SP")
def accommodation_type_missing_not_valid(special):
    """The accommodation type is missing or not valid.

    Fails when: Accommodation absent or not in codeset Accommodation.

    Fix: Choose day, boarding or hospital.
    """
    return missing_or_unknown(special.accommodation, special.codes("Accommodation"))


@rule("290Q", QUERY, on=SpecialSchool, tags="Accommodation Boarder", terms="SPR", phases="SP", certain=False)
def school_shown_day_but_most(special):
    """The school is shown as day but most pupils board.

    Fails when: Accommodation = D and more than half of PupilOnRoll have Boarder in (B, 6, 7).

    Fix: Check accommodation and boarder status.
    """
    return (special.accommodation == "D") & (
        special.share(PupilOnRoll, lambda pupil: pupil.boarder.is_in(BOARDING)) > 0.5
    )


@rule("300Q", QUERY, on=SpecialSchool, tags="Accommodation Boarder", terms="SPR", phases="SP")
def school_shown_boarding_but_most(special):
    """The school is shown as boarding but most pupils attend by day.

    Fails when: Accommodation = B and more than half of PupilOnRoll have Boarder = N.

    Fix: Check accommodation and boarder status.
    """
    return (special.accommodation == "B") & (special.share(PupilOnRoll, lambda pupil: pupil.boarder == "N") > 0.5)


@rule("310", ERROR, on=SpecialSchool, tags="MaxDayPupils", terms="SPR", phases="SP")
def approved_number_day_pupils_missing(special):
    """The approved number of day pupils is missing.

    Fails when: MaxDayPupils absent.

    Fix: Enter the approved day places.
    """
    return special.max_day_pupils.is_null()


@rule("320", ERROR, on=SpecialSchool, tags="Intake MaxBoarders", terms="SPR", phases="SP")
def approved_number_boarders_missing_not(special):
    """The approved number of boarders is missing or not expected.

    Fails when: (Intake not HOSP and MaxBoarders absent) or (Intake = HOSP and MaxBoarders present).

    Fix: Enter boarding places, or clear them for a hospital school.
    """
    return (holds(special.school.intake == "HOSP") & special.max_boarders.is_not_null()) | (
        (special.school.intake != "HOSP") & special.max_boarders.is_null()
    )


@rule("330Q", QUERY, on=SpecialSchool, tags="MaxDayPupils Boarder", terms="SPR", phases="SP")
def there_more_day_pupils_than(special):
    """There are more day pupils than approved places.

    Fails when: count of PupilOnRoll with Boarder = N > MaxDayPupils.

    Fix: Check the approved number and day pupils.
    """
    return special.count(PupilOnRoll, lambda pupil: pupil.boarder == "N") > special.max_day_pupils


@rule("340Q", QUERY, on=SpecialSchool, tags="MaxBoarders Boarder", terms="SPR", phases="SP")
def there_more_boarders_than_approved(special):
    """There are more boarders than approved places.

    Fails when: count of PupilOnRoll with Boarder in (B, 6, 7) > MaxBoarders.

    Fix: Check the approved number and boarders.
    """
    return special.count(PupilOnRoll, lambda pupil: pupil.boarder.is_in(BOARDING)) > special.max_boarders


@rule(
    "350",
    ERROR,
    on=SpecialSchool,
    tags="PupilOnRoll Sex MinMaleAge MaxMaleAge",
    terms="SPR",
    phases="SP",
    certain=False,
)
def approved_ages_boys_missing_outside(special):
    """The approved ages for boys are missing or outside 2 to 27.

    Fails when: any PupilOnRoll has Sex = M and (MinMaleAge and MaxMaleAge both absent, or either is outside 2 to
    27).

    Fix: Enter the approved age range for boys.
    """
    return special.has(PupilOnRoll, lambda pupil: pupil.sex == "M") & approved_ages_wrong(
        special.min_male_age, special.max_male_age
    )


@rule(
    "360",
    ERROR,
    on=SpecialSchool,
    tags="PupilOnRoll Sex MinFemaleAge MaxFemaleAge",
    terms="SPR",
    phases="SP",
    certain=False,
)
def approved_ages_girls_missing_outside(special):
    """The approved ages for girls are missing or outside 2 to 27.

    Fails when: any PupilOnRoll has Sex = F and (MinFemaleAge and MaxFemaleAge both absent, or either is outside 2
    to 27).

    Fix: Enter the approved age range for girls.
    """
    return special.has(PupilOnRoll, lambda pupil: pupil.sex == "F") & approved_ages_wrong(
        special.min_female_age, special.max_female_age
    )


@rule("370", ERROR, on=SpecialSchool, tags="MinMaleAge MaxMaleAge", terms="SPR", phases="SP")
def only_one_end_age_range(special):
    """Only one end of the age range for boys is given.

    Fails when: exactly one of MinMaleAge, MaxMaleAge present.

    Fix: Enter both ages for boys.
    """
    return special.min_male_age.is_null() != special.max_male_age.is_null()


@rule("380", ERROR, on=SpecialSchool, tags="MinFemaleAge MaxFemaleAge", terms="SPR", phases="SP")
def only_one_end_age_range_girls(special):
    """Only one end of the age range for girls is given.

    Fails when: exactly one of MinFemaleAge, MaxFemaleAge present.

    Fix: Enter both ages for girls.
    """
    return special.min_female_age.is_null() != special.max_female_age.is_null()


@rule("390", ERROR, on=SpecialSchool, tags="MaxMaleAge MinMaleAge", terms="SPR", phases="SP")
def highest_age_boys_below_lowest(special):
    """The highest age for boys is below the lowest.

    Fails when: MaxMaleAge < MinMaleAge.

    Fix: Correct the age range for boys.
    """
    return special.max_male_age < special.min_male_age


@rule("400", ERROR, on=SpecialSchool, tags="MaxFemaleAge MinFemaleAge", terms="SPR", phases="SP")
def highest_age_girls_below_lowest(special):
    """The highest age for girls is below the lowest.

    Fails when: MaxFemaleAge < MinFemaleAge.

    Fix: Correct the age range for girls.
    """
    return special.max_female_age < special.min_female_age


@rule("410", ERROR, on=SpecialSchool, tags="SpecialSchoolType", terms="SPR", phases="SP")
def approved_sen_types_missing_not(special):
    """The approved SEN types are missing or not valid.

    Fails when: no SpecialSchoolType, or any value not in codeset SpecialSchoolType.

    Fix: List the approved SEN types in school details.
    """
    return special.special_school_type.is_null() | any_outside(
        special.special_school_type, special.codes("SpecialSchoolType")
    )


@rule("5005", ERROR, on=School, tags="SpecialSchool Phase", terms="SPR", phases="NS PS MP MS SS AT PR")
def special_school_details_sent_by(school):
    """Special school details are sent by another phase.

    Fails when: SpecialSchool present and Phase not SP.

    Fix: Remove them or correct the phase.
    """
    return school.special_school.present & (school.phase != "SP")
