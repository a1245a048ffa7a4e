"""What a school says about itself: characteristics and, in spring, appeals, classes and childcare."""

from schemas.declare import DECIDED, REBUILT, Group, Record, boolean, code, integer, text


class School(Group):
    """What the school says about itself."""

    class SchoolCharacteristics(Group, evidence=REBUILT):
        school_name = text("SchoolName", max_length=100, evidence=REBUILT)
        phase = code("Phase", "Phase", pattern="[A-Z]{2}", number="200006")
        school_type = code("SchoolType", "SchoolType", pattern="[0-9]{2}", number="200632", evidence=REBUILT)
        highest_nc_year = code("HighestNCyear", "NCyear", max_length=2, number="200013", evidence=REBUILT)
        lowest_nc_year = code("LowestNCyear", "NCyear", max_length=2, evidence=REBUILT)
        intake = code("Intake", "Intake", max_length=4, number="200014", evidence=REBUILT)
        governance = code("Governance", "Governance", pattern="[A-Z]{2}", number="200015", evidence=REBUILT)
        phone_no = text("PhoneNo", max_length=30, evidence=REBUILT)
        email = text("Email", max_length=254, evidence=REBUILT)

    class SpecialSchool(Group, terms="SPR", phases="SP", evidence=REBUILT, expected=True):
        accommodation = code("Accommodation", "Accommodation", pattern="[A-Z]", evidence=REBUILT)
        max_day_pupils = integer("MaxDayPupils", 0, 9999, evidence=REBUILT)
        max_boarders = integer("MaxBoarders", 0, 9999, evidence=REBUILT)
        min_male_age = integer("MinMaleAge", 0, 99, evidence=REBUILT)
        max_male_age = integer("MaxMaleAge", 0, 99, evidence=REBUILT)
        min_female_age = integer("MinFemaleAge", 0, 99, evidence=REBUILT)
        max_female_age = integer("MaxFemaleAge", 0, 99, evidence=REBUILT)

        class Provisions(Group, evidence=REBUILT):
            special_school_type = code(
                "SpecialSchoolType", "SpecialSchoolType", max_length=4, repeats=True, evidence=REBUILT
            )

    class PRU(Group, terms="SPR", phases="PR", evidence=DECIDED, expected=True):
        child_mothers = boolean("ChildMothers", evidence=REBUILT)
        teen_mother_places = integer("TeenMotherPlaces", 0, 999, evidence=REBUILT)
        childcare_places = boolean("ChildcarePlaces", evidence=REBUILT)

    class AdmissionAppeals(
        Group,
        terms="SPR",
        phases="PS MP MS SS AT",
        evidence=DECIDED,
        note="VA, FO and CA schools only. Item names decided from the table columns",
    ):
        class PrimaryAppeals(Group, evidence=DECIDED):
            primary_lodged = integer("PrimaryLodged", 0, 9999, evidence=DECIDED)
            primary_withdrawn = integer("PrimaryWithdrawn", 0, 9999, evidence=DECIDED)
            primary_heard = integer("PrimaryHeard", 0, 9999, evidence=DECIDED)
            primary_upheld = integer("PrimaryUpheld", 0, 9999, evidence=DECIDED)
            primary_rejected = integer("PrimaryRejected", 0, 9999, evidence=DECIDED)

        class InfantAppeals(Group, phases="PS AT", evidence=DECIDED):
            infants_lodged = integer("InfantsLodged", 0, 9999, evidence=REBUILT)
            infants_withdrawn = integer("InfantsWithdrawn", 0, 9999, evidence=REBUILT)
            infants_heard = integer("InfantsHeard", 0, 9999, evidence=REBUILT)
            infants_upheld = integer("InfantsUpheld", 0, 9999, evidence=REBUILT)
            infants_rejected = integer("InfantsRejected", 0, 9999, evidence=REBUILT)

        class SecondaryAppeals(Group, evidence=DECIDED):
            secondary_lodged = integer("SecondaryLodged", 0, 9999, evidence=REBUILT)
            secondary_withdrawn = integer("SecondaryWithdrawn", 0, 9999, evidence=REBUILT)
            secondary_heard = integer("SecondaryHeard", 0, 9999, evidence=REBUILT)
            secondary_upheld = integer("SecondaryUpheld", 0, 9999, evidence=REBUILT)
            secondary_rejected = integer("SecondaryRejected", 0, 9999, evidence=REBUILT)

    class PupilReconciliation(Group, terms="SPR", phases="PS MP MS SS AT", evidence=REBUILT, expected=True):
        part_time_not_in = integer("PartTimeNotIn", 0, 9999, evidence=REBUILT)
        private_study = integer("PrivateStudy", 0, 9999, evidence=REBUILT)
        pupils_at_other_school = integer("PupilsAtOtherSchool", 0, 9999, evidence=REBUILT)
        work_experience = integer("WorkExperience", 0, 9999, phases="MS SS AT", evidence=REBUILT)
        fe_college = integer("FEcollege", 0, 9999, phases="MS SS AT", evidence=REBUILT)

    class Classes(Group, terms="SPR", phases="PS MP MS SS AT", evidence=REBUILT):
        class Class(Record, evidence=REBUILT):
            class_name = text("ClassName", max_length=50, evidence=REBUILT)
            teachers = integer("Teachers", 0, 99, evidence=REBUILT)
            ppa_teachers = integer("PPATeachers", 0, 99, evidence=REBUILT)
            non_teachers = integer("NonTeachers", 0, 99, evidence=REBUILT)
            year_group = code("YearGroup", "NCyear", max_length=2, evidence=REBUILT)
            category = code(
                "Category", "ClassType", pattern="[A-Z]", phases="PS AT", evidence=REBUILT, note="Class type N or O"
            )
            key_stage = code("KeyStage", "KeyStage", max_length=1, phases="PS AT", evidence=REBUILT)
            class_activity = code(
                "ClassActivity", "ClassActivity", pattern="[A-Z]{2}", phases="PS AT", evidence=REBUILT
            )
            home_pupils = integer("HomePupils", 0, 999, evidence=REBUILT)
            guest_pupils = integer("GuestPupils", 0, 999, evidence=REBUILT)
            exception_a = integer(
                "ExceptionA", 0, 999, evidence=REBUILT, note="Infant class size exception count, category A"
            )
            exception_b = integer(
                "ExceptionB", 0, 999, evidence=REBUILT, note="Infant class size exception count, category B"
            )
            exception_c = integer(
                "ExceptionC", 0, 999, evidence=REBUILT, note="Infant class size exception count, category C"
            )
            exception_d = integer(
                "ExceptionD", 0, 999, evidence=REBUILT, note="Infant class size exception count, category D"
            )
            exception_e = integer(
                "ExceptionE", 0, 999, evidence=REBUILT, note="Infant class size exception count, category E"
            )
            exception_f = integer(
                "ExceptionF", 0, 999, evidence=REBUILT, note="Infant class size exception count, category F"
            )
            exception_g = integer(
                "ExceptionG", 0, 999, evidence=REBUILT, note="Infant class size exception count, category G"
            )
            exception_h = integer(
                "ExceptionH", 0, 999, evidence=REBUILT, note="Infant class size exception count, category H"
            )

    class Miscellaneous(Group, terms="SPR", evidence=REBUILT, expected=True):
        free_meals_taken = integer("FreeMealsTaken", 0, 9999, evidence=REBUILT)

    class SchoolChildcare(Group, terms="SPR", evidence=DECIDED, note="Wrapper name decided"):
        class Childcare(Record, evidence=REBUILT):
            type_of_childcare = code("TypeOfChildcare", "TypeOfChildcare", pattern="[A-Z]")
            on_site = code("OnSite", "YesNo", pattern="[A-Z]", evidence=REBUILT)
            childcare_signposting = code("ChildcareSignposting", "ChildcareSignposting", max_length=2, evidence=REBUILT)
            opening_time = text("OpeningTime", max_length=5, evidence=REBUILT, note="HH:MM, 24 hour")
            closing_time = text("ClosingTime", max_length=5, evidence=REBUILT, note="HH:MM, 24 hour")
            no_of_childcare_places = integer("NoOfChildcarePlaces", 0, 9999, evidence=REBUILT)
            childcare_provider = code(
                "ChildcareProvider", "ChildcareProvider", pattern="[A-Z]{3}", number="N00285", evidence=REBUILT
            )
            other_schools = code("OtherSchools", "YesNoUnknown", pattern="[A-Z]", evidence=REBUILT)
            childcare_wks_open = integer("ChildcareWksOpen", 0, 99, evidence=REBUILT)
            childcare_places_availability = code(
                "ChildcarePlacesAvailability",
                "ChildcarePlacesAvailability",
                max_length=60,
                number="N00799",
                evidence=REBUILT,
            )
            childcare_before_8am = code(
                "ChildcareBefore8am", "YesNoUnknownWords", max_length=10, number="N00800", evidence=REBUILT
            )
            childcare_covers_8am_to_6pm = code(
                "ChildcareCovers8amTo6pm", "ChildcareCover", max_length=10, number="N00801", evidence=REBUILT
            )
            childcare_until_6pm = code(
                "ChildcareUntil6pm", "YesNoUnknownWords", max_length=10, number="N00802", evidence=REBUILT
            )
            holiday_childcare_provider_hours = code(
                "HolidayChildcareProviderHours", "YesNoUnknownWords", max_length=10, number="N00803", evidence=REBUILT
            )
