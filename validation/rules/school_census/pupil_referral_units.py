"""What a pupil referral unit or alternative provision school says about itself and its pupils."""

from validation.rule import ERROR, rule
from validation.rules.school_census._records import PRU, PupilOnRoll


@rule("540", ERROR, on=PRU, tags="ChildMothers", terms="SPR", phases="PR")
def not_stated_whether_places_young(unit):
    """It is not stated whether places for young mothers are offered.

    Fails when: ChildMothers absent.

    Fix: Answer yes or no in the unit details.
    """
    return unit.child_mothers.is_null()


@rule("541", ERROR, on=PRU, tags="TeenMotherPlaces", terms="SPR", phases="PR")
def number_places_teenage_mothers_missing(unit):
    """The number of places for teenage mothers is missing.

    Fails when: TeenMotherPlaces absent.

    Fix: Enter the number, 0 if none.
    """
    return unit.teen_mother_places.is_null()


@rule("542", ERROR, on=PRU, tags="ChildcarePlaces", terms="SPR", phases="PR")
def not_stated_whether_childcare_places(unit):
    """It is not stated whether childcare places are offered.

    Fails when: ChildcarePlaces absent.

    Fix: Answer yes or no in the unit details.
    """
    return unit.childcare_places.is_null()


@rule("2690", ERROR, on=PupilOnRoll, tags="UnitContactTime", terms="SPR", phases="PR")
def weekly_contact_time_missing_not(pupil):
    """The weekly contact time is missing or not valid.

    Fails when: UnitContactTime absent or below 0.

    Fix: Enter the hours in the unit.
    """
    return pupil.unit_contact_time.is_null() | (pupil.unit_contact_time < 0)
