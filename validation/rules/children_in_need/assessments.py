"""Assessments: when they began and were authorised, and the factors they found."""

from validation.conditions import any_outside
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import (
    NO_FACTOR,
    START,
    Assessments,
    CINdetails,
    Section47,
    missing_or_outside_period,
    or_ref,
    outside_period,
    unfinished,
)

RETIRED_FACTORS = ["18A", "19A"]
"""Codes that rules of their own speak of."""


@rule("1103", ERROR, on=CINdetails, tags="AssessmentActualStartDate CINreferralDate")
def assessed_before_referral(episode):
    """An assessment starts before the referral.

    Fails when: In one episode an assessment has AssessmentActualStartDate earlier than that episode's
    CINreferralDate (both present).

    Fix: Correct the assessment start or the referral date.
    """
    return episode.has(Assessments, lambda a: a.assessment_actual_start_date < a.cin_details.cin_referral_date)


@rule("2991Q", QUERY, on=CINdetails, tags="CINdetails")
def enquiry_without_assessment(episode):
    """A section 47 enquiry has no assessment.

    Fails when: Episode has a Section47 block and no Assessments block.

    Fix: Add the assessment, or explain.
    """
    return episode.has(Section47) & ~episode.has(Assessments)


@rule("8608", ERROR, on=Assessments, tags="AssessmentActualStartDate AssessmentAuthorisationDate")
def authorised_before_start(assessment):
    """An assessment starts after it ends.

    Fails when: AssessmentActualStartDate later than AssessmentAuthorisationDate.

    Fix: Correct the dates.
    """
    return assessment.assessment_actual_start_date > assessment.assessment_authorisation_date


@rule("8614", ERROR, on=Assessments, tags="AssessmentAuthorisationDate AssessmentFactors")
def factors_before_authorisation(assessment):
    """An unfinished assessment has factors.

    Fails when: AssessmentAuthorisationDate missing and at least one AssessmentFactors present.

    Fix: Add the end date or remove the factors.
    """
    return unfinished(assessment) & assessment.assessment_factors.is_not_null()


@rule(
    "8670Q",
    QUERY,
    on=Assessments,
    tags="AssessmentActualStartDate AssessmentAuthorisationDate",
    certain=False,
    revision=2,
)
def assessment_takes_long(assessment):
    """An assessment has been open for more than 45 working days.

    Fails when: AssessmentAuthorisationDate absent and AssessmentActualStartDate < REF minus 45 working days.

    Fix: Finish the assessment, or explain.
    """
    return unfinished(assessment) & (assessment.assessment_actual_start_date < day.ASSESSMENT_DUE)


@rule("8696", ERROR, on=Assessments, tags="AssessmentAuthorisationDate ReferenceDate")
def authorised_outside_period(assessment):
    """An assessment ends outside the year.

    Fails when: AssessmentAuthorisationDate present and outside PERIOD.

    Fix: Correct the date or leave it out.
    """
    return outside_period(assessment.assessment_authorisation_date)


@rule("8736", ERROR, on=Assessments, tags="AssessmentAuthorisationDate AssessmentActualStartDate")
def unfinished_assessment_not_begun_in_period(assessment):
    """An open assessment started outside the year.

    Fails when: Assessment with no AssessmentAuthorisationDate and AssessmentActualStartDate missing or outside
    PERIOD.

    Fix: Add the end date or leave it out.
    """
    return unfinished(assessment) & missing_or_outside_period(assessment.assessment_actual_start_date)


@rule("8863Q", QUERY, on=CINdetails, tags="AssessmentActualStartDate AssessmentAuthorisationDate")
def assessments_overlap(episode):
    """Two assessments overlap.

    Fails when: Same episode, two assessments not identical in both dates: one starts on or after the other's
    start and on or before its end (or on or before REF when open).

    Fix: Check the dates, or explain.
    """

    def within(assessment, other):
        begins, ends = assessment.assessment_actual_start_date, other.assessment_authorisation_date
        distinct = begins.ne_missing(
            other.assessment_actual_start_date
        ) | assessment.assessment_authorisation_date.ne_missing(ends)
        return distinct & (begins >= other.assessment_actual_start_date) & (begins <= or_ref(ends))

    return episode.has(Assessments, lambda assessment: assessment.beside(Assessments, within, within=CINdetails))


@rule("8869", ERROR, on=Assessments, tags="AssessmentFactors")
def no_factor_found_together_with_one(assessment):
    """No factor found is given together with a factor.

    Fails when: Assessment whose factors include 21 together with any other factor.

    Fix: Remove one of them.
    """
    factors = assessment.assessment_factors
    return factors.list.contains(NO_FACTOR) & any_outside(factors, [NO_FACTOR])


@rule("8896", ERROR, on=CINdetails, tags="AssessmentAuthorisationDate")
def several_open_assessments(episode):
    """Two assessments are open in one episode.

    Fails when: Same episode has two or more assessments with no AssessmentAuthorisationDate.

    Fix: Finish the earlier one.
    """
    return episode.count(Assessments, unfinished) > 1


@rule("8897Q", QUERY, on=Assessments, tags="AssessmentAuthorisationDate AssessmentFactors")
def factors_missing_or_not_recognised(assessment):
    """A finished assessment has no valid factor.

    Fails when: AssessmentAuthorisationDate >= START and (no AssessmentFactors, or one not in codeset
    AssessmentFactors; 18A and 19A count as valid here, 8945Q and 8950Q report them).

    Fix: Enter the factors.
    """
    factors = assessment.assessment_factors
    known = [*assessment.accepted("assessment_factors"), *RETIRED_FACTORS]
    return (assessment.assessment_authorisation_date >= START) & (factors.is_null() | any_outside(factors, known))


@rule("8898", ERROR, on=Assessments, tags="AssessmentFactors")
def same_factor_twice(assessment):
    """A factor is repeated.

    Fails when: One assessment carries the same factor code twice.

    Fix: Remove the repeat.
    """
    return assessment.assessment_factors.list.n_unique() < assessment.assessment_factors.list.len()


@rule("8945Q", QUERY, on=Assessments, tags="AssessmentFactors", since=2024)
def retired_factor_18a(assessment):
    """Factor 18A is retired.

    Fails when: Assessment has factor 18A (18B or 18C expected instead).

    Fix: Use 18B or 18C.
    """
    return assessment.assessment_factors.list.contains("18A")


@rule("8950Q", QUERY, on=Assessments, tags="AssessmentFactors", since=2024)
def retired_factor_19a(assessment):
    """Factor 19A is retired.

    Fails when: Assessment has factor 19A (19B or 19C expected instead).

    Fix: Use 19B or 19C.
    """
    return assessment.assessment_factors.list.contains("19A")
