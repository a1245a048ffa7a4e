"""Placements in alternative provision, and pupils placed here by others."""

from schemas import identifiers
from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import APPlacement, APProvisionDetail, Message, Pupil, PupilOnRoll


def open_on_census_day(placement):
    """The placement had started and not ended on census day."""
    today = placement.header.reference_date
    return (placement.entry_date <= today) & (placement.leaving_date.is_null() | (placement.leaving_date > today))


@rule("2361", ERROR, on=APProvisionDetail, tags="APReason", phases="PR")
def reason_alternative_provision_missing_not(provision):
    """The reason for alternative provision is missing or not valid.

    Fails when: APReason absent or not in codeset APReason.

    Fix: Choose the reason.
    """
    return missing_or_unknown(provision.ap_reason, provision.codes("APReason"))


@rule(
    "2392",
    ERROR,
    on=PupilOnRoll,
    tags="APPlacementDetails ReferenceDate EntryDate LeavingDate APAttendancePattern",
    phases="PS MP MS SS SP AT PR",
)
def pupil_has_several_placements_at(pupil):
    """The pupil has several placements at once that are not all part-time.

    Fails when: two or more APPlacementDetails open on ReferenceDate (EntryDate <= ReferenceDate and LeavingDate
    absent or > ReferenceDate) and any of them has APAttendancePattern not PT.

    Fix: Set them to part-time or close one.
    """
    return (pupil.count(APPlacement, lambda placement: open_on_census_day(placement)) > 1) & pupil.has(
        APPlacement, lambda placement: open_on_census_day(placement) & (placement.ap_attendance_pattern != "PT")
    )


@rule("3131", ERROR, on=PupilOnRoll, tags="EnrolStatus APProvisionDetail", phases="PR")
def alternative_provision_details_missing(pupil):
    """The alternative provision details are missing.

    Fails when: EnrolStatus in (C, F, O) and no APProvisionDetail.

    Fix: Enter the reason and previous school.
    """
    return pupil.enrol_status.is_in(["C", "F", "O"]) & ~pupil.ap_provision_detail.present


@rule("4015Q", QUERY, on=Message, tags="APPlacementDetails", phases="PS MP MS SS SP AT PR")
def no_placement_arranged_by_school(message):
    """No placement arranged by the school is reported.

    Fails when: no APPlacementDetails in the return.

    Fix: Confirm there were none.
    """
    return ~message.has(APPlacement)


@rule("4016Q", QUERY, on=Message, tags="Phase APProvisionDetail", phases="PR", certain=False)
def no_alternative_provision_details_reported(message):
    """No alternative provision details are reported.

    Fails when: Phase = PR and no APProvisionDetail in the return.

    Fix: Confirm, or add them.
    """
    return (message.school.phase == "PR") & ~message.has(Pupil, lambda pupil: pupil.ap_provision_detail.present)


@rule("PX02", ERROR, on=APPlacement, tags="CompanyNumber UKPRN URN", certain=False, revision=2)
def number_identifies_placement_provider_not(placement):
    """A number that identifies the placement provider is not valid.

    Fails when: CompanyNumber present and not two letters or digits then six digits; or UKPRN present and not 8 digits
    of which the first is 1; or URN present and not 6 digits.

    Fix: Re-enter the company, provider or school number.
    """
    return (
        ~identifiers.company_number_is_valid(placement.company_number)
        | ~identifiers.ukprn_is_valid(placement.ukprn)
        | ~identifiers.urn_is_valid(placement.urn)
    )
