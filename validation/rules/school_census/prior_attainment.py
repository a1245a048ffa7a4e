"""GCSE maths and English of students after year 11: grade, stage and exemption."""

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import LearningAim, Pupil, PupilOnRoll

BELOW_PASS = ["D", "E", "F", "G", "U", "3", "2", "1", "NR"]
PASS = ["A*", "A", "B", "C", "9", "8", "7", "6", "5", "4"]


@rule(
    "1633Q",
    QUERY,
    on=PupilOnRoll,
    tags="EnglishGCSEFundingExemption SENprovision",
    terms="AUT",
    phases="SS AT PR",
    reason_needed=True,
)
def english_exemption_learning_difficulty_has(pupil):
    """The English exemption for learning difficulty has no EHC plan with it.

    Fails when: EnglishGCSEFundingExemption = L and SENprovision not E.

    Fix: Check the exemption and the SEN provision.
    """
    return (pupil.english_gcse_funding_exemption == "L") & (pupil.sen_provision != "E")


@rule(
    "1634Q",
    QUERY,
    on=PupilOnRoll,
    tags="MathsGCSEFundingExemption SENprovision",
    terms="AUT",
    phases="SS AT PR",
    reason_needed=True,
)
def maths_exemption_learning_difficulty_has(pupil):
    """The maths exemption for learning difficulty has no EHC plan with it.

    Fails when: MathsGCSEFundingExemption = L and SENprovision not E.

    Fix: Check the exemption and the SEN provision.
    """
    return (pupil.maths_gcse_funding_exemption == "L") & (pupil.sen_provision != "E")


@rule(
    "1635",
    ERROR,
    on=Pupil,
    tags="MathsGCSEHighestPriorAttainment MathsGCSEPriorAttainmentYear11",
    terms="AUT",
    phases="SS AT PR",
)
def maths_stage_says_pass_but(pupil):
    """The maths stage says a pass but the grade is lower.

    Fails when: MathsGCSEHighestPriorAttainment in (D, E, F, G, U, 3, 2, 1, NR) and MathsGCSEPriorAttainmentYear11
    in (1, 2).

    Fix: Correct the maths grade or the stage.
    """
    return pupil.maths_gcse_highest_prior_attainment.is_in(BELOW_PASS) & pupil.maths_gcse_prior_attainment_year11.is_in(
        ["1", "2"]
    )


@rule(
    "1636",
    ERROR,
    on=Pupil,
    tags="MathsGCSEHighestPriorAttainment MathsGCSEPriorAttainmentYear11",
    terms="AUT",
    phases="SS AT PR",
)
def maths_grade_pass_but_stage(pupil):
    """The maths grade is a pass but the stage does not say so.

    Fails when: MathsGCSEHighestPriorAttainment in (A*, A, B, C, 9-4) and MathsGCSEPriorAttainmentYear11 not in (1,
    2).

    Fix: Correct the maths grade or the stage.
    """
    return pupil.maths_gcse_highest_prior_attainment.is_in(PASS) & ~pupil.maths_gcse_prior_attainment_year11.is_in(
        ["1", "2"]
    )


@rule(
    "1637",
    ERROR,
    on=Pupil,
    tags="EnglishGCSEHighestPriorAttainment EnglishGCSEPriorAttainmentYear11",
    terms="AUT",
    phases="SS AT PR",
)
def english_stage_says_pass_but(pupil):
    """The English stage says a pass but the grade is lower.

    Fails when: EnglishGCSEHighestPriorAttainment in (D, E, F, G, U, 3, 2, 1, NR) and
    EnglishGCSEPriorAttainmentYear11 in (1, 2).

    Fix: Correct the English grade or the stage.
    """
    return pupil.english_gcse_highest_prior_attainment.is_in(
        BELOW_PASS
    ) & pupil.english_gcse_prior_attainment_year11.is_in(["1", "2"])


@rule(
    "1638",
    ERROR,
    on=Pupil,
    tags="EnglishGCSEHighestPriorAttainment EnglishGCSEPriorAttainmentYear11",
    terms="AUT",
    phases="SS AT PR",
)
def english_grade_pass_but_stage(pupil):
    """The English grade is a pass but the stage does not say so.

    Fails when: EnglishGCSEHighestPriorAttainment in (A*, A, B, C, 9-4) and EnglishGCSEPriorAttainmentYear11 not in
    (1, 2).

    Fix: Correct the English grade or the stage.
    """
    return pupil.english_gcse_highest_prior_attainment.is_in(PASS) & ~pupil.english_gcse_prior_attainment_year11.is_in(
        ["1", "2"]
    )


@rule("3000", ERROR, on=Pupil, tags="LearningAim MathsGCSEHighestPriorAttainment", terms="AUT", phases="SS AT PR")
def maths_grade_missing_not_valid(pupil):
    """The maths grade is missing or not valid.

    Fails when: any LearningAim and MathsGCSEHighestPriorAttainment absent or not in codeset GCSEgrade.

    Fix: Enter the best maths grade.
    """
    return pupil.has(LearningAim) & missing_or_unknown(
        pupil.maths_gcse_highest_prior_attainment, pupil.codes("GCSEgrade")
    )


@rule("3005", ERROR, on=Pupil, tags="LearningAim MathsGCSEPriorAttainmentYear11", terms="AUT", phases="SS AT PR")
def maths_stage_missing_not_valid(pupil):
    """The maths stage is missing or not valid.

    Fails when: any LearningAim and MathsGCSEPriorAttainmentYear11 absent or not in codeset AttainmentStage.

    Fix: Enter when the maths pass was reached.
    """
    return pupil.has(LearningAim) & missing_or_unknown(
        pupil.maths_gcse_prior_attainment_year11, pupil.codes("AttainmentStage")
    )


@rule("3010", ERROR, on=Pupil, tags="LearningAim EnglishGCSEHighestPriorAttainment", terms="AUT", phases="SS AT PR")
def english_grade_missing_not_valid(pupil):
    """The English grade is missing or not valid.

    Fails when: any LearningAim and EnglishGCSEHighestPriorAttainment absent or not in codeset GCSEgrade.

    Fix: Enter the best English grade.
    """
    return pupil.has(LearningAim) & missing_or_unknown(
        pupil.english_gcse_highest_prior_attainment, pupil.codes("GCSEgrade")
    )


@rule("3015", ERROR, on=Pupil, tags="LearningAim EnglishGCSEPriorAttainmentYear11", terms="AUT", phases="SS AT PR")
def english_stage_missing_not_valid(pupil):
    """The English stage is missing or not valid.

    Fails when: any LearningAim and EnglishGCSEPriorAttainmentYear11 absent or not in codeset AttainmentStage.

    Fix: Enter when the English pass was reached.
    """
    return pupil.has(LearningAim) & missing_or_unknown(
        pupil.english_gcse_prior_attainment_year11, pupil.codes("AttainmentStage")
    )


@rule(
    "3020Q",
    QUERY,
    on=Pupil,
    tags="MathsGCSEHighestPriorAttainment MathsGCSEFundingExemption",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def student_without_maths_pass_has(pupil):
    """A student without a maths pass has no exemption.

    Fails when: MathsGCSEHighestPriorAttainment in (D, E, F, G, U, 3, 2, 1, NR) and MathsGCSEFundingExemption = N.

    Fix: Check the grade and exemption, or explain.
    """
    return pupil.maths_gcse_highest_prior_attainment.is_in(BELOW_PASS) & (pupil.maths_gcse_funding_exemption == "N")


@rule(
    "3030Q",
    QUERY,
    on=Pupil,
    tags="EnglishGCSEHighestPriorAttainment EnglishGCSEFundingExemption",
    terms="AUT",
    phases="SS AT PR",
    since=2023,
)
def student_without_english_pass_has(pupil):
    """A student without an English pass has no exemption.

    Fails when: EnglishGCSEHighestPriorAttainment in (D, E, F, G, U, 3, 2, 1, NR) and EnglishGCSEFundingExemption =
    N.

    Fix: Check the grade and exemption, or explain.
    """
    return pupil.english_gcse_highest_prior_attainment.is_in(BELOW_PASS) & (pupil.english_gcse_funding_exemption == "N")


@rule("3040", ERROR, on=Pupil, tags="LearningAim MathsGCSEFundingExemption", terms="AUT", phases="SS AT PR")
def maths_exemption_missing_not_valid(pupil):
    """The maths exemption is missing or not valid.

    Fails when: any LearningAim and MathsGCSEFundingExemption absent or not in codeset GCSEexemption.

    Fix: Choose the exemption, or none.
    """
    return pupil.has(LearningAim) & missing_or_unknown(pupil.maths_gcse_funding_exemption, pupil.codes("GCSEexemption"))


@rule("3045", ERROR, on=Pupil, tags="LearningAim EnglishGCSEFundingExemption", terms="AUT", phases="SS AT PR")
def english_exemption_missing_not_valid(pupil):
    """The English exemption is missing or not valid.

    Fails when: any LearningAim and EnglishGCSEFundingExemption absent or not in codeset GCSEexemption.

    Fix: Choose the exemption, or none.
    """
    return pupil.has(LearningAim) & missing_or_unknown(
        pupil.english_gcse_funding_exemption, pupil.codes("GCSEexemption")
    )
