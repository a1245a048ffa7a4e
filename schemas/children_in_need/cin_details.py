"""An episode of need: the referral, what was done, and how it closed."""

from schemas.children_in_need.protection import ChildProtectionPlans as ProtectionPlan
from schemas.children_in_need.protection import Section47 as Enquiry
from schemas.declare import Group, Record, boolean, code, date, integer, text


class CINdetails(Record, name="cin_details", note="One per referral or episode"):
    """One referral and, unless nothing more was done, the episode of need that followed."""

    cin_referral_date = date("CINreferralDate", number="N00100")
    referral_source = code("ReferralSource", "ReferralSource", max_length=2, number="N00152")
    primary_need_code = code("PrimaryNeedCode", "PrimaryNeedCode", max_length=2, number="N00101")
    cin_closure_date = date("CINclosureDate", number="N00102")
    reason_for_closure = code("ReasonForClosure", "ReasonForClosure", max_length=3, number="N00103")
    date_of_initial_cpc = date("DateOfInitialCPC", number="N00110")

    class Assessments(Record):
        """A single assessment of what the child needs."""

        assessment_actual_start_date = date("AssessmentActualStartDate", number="N00159")
        assessment_internal_review_date = date("AssessmentInternalReviewDate")
        assessment_authorisation_date = date("AssessmentAuthorisationDate", number="N00160")

        class FactorsIdentifiedAtAssessment(Group):
            assessment_factors = code(
                "AssessmentFactors", "AssessmentFactors", max_length=3, number="N00181", repeats=True
            )

    class CINPlanDates(Record):
        """A period with a plan for the child in need, not under protection."""

        cin_plan_start_date = date("CINPlanStartDate", number="N00689")
        cin_plan_end_date = date("CINPlanEndDate", number="N00690")

    Section47 = Enquiry
    referral_nfa = text(
        "ReferralNFA", max_length=5, number="N00112", note="true, false, 1 or 0; rule 8568 reports other values"
    )
    ChildProtectionPlans = ProtectionPlan

    class PreProceedingsandFGDM(
        Record,
        since=2026,
        name="pre_proceedings",
        note="New block; names, order and place seen in the public sample and reader; from 2026-27; types decided",
    ):
        """Work with the family before care proceedings, and offers of family group decision making."""

        pp_start_date = date("PPStartDate", number="N00826", since=2026)
        lbp_sent_date = date("LBPSentDate", number="N00827", since=2026)
        fgdm_meeting_offer = boolean(
            "FGDMMeetingOffer",
            number="N00828",
            since=2026,
            note="Yes or no: the sample writes 1, rule 9010Q speaks of true",
        )
        fgdm_meeting_fac = boolean("FGDMMeetingFac", number="N00829", since=2026, note="Yes or no: the sample writes 1")
        initial_pp_meeting_date = date("InitialPPMeetingDate", number="N00830", since=2026)
        review_meetings_count = integer("ReviewMeetingsCount", 0, 99, number="N00831", since=2026)
        step_decision_date = date(
            "StepDecisionDate", since=2026, note="N00832 by its place in the series; number not seen"
        )
        pp_outcome = code(
            "PPOutcome", "PPOutcome", pattern="[A-Z]", number="N00833", since=2026, note="CBDS codeset CS131"
        )
        court_app_date = date("CourtAppDate", number="N00834", since=2026)
        letter_init_cp_date = date(
            "LetterInitCPDate", since=2026, note="N00835 by its place in the series; number not seen"
        )
