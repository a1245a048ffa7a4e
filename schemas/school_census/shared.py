"""Parts that stand alike in pupils on roll and pupils no longer on roll."""

from schemas import common
from schemas.declare import REBUILT, Group, Record, boolean, code, date, integer, text

UPN = common.UPN.but(max_length=13, note="Shape is not enforced by the XSD; rules 1500-1550 report problems")
FORMER_UPN = common.FORMER_UPN.but(max_length=13)
SEX = common.SEX.but(pattern="[A-Z]", note="Named Gender before autumn 2023")
ETHNICITY = common.ETHNICITY.but(pattern="[A-Z]{4}", terms="SPR")


class LearnerSupport(Group, terms="SPR SUM", phases="SS AT PR", note="16-19 bursary; window LS"):
    """16 to 19 bursaries."""

    class LearnerSupportItem(Record):
        learner_support_code = code("LearnerSupportCode", "LearnerSupportCode", pattern="[0-9]{2}", evidence=REBUILT)


class LearnerFAM(
    Record,
    terms="AUT SPR SUM",
    phases="ALL",
    note="Funding and monitoring marker; window LS; codeset CS117",
    number="N00764",
):
    """Learner funding and monitoring."""

    learner_fam_type = code("LearnerFAMtype", "LearnerFAMtype", pattern="[A-Z]{3}")
    learner_fam_code = code("LearnerFAMcode", "LearnerFAMcode", pattern="[0-9]{2}")
    learner_fam_hours = integer(
        "LearnerFAMhours", 0, 9999, terms="AUT", until=2024, evidence=REBUILT, note="Dropped from spring 2025"
    )


class Exclusions(
    Group,
    terms="AUT SPR SUM",
    phases="PS MP MS SS SP AT PR",
    note="Present only when the pupil has a suspension or permanent exclusion in the window EXC",
):
    """Suspensions and permanent exclusions in the window EXC."""

    class TermlyExclusion(Record):
        category = code("Category", "ExclusionCategory", pattern="[A-Z]{4}")
        reason1 = code("Reason1", "ExclusionReason", pattern="[A-Z]{2}", evidence=REBUILT)
        reason2 = code("Reason2", "ExclusionReason", pattern="[A-Z]{2}", evidence=REBUILT)
        reason3 = code("Reason3", "ExclusionReason", pattern="[A-Z]{2}", evidence=REBUILT)
        start_date = date("StartDate")
        sessions = integer("Sessions", 0, 999)
        sen_provision = code(
            "SENprovision", "SENprovision", pattern="[A-Z]", note="Provision at the time of the exclusion"
        )


class Attendance(Group, terms="AUT SPR SUM", phases="PS MP MS SS SP AT PR"):
    """Sessions possible and missed."""

    class TermlyAttendance(
        Group,
        located=True,
        note="AUT: first half of last summer term (window ATT1). SPR: last autumn term. SUM: last spring term",
    ):
        sessions_possible = integer("SessionsPossible", -999, 999, number="100228")

        class SessionDetails(Group):
            class SessionDetail(Record):
                attendance_reason = code("AttendanceReason", "AttendanceReason", max_length=2)
                sessions = integer("Sessions", 0, 999)

        sessions_authorised = integer(
            "SessionsAuthorised",
            0,
            999,
            number="100230",
            terms="AUT",
            until=2024,
            note="Only when no SessionDetail is given; not in the tables after autumn 2024",
        )
        sessions_unauthorised = integer("SessionsUnauthorised", 0, 999, number="100231", terms="AUT", until=2024)

    class SummerHalfTerm2Attendance(
        Group, located=True, terms="AUT", note="Second half of last summer term (window ATT2)"
    ):
        sessions_possible = integer("SessionsPossible", -999, 999)

        class SessionDetails(Group):
            class SessionDetail(Record):
                attendance_reason = code("AttendanceReason", "AttendanceReason", max_length=2)
                sessions = integer("Sessions", 0, 999)

        sessions_authorised = integer("SessionsAuthorised", 0, 999, until=2024)
        sessions_unauthorised = integer("SessionsUnauthorised", 0, 999, until=2024)


class APProvisionDetail(
    Group,
    located=True,
    terms="AUT SPR SUM",
    phases="PR",
    evidence=REBUILT,
    note="Pupil whose only registration is at this PRU or AP school",
):
    """How a pupil came to this unit or alternative provision school."""

    previous_urn = text("PrevURN", max_length=6, evidence=REBUILT)
    ap_reason = code("APReason", "APReason", pattern="[A-Z]{3}", evidence=REBUILT)
    sen_provision_entry = code("SENprovisionEntry", "SENprovision", pattern="[A-Z]", evidence=REBUILT)


class APPlacementDetails(
    Record,
    terms="AUT SPR SUM",
    phases="ALL",
    note="School-arranged placement, one per placement, window AP; rules 4015Q and 2392 do not apply to NS",
):
    """A placement in alternative provision that the school arranged."""

    urn = text("URN", max_length=6, evidence=REBUILT)
    ukprn = text("UKPRN", max_length=8, evidence=REBUILT)
    company_number = text(
        "CompanyNumber",
        max_length=8,
        evidence=REBUILT,
        note="Two letters or digits then six digits (decided check, see rule PX01 note)",
    )
    ap_placement_postcode = text("APPlacementPostcode", max_length=8, evidence=REBUILT)
    ap_setting_type = code("APSettingType", "APSettingType", pattern="[A-Z]{3}", evidence=REBUILT)
    entry_date = date("EntryDate", evidence=REBUILT)
    leaving_date = date("LeavingDate", evidence=REBUILT)
    ap_attendance_pattern = code("APAttendancePattern", "APAttendancePattern", pattern="[A-Z]{2}", evidence=REBUILT)
    ap_sessions_per_week = integer("APSessionsPerWeek", 0, 99, evidence=REBUILT)
    placement_reason = code("PlacementReason", "PlacementReason", pattern="[A-Z]{3}", evidence=REBUILT)
    sen_provision_entry = code("SENprovisionEntry", "SENprovision", pattern="[A-Z]", evidence=REBUILT)
    sen_provision_leaving = code("SENprovisionLeaving", "SENprovision", pattern="[A-Z]", evidence=REBUILT)


class LearningAims(Group, terms="AUT", phases="SS AT PR"):
    """What a student after year 11 studies."""

    class ProgrammeAim(Record):
        qn = text("QN", max_length=8, evidence=REBUILT, note="Blank for ProgType 01; T level QN for 31 (decided)")
        prog_type = code("ProgType", "ProgType", pattern="[0-9]{2}", number="N00674")
        programme_start_date = date("ProgrammeStartDate", evidence=REBUILT)
        programme_planned_end_date = date("ProgrammePlannedEndDate", evidence=REBUILT)
        programme_actual_end_date = date("ProgrammeActualEndDate", evidence=REBUILT)
        programme_aim_status = code("ProgrammeAimStatus", "AimStatus", pattern="[0-9]", evidence=REBUILT)
        programme_aim_withdrawal_reason = code(
            "ProgrammeAimWithdrawalReason", "WithdrawalReason", pattern="[0-9]{1,2}", evidence=REBUILT
        )
        traineeship = boolean("Traineeship", until=2024, evidence=REBUILT)

        class LearningAim(Record):
            qn = text("QN", max_length=8, evidence=REBUILT)
            scc = text("SCC", max_length=8, evidence=REBUILT, note="Subject classification code")
            core_aim = boolean("CoreAim")
            partner_ukprn = text("PartnerUKPRN", max_length=8, evidence=REBUILT)
            learning_start_date = date("LearningStartDate", evidence=REBUILT)
            learning_planned_end_date = date("LearningPlannedEndDate", evidence=REBUILT)
            learning_actual_end_date = date("LearningActualEndDate")
            learning_aim_status = code("LearningAimStatus", "AimStatus", pattern="[0-9]", evidence=REBUILT)
            learning_aim_withdrawal_reason = code(
                "LearningAimWithdrawalReason", "WithdrawalReason", pattern="[0-9]{1,2}", evidence=REBUILT
            )

        class WorkPlacement(
            Record, evidence=REBUILT, note="Sits under the programme aim (decided); WPEmployerId stopped before 2024-25"
        ):
            wp_start_date = date("WPStartDate", evidence=REBUILT)
            wp_end_date = date("WPEndDate", evidence=REBUILT)
            wp_hours = integer("WPHours", 0, 9999, evidence=REBUILT)
            wp_mode = code("WPMode", "WPMode", pattern="[0-9]", evidence=REBUILT)
