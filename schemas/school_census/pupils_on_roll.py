"""Pupils on the roll of the school on census day."""

from schemas.declare import DECIDED, REBUILT, Group, Record, boolean, code, date, decimal, integer, text
from schemas.school_census import shared


class PupilOnRoll(Record, table="Pupil", stream=True, key="upn", identity="surname forename dob"):
    """A pupil on the roll of the school on census day."""

    class PupilIdentifiers(Group):
        upn = shared.UPN
        former_upn = shared.FORMER_UPN
        surname = text("Surname", max_length=35)
        forename = text("Forename", max_length=35)
        middle_names = text("MiddleNames", max_length=70)
        preferred_surname = text("PreferredSurname", max_length=35)
        former_surname = text("FormerSurname", max_length=35)
        dob = date("DOB", number="N00066")
        sex = shared.SEX
        unique_learner_number = text("UniqueLearnerNumber", max_length=10, phases="MS SS SP AT PR")

    class PupilCharacteristics(Group):
        ethnicity = shared.ETHNICITY
        language = code("Language", "Language", max_length=4)

        class FSMperiods(Group, name="fsm_periods"):
            class FSMperiod(Record, name="fsm_period"):
                fsm_start_date = date("FSMstartDate")
                fsm_end_date = date("FSMendDate")
                uk_country = code("UKcountry", "UKcountry", pattern="[A-Z]{3}")
                fsm_category = code(
                    "FSMcategory",
                    "FSMcategory",
                    pattern="[A-Z]{4}",
                    since=2026,
                    evidence=DECIDED,
                    note="Codes known (CBDS CS133); tag, place and start term decided",
                )

        school_lunch_taken = boolean("SchoolLunchTaken", phases="PS MP SP AT PR")
        yssa = code("YSSA", "YSSA", max_length=3, phases="MP MS SS SP AT PR")
        service_child = code("ServiceChild", "ServiceChild", pattern="[A-Z]", number="100330")
        funded_hours = decimal("FundedHours", -999.9999, 999.9999, note="Two decimals expected; rules check the range")
        hours_at_setting = decimal("HoursAtSetting", -999.9999, 999.9999, number="100291")
        extended_hours = decimal("ExtendedHours", -999.9999, 999.9999)
        expanded_hours = decimal(
            "ExpandedHours",
            -999.9999,
            999.9999,
            number="N00787",
            evidence=REBUILT,
            note="Seen only in the summer table; all terms from autumn 2024 per local authority notices",
        )
        eligibility_code = text(
            "EligibilityCode",
            max_length=20,
            evidence=REBUILT,
            note="Named ThirtyHourCode before autumn 2024; 11 digits expected",
        )
        daf_indicator = boolean("DAFIndicator", number="N00203", evidence=REBUILT)
        funding_basis = code(
            "FundingBasis",
            "FundingBasis",
            pattern="[A-Z]{3}",
            repeats=True,
            terms="SPR SUM",
            evidence=REBUILT,
            note="Repeats, one per basis",
        )
        eyppr = code("EYPPR", "YesNo", pattern="[A-Z]", number="N00639", evidence=REBUILT)
        eyppbf = code("EYPPBF", "EYPPBF", pattern="[A-Z]{2}", number="N00174", evidence=REBUILT)
        top_up_funding = boolean("TopUpFunding", evidence=REBUILT)
        plaa = code("PLAA", "PLAA", pattern="[A-Z]", evidence=REBUILT)
        kinship_care = code(
            "KinshipCare",
            "KinshipCare",
            pattern="[A-Z]{2}",
            since=2026,
            evidence=DECIDED,
            note="Codes known (CBDS CS134); tag, place and start term decided",
        )
        young_carer = code("YoungCarer", "YoungCarer", pattern="[A-Z]", terms="SPR", evidence=REBUILT)
        unit_contact_time = decimal("UnitContactTime", -999, 9999, terms="SPR", phases="PR", evidence=REBUILT)
        LearnerSupport = shared.LearnerSupport
        LearnerFAM = shared.LearnerFAM
        maths_gcse_highest_prior_attainment = code(
            "MathsGCSEHighestPriorAttainment", "GCSEgrade", max_length=2, terms="AUT", phases="SS AT PR"
        )
        maths_gcse_prior_attainment_year11 = code(
            "MathsGCSEPriorAttainmentYear11", "AttainmentStage", pattern="[0-9]", terms="AUT", phases="SS AT PR"
        )
        maths_gcse_funding_exemption = code(
            "MathsGCSEFundingExemption", "GCSEexemption", pattern="[A-Z]", terms="AUT", phases="SS AT PR"
        )
        maths_gcse_highest_prior_attainment_previous_year = code(
            "MathsGCSEHighestPriorAttainmentPreviousYear",
            "GCSEgrade",
            max_length=2,
            terms="AUT",
            phases="SS AT PR",
            evidence=REBUILT,
        )
        english_gcse_highest_prior_attainment = code(
            "EnglishGCSEHighestPriorAttainment", "GCSEgrade", max_length=2, terms="AUT", phases="SS AT PR"
        )
        english_gcse_prior_attainment_year11 = code(
            "EnglishGCSEPriorAttainmentYear11", "AttainmentStage", pattern="[0-9]", terms="AUT", phases="SS AT PR"
        )
        english_gcse_funding_exemption = code(
            "EnglishGCSEFundingExemption", "GCSEexemption", pattern="[A-Z]", terms="AUT", phases="SS AT PR"
        )
        english_gcse_highest_prior_attainment_previous_year = code(
            "EnglishGCSEHighestPriorAttainmentPreviousYear",
            "GCSEgrade",
            max_length=2,
            terms="AUT",
            phases="SS AT PR",
            evidence=REBUILT,
        )
        ft_emp = boolean("FTEmp", terms="AUT", phases="SS AT PR", evidence=REBUILT)
        qual_hrs = integer("QualHrs", 0, 9999, terms="AUT", phases="SS AT PR")
        non_qual_hrs = integer("Non_qualHrs", 0, 9999, terms="AUT", phases="SS AT PR")
        qual_hrs_previous_year = integer("QualHrsPreviousYear", 0, 9999, terms="AUT", phases="SS AT PR")
        non_qual_hrs_previous_year = integer("Non_qualHrsPreviousYear", 0, 9999, terms="AUT", phases="SS AT PR")
        t_level_qual_hrs = integer("TLevelQualHrs", 0, 9999, terms="AUT", phases="SS AT PR", evidence=REBUILT)
        t_level_non_qual_hrs = integer("TLevelNon_qualHrs", 0, 9999, terms="AUT", phases="SS AT PR", evidence=REBUILT)

    class PupilStatus(Group):
        enrol_status = code("EnrolStatus", "EnrolStatus", pattern="[A-Z]", evidence=REBUILT)
        entry_date = date("EntryDate")
        part_time = boolean("PartTime")
        boarder = code("Boarder", "Boarder", max_length=1, number="100067")
        nc_year_actual = code("NCyearActual", "NCyear", max_length=2)
        type_of_class = code("TypeOfClass", "ClassType", pattern="[A-Z]", phases="PS AT")

    class SpecialEducationalNeeds(Group):
        sen_provision = code("SENprovision", "SENprovision", pattern="[A-Z]", number="100472")

        class SENneeds(Group, terms="SPR", name="sen_needs"):
            class SENneed(Record, evidence=REBUILT, name="sen_need"):
                sen_type_rank = integer("SENtypeRank", 0, 99, evidence=REBUILT)
                sen_type = code("SENtype", "SENtype", max_length=4, number="N00166", evidence=REBUILT)

        sen_unit_indicator = boolean("SENunitIndicator", phases="NS PS MP MS SS AT")
        resourced_provision_indicator = boolean("ResourcedProvisionIndicator", phases="NS PS MP MS SS AT")

    Exclusions = shared.Exclusions

    class HomeInformation(Group, evidence=REBUILT):
        class Address(Record, evidence=REBUILT, note="Structured (SAON to PostTown) or line format, never both"):
            saon = text("SAON", max_length=100, evidence=REBUILT)
            paon = text("PAON", max_length=100, evidence=REBUILT)
            street = text("Street", max_length=100, evidence=REBUILT)
            locality = text("Locality", max_length=35, evidence=REBUILT)
            town = text("Town", max_length=30, evidence=REBUILT)
            administrative_area = text("AdministrativeArea", max_length=30, evidence=REBUILT)
            post_town = text("PostTown", max_length=30, evidence=REBUILT)
            address_line1 = text("AddressLine1", max_length=100, evidence=REBUILT)
            address_line2 = text("AddressLine2", max_length=100, evidence=REBUILT)
            address_line3 = text("AddressLine3", max_length=100, evidence=REBUILT)
            address_line4 = text("AddressLine4", max_length=100, evidence=REBUILT)
            address_line5 = text("AddressLine5", max_length=100, evidence=REBUILT)
            postcode = text("PostCode", max_length=8, evidence=REBUILT)
            unique_property_reference_number = text("UniquePropertyReferenceNumber", max_length=20, evidence=REBUILT)

    Attendance = shared.Attendance
    APProvisionDetail = shared.APProvisionDetail
    APPlacementDetails = shared.APPlacementDetails
    LearningAims = shared.LearningAims
