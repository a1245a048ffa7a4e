"""Faults in assessments and the factors found."""

from __future__ import annotations

from schemas.sample.children_in_need.faults._plan import Plan, fault
from schemas.sample.planting import Raised
from schemas.sample.write import Fields


def _assessed(plan: Plan, assessment: Fields, reason: str = "RC8") -> Fields:
    """The assessment, in a closed episode of its own."""
    plan.child(plan.closed(reason=reason) | {"Assessments": [assessment]})
    return assessment


def _going_on(plan: Plan, *assessments: Fields) -> Fields:
    """An open episode with these assessments."""
    episode = plan.recent(Assessments=list(assessments))
    plan.child(episode)
    return episode


@fault("1103")
def begun_before_referral(plan: Plan) -> Raised:
    """The assessment begins the day before the referral."""
    episode = plan.closed() | {"Assessments": [plan.assessment(29)]}
    plan.child(episode)
    return episode


@fault("8608")
def authorised_before_it_began(plan: Plan) -> Raised:
    """The assessment is authorised the day before it begins."""
    return _assessed(plan, plan.assessment(61, 60))


@fault("8614")
def factors_of_an_open_assessment(plan: Plan) -> Raised:
    """There are factors, and the assessment is not authorised."""
    assessment = plan.begun_assessment() | {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["2B"]}}
    _going_on(plan, assessment)
    return assessment


@fault("8670Q")
def not_authorised_in_time(plan: Plan) -> Raised:
    """The assessment has gone on since summer."""
    assessment: Fields = {"AssessmentActualStartDate": plan.day(100)}
    plan.child(plan.referral(Assessments=[assessment]))
    return assessment


@fault("8696")
def authorised_after_the_year(plan: Plan) -> Raised:
    """The assessment is authorised after the reference date."""
    assessment = plan.assessment() | {
        "AssessmentActualStartDate": plan.before_ref(15),
        "AssessmentAuthorisationDate": plan.before_ref(-2),
    }
    _going_on(plan, assessment)
    return assessment


@fault("8736")
def without_dates(plan: Plan) -> Raised:
    """The assessment has neither of its dates."""
    assessment: Fields = {"AssessmentInternalReviewDate": plan.before_ref(5)}
    _going_on(plan, assessment)
    return assessment


@fault("8863Q")
def overlapping(plan: Plan) -> Raised:
    """An assessment begins before the one before it is authorised."""
    episode = plan.closed() | {"Assessments": [plan.assessment(), plan.assessment(50, 80)]}
    plan.child(episode)
    return episode


@fault("8867")
def open_in_a_closed_episode(plan: Plan) -> Raised:
    """The episode closes while its assessment goes on."""
    episode = plan.recent(
        CINclosureDate=plan.before_ref(2), ReasonForClosure="RC7", Assessments=[plan.begun_assessment()]
    )
    plan.child(episode)
    return episode


@fault("8896")
def two_open(plan: Plan) -> Raised:
    """Two assessments, alike in all they say, go on at once."""
    return _going_on(plan, plan.begun_assessment(), plan.begun_assessment())


@fault("8869")
def nothing_found_and_something(plan: Plan) -> Raised:
    """No factor was found, and one was."""
    return _assessed(plan, plan.assessment(factors=("21", "2B")))


@fault("8873Q")
def nothing_found_but_closed_otherwise(plan: Plan) -> Raised:
    """No factor was found, and the reason for closing is another."""
    episode = plan.closed() | {"Assessments": [plan.assessment(factors=("21",))]}
    plan.child(episode)
    return episode


@fault("8897Q")
def without_factors(plan: Plan) -> Raised:
    """The assessment is authorised without factors."""
    assessment = plan.assessment()
    del assessment["FactorsIdentifiedAtAssessment"]
    return _assessed(plan, assessment)


@fault("8898")
def factor_twice(plan: Plan) -> Raised:
    """The same factor stands there twice."""
    return _assessed(plan, plan.assessment(factors=("2B", "2B")))


@fault("8945Q")
def old_factor_of_physical_abuse(plan: Plan) -> Raised:
    """The code for physical abuse in general is used."""
    return _assessed(plan, plan.assessment(factors=("18A",)))


@fault("8950Q")
def old_factor_of_sexual_abuse(plan: Plan) -> Raised:
    """The code for sexual abuse in general is used."""
    return _assessed(plan, plan.assessment(factors=("19A",)))
