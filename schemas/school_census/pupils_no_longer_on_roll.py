"""Pupils who left, sent because something happened to them in the dates collected."""

from schemas.declare import DECIDED, REBUILT, Group, Record, boolean, code, date, integer, text
from schemas.school_census import shared


class PupilNoLongerOnRoll(
    Record,
    phases="PS MP MS SS SP AT PR",
    note="Schedule of leavers; rule 5065 bars NS",
    table="Pupil",
    stream=True,
    key="upn",
    identity="surname forename dob",
):
    """A pupil who left before census day, with what is collected about leavers."""

    class PupilIdentifiers(Group, phases="ALL"):
        upn = shared.UPN
        former_upn = shared.FORMER_UPN
        surname = text("Surname", max_length=35)
        forename = text("Forename", max_length=35)
        middle_names = text("MiddleNames", max_length=70)
        former_surname = text("FormerSurname", max_length=35)
        dob = date("DOB", number="N00066")
        sex = shared.SEX
        unique_learner_number = text("UniqueLearnerNumber", max_length=10, phases="MS SS SP AT PR")

    class PupilCharacteristics(Group, evidence=DECIDED):
        ethnicity = shared.ETHNICITY.but(evidence=REBUILT)
        language = code("Language", "Language", max_length=4, evidence=REBUILT)
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
        qual_hrs = integer("QualHrs", 0, 9999, terms="AUT", phases="SS AT PR")
        non_qual_hrs = integer("Non_qualHrs", 0, 9999, terms="AUT", phases="SS AT PR")
        qual_hrs_previous_year = integer("QualHrsPreviousYear", 0, 9999, terms="AUT", phases="SS AT PR")
        non_qual_hrs_previous_year = integer("Non_qualHrsPreviousYear", 0, 9999, terms="AUT", phases="SS AT PR")
        t_level_qual_hrs = integer("TLevelQualHrs", 0, 9999, terms="AUT", phases="SS AT PR", evidence=REBUILT)
        t_level_non_qual_hrs = integer("TLevelNon_qualHrs", 0, 9999, terms="AUT", phases="SS AT PR", evidence=REBUILT)

    class PupilStatus(Group):
        entry_date = date("EntryDate")
        leaving_date = date("LeavingDate")
        part_time = boolean("PartTime")
        boarder = code("Boarder", "Boarder", max_length=1, number="100067")
        nc_year_leaving = code(
            "NCyearLeaving", "NCyear", max_length=2, terms="AUT", phases="SS AT PR", evidence=REBUILT
        )

    Exclusions = shared.Exclusions

    class HomeInformation(Group, terms="AUT", phases="SS AT PR", evidence=REBUILT):
        class Address(Record, evidence=REBUILT, note="Leavers with learning aims only: postcode and UPRN"):
            postcode = text("PostCode", max_length=8, evidence=REBUILT)
            unique_property_reference_number = text("UniquePropertyReferenceNumber", max_length=20, evidence=REBUILT)

    Attendance = shared.Attendance
    APProvisionDetail = shared.APProvisionDetail
    APPlacementDetails = shared.APPlacementDetails
    LearningAims = shared.LearningAims
