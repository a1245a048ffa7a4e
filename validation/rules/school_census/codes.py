"""Codes that no numbered rule checks."""

import polars as pl

from validation.conditions import holds
from validation.rule import ERROR, rule
from validation.rules.school_census._records import (
    APPlacement,
    Childcare,
    FSMperiod,
    LearnerFAM,
    Message,
    ProgrammeAim,
    Pupil,
    WorkPlacement,
)

CODES_WITHOUT_A_RULE = {
    Pupil: ("young_carer", "kinship_care", "nc_year_leaving", "sen_provision_entry"),
    APPlacement: (
        "ap_setting_type",
        "placement_reason",
        "ap_attendance_pattern",
        "sen_provision_entry",
        "sen_provision_leaving",
    ),
    LearnerFAM: ("learner_fam_type", "learner_fam_code"),
    FSMperiod: ("fsm_category",),
    ProgrammeAim: ("prog_type", "programme_aim_status", "programme_aim_withdrawal_reason"),
    WorkPlacement: ("wp_mode",),
    Childcare: (
        "childcare_places_availability",
        "childcare_before_8am",
        "childcare_covers_8am_to_6pm",
        "childcare_until_6pm",
        "holiday_childcare_provider_hours",
    ),
}
"""The items that hold a code which no numbered rule checks, by the record they stand in."""


def has_unknown_code(*names):
    return lambda record: pl.any_horizontal(
        holds(~getattr(record, name).is_in(record.accepted(name))) for name in names
    )


@rule(
    "PX01",
    ERROR,
    on=Message,
    tags=(
        "APSettingType PlacementReason APAttendancePattern LearnerFAMtype LearnerFAMcode YoungCarer "
        "FSMcategory KinshipCare ProgType ProgrammeAimStatus ProgrammeAimWithdrawalReason WPMode "
        "ChildcarePlacesAvailability ChildcareBefore8am ChildcareCovers8amTo6pm ChildcareUntil6pm "
        "HolidayChildcareProviderHours NCyearLeaving SENprovisionEntry SENprovisionLeaving"
    ),
    certain=False,
)
def code_not_one_census_accepts(message):
    """A code is not one that the census accepts.

    Fails when: a listed item is present and its value is not in the codeset the layout names, for the academic year
    (items that a numbered rule already checks are not listed).

    Fix: Choose a code from the list for this item.
    """
    return pl.any_horizontal(
        message.has(records, has_unknown_code(*names)) for records, names in CODES_WITHOUT_A_RULE.items()
    )
