"""The header and what a school says about itself."""

import polars as pl

from validation.conditions import holds, missing_or_unknown
from validation.records import day
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import ESTAB_RANGES, PHASES_AND_TYPES, Header, Message, School, position


def estab_in(estab, ranges):
    """Whether an establishment number (four digits) lies in one of ``ranges``, ends included."""
    number = estab.cast(pl.Int64, strict=False)
    return pl.any_horizontal(number.is_between(first, last) for first, last in ranges)


@rule("100", ERROR, on=Header, tags="ReferenceDate Year")
def reference_date_not_census_day(header):
    """The reference date is not the census day for this term.

    Fails when: ReferenceDate absent, or not the census day for Term and Year in census_days.csv.

    Fix: Run the return again for the right census day.
    """
    return header.reference_date.is_null() | (header.reference_date != day.CENSUS)


@rule("110", ERROR, on=School, tags="SchoolName")
def school_name_missing(school):
    """The school name is missing.

    Fails when: SchoolName absent.

    Fix: Enter the school name in school details.
    """
    return school.school_name.is_null()


@rule("120", ERROR, on=School, tags="Phase")
def school_phase_missing_not_known(school):
    """The school phase is missing or not a known phase.

    Fails when: Phase absent or not in codeset Phase.

    Fix: Choose the phase in school details.
    """
    return missing_or_unknown(school.phase, school.codes("Phase"))


@rule("130", ERROR, on=School, tags="Estab Phase", certain=False)
def establishment_number_does_not_suit(school):
    """The establishment number does not suit the school phase.

    Fails when: Estab outside every range that estab_ranges.csv gives for Phase.

    Fix: Check the establishment number and phase in school details.
    """
    return (
        ~pl.any_horizontal(
            holds(school.phase == phase) & estab_in(school.header.estab, ranges)
            for phase, ranges in ESTAB_RANGES.items()
        )
        & school.phase.is_in(list(ESTAB_RANGES))
        & school.header.estab.is_not_null()
    )


@rule("140", ERROR, on=School, tags="SchoolType")
def school_type_missing(school):
    """The school type is missing.

    Fails when: SchoolType absent.

    Fix: Choose the school type in school details.
    """
    return school.school_type.is_null()


@rule("150", ERROR, on=School, tags="SchoolType Phase", certain=False)
def school_type_does_not_suit(school):
    """The school type does not suit the school phase.

    Fails when: SchoolType present and the pair (Phase, SchoolType) is not in phase_school_types.csv.

    Fix: Correct the type or the phase in school details.
    """
    return ~pl.concat_str(school.phase, school.school_type).is_in(PHASES_AND_TYPES)


@rule("165", ERROR, on=Message, tags="School")
def return_has_no_school_section(message):
    """The return has no school section.

    Fails when: School element absent.

    Fix: Include school details and run the return again.
    """
    return ~message.school.present


@rule("210", ERROR, on=School, tags="HighestNCyear")
def highest_year_group_missing_not(school):
    """The highest year group is missing or not valid.

    Fails when: HighestNCyear absent or not in codeset NCyear, or is M.

    Fix: Set the highest year group in school details.
    """
    return missing_or_unknown(school.highest_nc_year, school.codes("NCyear")) | (school.highest_nc_year == "M")


@rule("220", ERROR, on=School, tags="LowestNCyear")
def lowest_year_group_missing_not(school):
    """The lowest year group is missing or not valid.

    Fails when: LowestNCyear absent or not in codeset NCyear, or is M.

    Fix: Set the lowest year group in school details.
    """
    return missing_or_unknown(school.lowest_nc_year, school.codes("NCyear")) | (school.lowest_nc_year == "M")


@rule("221", ERROR, on=School, tags="Phase Intake", phases="NS PR", certain=False)
def phase_must_comprehensive_intake(school):
    """This phase must have comprehensive intake.

    Fails when: Phase in (NS, PR) and Intake present and not COMP.

    Fix: Set intake to comprehensive.
    """
    return school.phase.is_in(["NS", "PR"]) & (school.intake != "COMP")


@rule("222", ERROR, on=School, tags="Phase Governance", phases="NS PR", certain=False)
def phase_must_be_community_academy(school):
    """This phase must be community or academy governed.

    Fails when: Phase in (NS, PR) and Governance present and not in (CO, CA).

    Fix: Correct the governance in school details.
    """
    return school.phase.is_in(["NS", "PR"]) & ~school.governance.is_in(["CO", "CA"])


@rule("223", ERROR, on=School, tags="Intake Phase", phases="NS PS MP MS SS AT PR")
def special_hospital_intake_only_special(school):
    """Special or hospital intake is only for special schools.

    Fails when: Intake in (SPEC, HOSP) and Phase not SP.

    Fix: Correct the intake or the phase.
    """
    return school.intake.is_in(["SPEC", "HOSP"]) & (school.phase != "SP")


@rule("224", ERROR, on=School, tags="Phase Intake", phases="SP")
def special_school_must_special_hospital(school):
    """A special school must have special or hospital intake.

    Fails when: Phase = SP and Intake present and not in (SPEC, HOSP).

    Fix: Set the intake to special or hospital.
    """
    return (school.phase == "SP") & ~school.intake.is_in(["SPEC", "HOSP"])


@rule("230", ERROR, on=School, tags="LowestNCyear HighestNCyear")
def lowest_year_group_above_highest(school):
    """The lowest year group is above the highest.

    Fails when: POS(LowestNCyear) > POS(HighestNCyear), or exactly one of the two is X.

    Fix: Correct the year range in school details.
    """
    return (position(school.lowest_nc_year) > position(school.highest_nc_year)) | (
        holds(school.lowest_nc_year == "X") != holds(school.highest_nc_year == "X")
    )


@rule("240", ERROR, on=School, tags="Intake", phases="PS MP MS SS AT")
def intake_missing_not_valid(school):
    """The intake is missing or not valid.

    Fails when: Intake absent or not in codeset Intake.

    Fix: Choose the intake in school details.
    """
    return missing_or_unknown(school.intake, school.codes("Intake"))


@rule("260", ERROR, on=School, tags="Governance")
def governance_missing_not_one_takes(school):
    """The governance is missing or not one that takes part in the census.

    Fails when: Governance absent, not in codeset Governance, or IN.

    Fix: Choose the governance in school details.
    """
    return missing_or_unknown(school.governance, school.codes("Governance")) | (school.governance == "IN")


@rule("261", ERROR, on=School, tags="SchoolType Governance")
def academy_must_academy_governance(school):
    """An academy must have academy governance.

    Fails when: SchoolType = 49 and Governance not CA.

    Fix: Set governance to academy, or correct the type.
    """
    return (school.school_type == "49") & (school.governance != "CA")


@rule("262", ERROR, on=School, tags="Governance SchoolType")
def academy_governance_needs_academy_school(school):
    """Academy governance needs the academy school type.

    Fails when: Governance = CA and SchoolType not 49.

    Fix: Set the type to academy, or correct the governance.
    """
    return (school.governance == "CA") & (school.school_type != "49")


@rule("263", ERROR, on=School, tags="SchoolType Governance", phases="SS AT")
def city_technology_college_must_governance(school):
    """A city technology college must have that governance.

    Fails when: SchoolType = 47 and Governance not CT.

    Fix: Correct the governance.
    """
    return (school.school_type == "47") & (school.governance != "CT")


@rule("264", ERROR, on=School, tags="Governance SchoolType", phases="SS AT")
def city_technology_college_governance_needs(school):
    """City technology college governance needs the matching type.

    Fails when: Governance = CT and SchoolType not 47.

    Fix: Correct the school type.
    """
    return (school.governance == "CT") & (school.school_type != "47")


@rule("270Q", QUERY, on=School, tags="Email", reason_needed=True)
def school_email_address_missing_incomplete(school):
    """The school email address is missing or incomplete.

    Fails when: Email absent, or without an @.

    Fix: Enter the school email address.
    """
    return school.email.is_null() | ~school.email.str.contains("@", literal=True)


@rule("420", ERROR, on=School, tags="PhoneNo")
def school_telephone_number_missing(school):
    """The school telephone number is missing.

    Fails when: PhoneNo absent.

    Fix: Enter the telephone number.
    """
    return school.phone_no.is_null()
