"""Earlier revisions of the rules in ``assessments``."""

from validation.records import day
from validation.rule import QUERY, rule
from validation.rules.children_in_need._records import (
    Assessments,
    unfinished,
)


@rule("8670Q", QUERY, on=Assessments, tags="AssessmentActualStartDate AssessmentAuthorisationDate")
def assessment_takes_long(assessment):
    """An assessment has been open for more than 45 working days.

    Fails when: AssessmentAuthorisationDate absent and AssessmentActualStartDate < REF minus 45 working days
    (England bank holidays).

    Fix: Finish the assessment, or explain.
    """
    return unfinished(assessment) & (assessment.assessment_actual_start_date < day.ASSESSMENT_DUE)
