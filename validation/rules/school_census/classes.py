"""Classes at the selected time, and the reconciliation of pupils in them with pupils on roll."""

import polars as pl

from validation.conditions import missing_or_unknown, or_zero
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    EARLY_YEARS,
    TO_YEAR_7,
    Class,
    Message,
    PupilOnRoll,
    PupilReconciliation,
    School,
    position,
)

WITH_CLASSES = ["PS", "MP", "MS", "SS", "AT"]
"""Phases that report classes and the reconciliation."""
TO_YEAR_7_OR_MIXED = [*TO_YEAR_7, "M"]
KEY_STAGE_YEARS = {
    "F": [*EARLY_YEARS, "R"],
    "1": ["1", "2"],
    "2": ["3", "4", "5", "6"],
    "3": ["7", "8", "9"],
}


def not_primary_class(lesson):
    """The school is neither primary nor all-through, or the class is above year 7."""
    return ~lesson.school.phase.is_in(["PS", "AT"]) | ~lesson.year_group.is_in(TO_YEAR_7_OR_MIXED)


@rule("920", ERROR, on=PupilReconciliation, tags="PartTimeNotIn", terms="SPR", phases="PS MP MS SS AT")
def count_part_time_pupils_not(reconciliation):
    """The count of part-time pupils not in school is missing.

    Fails when: PartTimeNotIn absent.

    Fix: Enter the count, 0 if none.
    """
    return reconciliation.part_time_not_in.is_null()


@rule(
    "930",
    ERROR,
    on=PupilReconciliation,
    tags="PartTimeNotIn PupilOnRoll PartTime",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def more_part_time_pupils_out(reconciliation):
    """More part-time pupils are out of school than are part-time.

    Fails when: PartTimeNotIn > count of PupilOnRoll with PartTime true.

    Fix: Check the reconciliation count and part-time pupils.
    """
    return reconciliation.part_time_not_in > reconciliation.count(PupilOnRoll, lambda pupil: pupil.part_time)


@rule("940", ERROR, on=PupilReconciliation, tags="PrivateStudy", terms="SPR", phases="PS MP MS SS AT")
def count_pupils_private_study_missing(reconciliation):
    """The count of pupils in private study is missing.

    Fails when: PrivateStudy absent.

    Fix: Enter the count, 0 if none.
    """
    return reconciliation.private_study.is_null()


@rule("950", ERROR, on=PupilReconciliation, tags="PupilsAtOtherSchool", terms="SPR", phases="PS MP MS SS AT")
def count_pupils_at_another_school(reconciliation):
    """The count of pupils at another school is missing.

    Fails when: PupilsAtOtherSchool absent.

    Fix: Enter the count, 0 if none.
    """
    return reconciliation.pupils_at_other_school.is_null()


@rule("953", ERROR, on=PupilReconciliation, tags="WorkExperience", terms="SPR", phases="MS SS AT")
def count_pupils_work_experience_missing(reconciliation):
    """The count of pupils on work experience is missing.

    Fails when: WorkExperience absent.

    Fix: Enter the count, 0 if none.
    """
    return reconciliation.work_experience.is_null()


@rule("957", ERROR, on=PupilReconciliation, tags="FEcollege", terms="SPR", phases="MS SS AT")
def count_pupils_at_college_missing(reconciliation):
    """The count of pupils at college is missing.

    Fails when: FEcollege absent.

    Fix: Enter the count, 0 if none.
    """
    return reconciliation.fe_college.is_null()


@rule(
    "1000",
    ERROR,
    on=School,
    tags="HomePupils PartTimeNotIn PrivateStudy PupilsAtOtherSchool WorkExperience FEcollege PupilOnRoll",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def pupils_classes_elsewhere_do_not(school):
    """Pupils in classes and elsewhere do not add up to the number on roll.

    Fails when: sum of HomePupils over Class + PartTimeNotIn + PrivateStudy + PupilsAtOtherSchool + WorkExperience +
    FEcollege (absent = 0) <> count of PupilOnRoll.

    Fix: Check class lists and the reconciliation counts.
    """
    return school.sum(Class, lambda lesson: lesson.home_pupils) + or_zero(school.part_time_not_in) + or_zero(
        school.private_study
    ) + or_zero(school.pupils_at_other_school) + or_zero(school.work_experience) + or_zero(
        school.fe_college
    ) != school.count(PupilOnRoll)


@rule("1010Q", QUERY, on=School, tags="PupilOnRoll HomePupils", terms="SPR", phases="PS MP MS SS AT")
def one_pupil_ten_more_not(school):
    """One pupil in ten or more is not in a class at the selected time.

    Fails when: (count of PupilOnRoll - sum of HomePupils over Class) >= 10% of count of PupilOnRoll.

    Fix: Check class lists, or explain.
    """
    return (school.count(PupilOnRoll) > 0) & (
        (school.count(PupilOnRoll) - school.sum(Class, lambda lesson: lesson.home_pupils)) * 10
        >= school.count(PupilOnRoll)
    )


@rule("1050", ERROR, on=Class, tags="ClassName", terms="SPR", phases="PS MP MS SS AT")
def class_has_no_name(lesson):
    """A class has no name.

    Fails when: ClassName absent.

    Fix: Give the class a name.
    """
    return lesson.class_name.is_null()


@rule("1060", ERROR, on=School, tags="ClassName", terms="SPR", phases="PS MP MS SS AT")
def two_classes_share_name(school):
    """Two classes share a name.

    Fails when: two or more Class have the same ClassName (trimmed, case ignored).

    Fix: Rename one of the classes.
    """
    return school.repeats(Class, lambda lesson: lesson.class_name.str.to_lowercase())


@rule("1070Q", QUERY, on=Class, tags="Teachers", terms="SPR", phases="PS MP MS SS AT")
def number_teachers_class_missing(lesson):
    """The number of teachers for a class is missing.

    Fails when: Teachers absent.

    Fix: Enter the teachers present at the selected time.
    """
    return lesson.teachers.is_null()


@rule("1090", ERROR, on=Class, tags="NonTeachers", terms="SPR", phases="PS MP MS SS AT")
def number_support_staff_class_missing(lesson):
    """The number of support staff for a class is missing.

    Fails when: NonTeachers absent.

    Fix: Enter the number, 0 if none.
    """
    return lesson.non_teachers.is_null()


@rule("1100", ERROR, on=Class, tags="Teachers NonTeachers", terms="SPR", phases="PS MP MS SS AT")
def class_has_no_adult(lesson):
    """A class has no adult.

    Fails when: Teachers + NonTeachers (absent = 0) = 0.

    Fix: Add the teacher or support staff.
    """
    return or_zero(lesson.teachers) + or_zero(lesson.non_teachers) == 0


@rule("1110Q", QUERY, on=School, tags="NonTeachers", terms="SPR", phases="PS MP MS SS AT")
def no_class_has_support_staff(school):
    """No class has support staff.

    Fails when: at least one Class and NonTeachers = 0 in every Class.

    Fix: Confirm, or add support staff.
    """
    return school.share(Class, lambda lesson: lesson.non_teachers == 0) == 1


@rule("1130", ERROR, on=Class, tags="YearGroup Category", terms="SPR", phases="PS AT")
def class_type_missing_not_valid(lesson):
    """The class type is missing or not valid.

    Fails when: YearGroup in (E1, E2, N1, N2, R, 1-7, M) and Category absent or not in codeset ClassType.

    Fix: Set the class type to nursery or other.
    """
    return lesson.year_group.is_in(TO_YEAR_7_OR_MIXED) & missing_or_unknown(lesson.category, lesson.codes("ClassType"))


@rule(
    "1140",
    ERROR,
    on=Class,
    tags="YearGroup Phase LowestNCyear HighestNCyear",
    terms="SPR",
    phases="PS MP MS SS AT",
    certain=False,
)
def year_group_class_missing_not(lesson):
    """The year group of a class is missing or not one the school teaches.

    Fails when: YearGroup absent, or not in codeset NCyear, or not M and outside LowestNCyear to HighestNCyear by
    POS.

    Fix: Correct the year group of the class.
    """
    return (
        missing_or_unknown(lesson.year_group, lesson.codes("NCyear"))
        | (position(lesson.year_group) < position(lesson.school.lowest_nc_year))
        | (position(lesson.year_group) > position(lesson.school.highest_nc_year))
    )


@rule("1150Q", QUERY, on=Class, tags="Category YearGroup", terms="SPR", phases="PS AT", certain=False)
def nursery_year_class_not_marked(lesson):
    """A nursery year class is not marked as nursery.

    Fails when: Category = O and YearGroup in (E1, E2, N1, N2).

    Fix: Check the class type.
    """
    return (lesson.category == "O") & lesson.year_group.is_in(EARLY_YEARS)


@rule("1155Q", QUERY, on=Class, tags="Category YearGroup", terms="SPR", phases="PS AT", certain=False)
def class_above_nursery_age_marked(lesson):
    """A class above nursery age is marked as nursery.

    Fails when: Category = N and YearGroup not in (E1, E2, N1, N2, M).

    Fix: Check the class type.
    """
    return (lesson.category == "N") & ~lesson.year_group.is_in([*EARLY_YEARS, "M"])


@rule("1160", ERROR, on=Class, tags="YearGroup KeyStage", terms="SPR", phases="PS AT")
def key_stage_class_missing_not(lesson):
    """The key stage of a class is missing or not valid.

    Fails when: YearGroup in (E1, E2, N1, N2, R, 1-7, M) and KeyStage absent or not in codeset KeyStage.

    Fix: Set the key stage of the class.
    """
    return lesson.year_group.is_in(TO_YEAR_7_OR_MIXED) & missing_or_unknown(lesson.key_stage, lesson.codes("KeyStage"))


@rule("1170", ERROR, on=Class, tags="YearGroup ClassActivity", terms="SPR", phases="PS AT")
def class_activity_missing_not_valid(lesson):
    """The class activity is missing or not valid.

    Fails when: YearGroup in (E1, E2, N1, N2, R, 1-7, M) and ClassActivity absent or not in codeset ClassActivity.

    Fix: Set what the class was doing.
    """
    return lesson.year_group.is_in(TO_YEAR_7_OR_MIXED) & missing_or_unknown(
        lesson.class_activity, lesson.codes("ClassActivity")
    )


@rule("1180Q", QUERY, on=School, tags="ClassActivity", terms="SPR", phases="PS AT", reason_needed=True)
def every_class_has_activity_other(school):
    """Every class has activity other.

    Fails when: at least one Class and ClassActivity = OT in every Class.

    Fix: Choose the real activity of each class.
    """
    return school.share(Class, lambda lesson: lesson.class_activity == "OT") == 1


@rule("1190", ERROR, on=Class, tags="KeyStage YearGroup", terms="SPR", phases="PS AT", certain=False)
def key_stage_does_not_suit(lesson):
    """The key stage does not suit the year group of the class.

    Fails when: KeyStage present, not M, and YearGroup not M, and the pair is not F with E1, E2, N1, N2 or R; 1 with
    1 or 2; 2 with 3-6; 3 with 7-9.

    Fix: Correct the key stage or the year group.
    """
    return (
        (lesson.key_stage != "M")
        & (lesson.year_group != "M")
        & ~pl.any_horizontal(
            (lesson.key_stage == stage) & lesson.year_group.is_in(years) for stage, years in KEY_STAGE_YEARS.items()
        )
    )


@rule("1200", ERROR, on=Class, tags="HomePupils", terms="SPR", phases="PS MP MS SS AT")
def number_own_pupils_class_missing(lesson):
    """The number of own pupils in a class is missing.

    Fails when: HomePupils absent.

    Fix: Enter the number, 0 if none.
    """
    return lesson.home_pupils.is_null()


@rule("1210", ERROR, on=Class, tags="GuestPupils", terms="SPR", phases="PS MP MS SS AT")
def number_guest_pupils_class_missing(lesson):
    """The number of guest pupils in a class is missing.

    Fails when: GuestPupils absent.

    Fix: Enter the number, 0 if none.
    """
    return lesson.guest_pupils.is_null()


@rule("1220", ERROR, on=Class, tags="HomePupils GuestPupils", terms="SPR", phases="PS MP MS SS AT")
def class_has_no_pupils(lesson):
    """A class has no pupils.

    Fails when: HomePupils + GuestPupils (absent = 0) = 0.

    Fix: Add pupils or remove the class.
    """
    return or_zero(lesson.home_pupils) + or_zero(lesson.guest_pupils) == 0


@rule("1235", ERROR, on=Class, tags="YearGroup ClassActivity", terms="SPR", phases="PS AT", certain=False)
def reception_infant_class_has_activity(lesson):
    """A reception or infant class has an activity that is not teaching.

    Fails when: YearGroup in (R, 1, 2) and ClassActivity in (GP, OT, TV).

    Fix: Pick the lesson taught at the selected time.
    """
    return lesson.year_group.is_in(["R", "1", "2"]) & lesson.class_activity.is_in(["GP", "OT", "TV"])


@rule("1240Q", QUERY, on=Class, tags="GuestPupils HomePupils", terms="SPR", phases="PS MP MS SS AT", reason_needed=True)
def class_has_many_guests_own(lesson):
    """A class has as many guests as own pupils.

    Fails when: GuestPupils >= HomePupils.

    Fix: Check the pupil numbers of the class.
    """
    return lesson.guest_pupils >= lesson.home_pupils


@rule("2090Q", QUERY, on=Message, tags="PupilOnRoll TypeOfClass Category", terms="SPR", phases="PS AT")
def there_nursery_pupils_but_no(message):
    """There are nursery pupils but no nursery class.

    Fails when: any PupilOnRoll has TypeOfClass = N and no Class has Category = N.

    Fix: Add the class or correct the pupils.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.type_of_class == "N") & ~message.has(
        Class, lambda lesson: lesson.category == "N"
    )


@rule("2110Q", QUERY, on=Message, tags="HomePupils Category PupilOnRoll TypeOfClass", terms="SPR", phases="PS AT")
def nursery_classes_hold_more_pupils(message):
    """Nursery classes hold more pupils than are marked nursery.

    Fails when: sum of HomePupils over Class with Category = N > count of PupilOnRoll with TypeOfClass = N.

    Fix: Check class lists and class types.
    """
    return message.sum(
        Class, lambda lesson: lesson.home_pupils, where=lambda lesson: lesson.category == "N"
    ) > message.count(PupilOnRoll, lambda pupil: pupil.type_of_class == "N")


@rule("5023", ERROR, on=School, tags="PupilReconciliation Phase", terms="SPR", phases="NS SP PR")
def reconciliation_not_collected_phase(school):
    """Reconciliation is not collected in this phase.

    Fails when: PupilReconciliation present and Phase not in (PS, MP, MS, SS, AT).

    Fix: Remove the counts.
    """
    return school.pupil_reconciliation.present & ~school.phase.is_in(WITH_CLASSES)


@rule("5026", ERROR, on=School, tags="WorkExperience Phase", terms="SPR", phases="NS PS MP SP PR")
def work_experience_counts_not_collected(school):
    """Work experience counts are not collected in this phase.

    Fails when: WorkExperience present and Phase not in (MS, SS, AT).

    Fix: Remove the count.
    """
    return school.work_experience.is_not_null() & ~school.phase.is_in(["MS", "SS", "AT"])


@rule("5027", ERROR, on=School, tags="FEcollege Phase", terms="SPR", phases="NS PS MP SP PR")
def college_counts_not_collected_phase(school):
    """College counts are not collected in this phase.

    Fails when: FEcollege present and Phase not in (MS, SS, AT).

    Fix: Remove the count.
    """
    return school.fe_college.is_not_null() & ~school.phase.is_in(["MS", "SS", "AT"])


@rule("5032", ERROR, on=School, tags="Classes Phase", terms="SPR", phases="NS SP PR")
def classes_not_collected_phase(school):
    """Classes are not collected in this phase.

    Fails when: Classes present and Phase not in (PS, MP, MS, SS, AT).

    Fix: Remove the classes.
    """
    return school.classes.present & ~school.phase.is_in(WITH_CLASSES)


@rule("5036", ERROR, on=Class, tags="Category Phase YearGroup", terms="SPR")
def class_type_not_collected_class(lesson):
    """Class type is not collected for this class.

    Fails when: Category present and (Phase not in (PS, AT) or YearGroup not in (E1, E2, N1, N2, R, 1-7, M)).

    Fix: Clear the class type.
    """
    return lesson.category.is_not_null() & not_primary_class(lesson)


@rule("5037", ERROR, on=Class, tags="KeyStage Phase YearGroup", terms="SPR")
def key_stage_not_collected_class(lesson):
    """Key stage is not collected for this class.

    Fails when: KeyStage present and (Phase not in (PS, AT) or YearGroup not in (E1, E2, N1, N2, R, 1-7, M)).

    Fix: Clear the key stage.
    """
    return lesson.key_stage.is_not_null() & not_primary_class(lesson)


@rule("5038", ERROR, on=Class, tags="ClassActivity Phase YearGroup", terms="SPR")
def class_activity_not_collected_class(lesson):
    """Class activity is not collected for this class.

    Fails when: ClassActivity present and (Phase not in (PS, AT) or YearGroup not in (E1, E2, N1, N2, R, 1-7, M)).

    Fix: Clear the activity.
    """
    return lesson.class_activity.is_not_null() & not_primary_class(lesson)


@rule("5039", ERROR, on=Class, tags="HomePupils Phase", terms="SPR", phases="NS SP PR")
def class_pupil_numbers_not_collected(lesson):
    """Class pupil numbers are not collected in this phase.

    Fails when: HomePupils present and Phase not in (PS, MP, MS, SS, AT).

    Fix: Remove the class.
    """
    return lesson.home_pupils.is_not_null() & ~lesson.school.phase.is_in(WITH_CLASSES)


@rule("5040", ERROR, on=Class, tags="GuestPupils Phase", terms="SPR", phases="NS SP PR")
def guest_pupil_numbers_not_collected(lesson):
    """Guest pupil numbers are not collected in this phase.

    Fails when: GuestPupils present and Phase not in (PS, MP, MS, SS, AT).

    Fix: Remove the class.
    """
    return lesson.guest_pupils.is_not_null() & ~lesson.school.phase.is_in(WITH_CLASSES)


@rule("5160", ERROR, on=School, tags="Phase Class", terms="SPR", phases="PS MP MS SS AT")
def no_class_reported(school):
    """No class is reported.

    Fails when: Phase in (PS, MP, MS, SS, AT) and no Class.

    Fix: Record classes at the selected time.
    """
    return school.phase.is_in(WITH_CLASSES) & ~school.has(Class)
