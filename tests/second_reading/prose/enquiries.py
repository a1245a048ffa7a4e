"""Prose about assessments, section 47 enquiries and conferences."""

from __future__ import annotations

from tests.second_reading import facts, names
from tests.second_reading.prose.children_in_need import (
    before,
    conference,
    dates,
    in_period,
    is_false,
    is_true,
    outside_period,
    reads,
    repeated,
    starts_before_referral,
    starts_within,
)
from tests.second_reading.records import Record


@reads("1103")
def assessed_before_referral(episode: Record) -> bool:
    """In one episode an assessment has AssessmentActualStartDate earlier than that episode's CINreferralDate (both
    present)
    """
    return starts_before_referral(episode, dates(episode, "Assessments", "AssessmentActualStartDate"))


@reads("2991Q")
def enquiry_without_assessment(episode: Record) -> bool:
    """Episode has a Section47 block and no Assessments block"""
    return episode.has("Section47") and not episode.has("Assessments")


@reads("8614")
def factors_of_open_assessment(assessment: Record) -> bool:
    """AssessmentAuthorisationDate missing and at least one AssessmentFactors present"""
    return assessment.get("AssessmentAuthorisationDate") is None and bool(assessment.all("AssessmentFactors"))


@reads("8670Q")
def assessment_too_long(assessment: Record) -> bool:
    """AssessmentAuthorisationDate absent and AssessmentActualStartDate < REF minus 45 working days"""
    limit = facts.minus_working_days(names.reference_date(assessment), 45)
    late = before(assessment.get("AssessmentActualStartDate"), limit)
    return assessment.get("AssessmentAuthorisationDate") is None and late


@reads("8736")
def open_assessment_of_another_year(assessment: Record) -> bool:
    """Assessment with no AssessmentAuthorisationDate and AssessmentActualStartDate missing or outside PERIOD"""
    start = assessment.get("AssessmentActualStartDate")
    odd = start is None or outside_period(assessment, start)
    return assessment.get("AssessmentAuthorisationDate") is None and odd


@reads("8863Q")
def assessments_overlap(episode: Record) -> bool:
    """Same episode, two assessments not identical in both dates: one starts on or after the other's start and on or
    before its end (or on or before REF when open)
    """
    both = ("AssessmentActualStartDate", "AssessmentAuthorisationDate")
    assessments = episode.records("Assessments")
    return any(
        starts_within(one.get(both[0]), other.get(both[0]), other.get(both[1]), names.reference_date(episode))
        for one in assessments
        for other in assessments
        if [one.get(item) for item in both] != [other.get(item) for item in both]
    )


@reads("8867")
def closed_with_open_assessment(episode: Record) -> bool:
    """Episode with CINclosureDate and an assessment with no AssessmentAuthorisationDate"""
    assessments = episode.records("Assessments")
    unfinished = any(one.get("AssessmentAuthorisationDate") is None for one in assessments)
    return episode.get("CINclosureDate") is not None and unfinished


@reads("8896")
def two_open_assessments(episode: Record) -> bool:
    """Same episode has two or more assessments with no AssessmentAuthorisationDate"""
    assessments = episode.records("Assessments")
    return sum(one.get("AssessmentAuthorisationDate") is None for one in assessments) > 1


@reads("8869")
def no_factors_and_another(assessment: Record) -> bool:
    """Assessment whose factors include 21 together with any other factor"""
    factors = set(assessment.all("AssessmentFactors"))
    return "21" in factors and len(factors) > 1


@reads("8873Q")
def nothing_found_but_not_closed(episode: Record) -> bool:
    """exactly one Assessments in the episode, it has AssessmentAuthorisationDate and factor 21, and ReasonForClosure is
    absent or not in (RC8, RC9)
    """
    assessments = episode.records("Assessments")
    if len(assessments) != 1 or episode.get("ReasonForClosure") in ("RC8", "RC9"):
        return False
    (only,) = assessments
    return only.get("AssessmentAuthorisationDate") is not None and "21" in only.all("AssessmentFactors")


@reads("8897Q")
def factors(assessment: Record) -> bool:
    """AssessmentAuthorisationDate >= START and (no AssessmentFactors, or one not in codeset AssessmentFactors; 18A and
    19A count as valid here, 8945Q and 8950Q report them)
    """
    done, start = assessment.get("AssessmentAuthorisationDate"), names.period(assessment)[0]
    accepted = facts.codes("children_in_need", "AssessmentFactors", assessment.given.year) | {"18A", "19A"}
    said = assessment.all("AssessmentFactors")
    this_year = done is not None and done >= start
    return this_year and (not said or any(factor not in accepted for factor in said))


@reads("8898")
def factor_twice(assessment: Record) -> bool:
    """One assessment carries the same factor code twice"""
    return repeated(assessment.all("AssessmentFactors"))


@reads("8945Q")
def factor_18a(assessment: Record) -> bool:
    """Assessment has factor 18A (18B or 18C expected instead)"""
    return "18A" in assessment.all("AssessmentFactors")


@reads("8950Q")
def factor_19a(assessment: Record) -> bool:
    """Assessment has factor 19A (19B or 19C expected instead)"""
    return "19A" in assessment.all("AssessmentFactors")


@reads("1104")
def enquiry_conference_before_referral(episode: Record) -> bool:
    """In one episode Section47/DateOfInitialCPC present and earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "Section47", "Section47/DateOfInitialCPC"))


@reads("2889")
def enquiry_before_referral(episode: Record) -> bool:
    """In one episode S47ActualStartDate earlier than CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "Section47", "S47ActualStartDate"))


@reads("2884")
def conference_twice(episode: Record) -> bool:
    """within one CINdetails, its own DateOfInitialCPC equals the DateOfInitialCPC of one of its Section47"""
    return conference(episode) in dates(episode, "Section47", "Section47/DateOfInitialCPC")


@reads("2885")
def plan_without_conference(episode: Record) -> bool:
    """ChildProtectionPlans with CPPstartDate in PERIOD, in an episode where no Section47 with ICPCnotRequired not TRUE
    has DateOfInitialCPC = CPPstartDate and CINdetails/DateOfInitialCPC is absent or different from CPPstartDate
    """
    held = {
        one.get("Section47/DateOfInitialCPC")
        for one in episode.records("Section47")
        if not is_true(one, "ICPCnotRequired")
    }
    starts = [day for day in dates(episode, "ChildProtectionPlans", "CPPstartDate") if in_period(episode, day)]
    return any(day not in held and day != conference(episode) for day in starts)


@reads("8615")
def conference_before_enquiry(enquiry: Record) -> bool:
    """Section47 with DateOfInitialCPC and S47ActualStartDate missing, or S47ActualStartDate later than
    DateOfInitialCPC
    """
    held, start = enquiry.get("Section47/DateOfInitialCPC"), enquiry.get("S47ActualStartDate")
    return held is not None and (start is None or start > held)


@reads("8675Q")
def conference_late(enquiry: Record) -> bool:
    """Section47/DateOfInitialCPC absent, ICPCnotRequired FALSE, and S47ActualStartDate < REF minus 15 working days"""
    limit = facts.minus_working_days(names.reference_date(enquiry), 15)
    late = before(enquiry.get("S47ActualStartDate"), limit)
    return enquiry.get("Section47/DateOfInitialCPC") is None and is_false(enquiry, "ICPCnotRequired") and late


def awaits_conference(enquiry: Record) -> bool:
    """Without a conference, and ICPCnotRequired not TRUE."""
    return enquiry.get("Section47/DateOfInitialCPC") is None and not is_true(enquiry, "ICPCnotRequired")


@reads("8740")
def open_enquiry_of_another_year(enquiry: Record) -> bool:
    """Section47/DateOfInitialCPC absent, ICPCnotRequired not TRUE, and S47ActualStartDate absent or outside PERIOD"""
    start = enquiry.get("S47ActualStartDate")
    return awaits_conference(enquiry) and (start is None or outside_period(enquiry, start))


@reads("8839")
def two_open_enquiries(episode: Record) -> bool:
    """Same episode has two or more Section47 with no DateOfInitialCPC and ICPCnotRequired not TRUE"""
    return sum(map(awaits_conference, episode.records("Section47"))) > 1


@reads("8868")
def closed_with_open_enquiry(episode: Record) -> bool:
    """Episode with CINclosureDate and a Section47 that has neither DateOfInitialCPC nor ICPCnotRequired TRUE, or has
    both
    """
    both_or_neither = [
        (one.get("Section47/DateOfInitialCPC") is not None) == is_true(one, "ICPCnotRequired")
        for one in episode.records("Section47")
    ]
    return episode.get("CINclosureDate") is not None and any(both_or_neither)


@reads("8890")
def enquiries_overlap(episode: Record) -> bool:
    """Same episode, two Section47 not identical: one S47ActualStartDate on or after the other's and on or before its
    DateOfInitialCPC; or on or before REF when the other has no conference and ICPCnotRequired is not TRUE
    """
    enquiries = episode.records("Section47")
    for one in enquiries:
        for other in enquiries:
            start, since = one.get("S47ActualStartDate"), other.get("S47ActualStartDate")
            if one.values == other.values or None in (start, since) or start < since:
                continue
            held = other.get("Section47/DateOfInitialCPC")
            if held is not None and start <= held:
                return True
            ref = names.reference_date(episode)
            if awaits_conference(other) and start <= ref:
                return True
    return False
