"""A pupil's record, on roll or no longer on roll, put together from its blocks."""

from __future__ import annotations

from datetime import date
from typing import Any

from schemas.layout import Node
from schemas.sample.draws import chance, pick
from schemas.sample.people import Person, person
from schemas.sample.school_census import identity, post16, shares
from schemas.sample.school_census.addresses import address, postcode
from schemas.sample.school_census.attendance import attendance, suspensions
from schemas.sample.school_census.early_years import early_years
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting, entry_day, leaving_day, whole_years
from schemas.sample.school_census.traits import Traits, TraitsOf
from schemas.sample.write import Fields

ON_ROLL = "Message/Pupils/PupilsOnRoll/PupilOnRoll"
NO_LONGER = "Message/Pupils/PupilsNoLongerOnRoll/PupilNoLongerOnRoll"
_ULN_AGE = 14
_YOUTH_SUPPORT_AGE = 12
_FIRST_ATTENDANCE_AGE, _LAST_ATTENDANCE_AGE = 4, 15

Scope = dict[str, Any]
"""The tags collected in a term and phase, as a tree."""


def scope_of(setting: Setting, node: Node) -> Scope:
    """What of a group or record is collected in this term, phase and year."""
    return {
        child.tag: scope_of(setting, child)
        for child in setting.layout.children(node)
        if setting.term in child.terms and ("ALL" in child.phases or setting.phase in child.phases)
    }


def within(scope: Scope, fields: Fields) -> Fields:
    """The fields that are in scope and hold something."""
    kept: Fields = {}
    for tag, value in fields.items():
        inner = scope.get(tag)
        if inner is None or value is None:
            continue
        if isinstance(value, dict):
            value = within(inner, value)
        elif isinstance(value, list) and inner:
            value = [within(inner, record) for record in value]
        if value not in ({}, []):
            kept[tag] = value
    return kept


class Pupils:
    """Makes the records of one return's pupils."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.traits = TraitsOf(setting)
        by_path = setting.layout.family.by_path
        self._on_roll_scope = scope_of(setting, by_path[ON_ROLL])
        self._leaver_scope = scope_of(setting, by_path[NO_LONGER])
        # From the size of the school alone, so that a pupil keeps their UPN from term to term.
        self._largest = 2 * setting.pupils // (setting.highest - setting.lowest + 1)

    def has_free_meals(self, seat: Seat) -> bool:
        """The pupil has free meals on census day."""
        return self.traits.of(seat).free_meals

    def is_reported(self, leaver: Seat) -> bool:
        """Of those who left, a return asks for those with attendance, and in autumn for those with learning aims."""
        if self.setting.phase == "NS":
            return False
        if post16.is_post16(leaver.group):
            return self.setting.term == "AUT" and self.setting.has_sixth_form
        age = self.setting.attendance_age(self.setting.year - leaver.cohort)
        return _FIRST_ATTENDANCE_AGE <= age <= _LAST_ATTENDANCE_AGE

    def on_roll(self, seat: Seat) -> Fields:
        """The record of a pupil on roll."""
        setting, traits, who = self.setting, self.traits.of(seat), self._person(seat)
        events = suspensions(setting, seat)
        fields: Fields = {
            "PupilIdentifiers": self._identifiers(seat, who, setting.day),
            "PupilCharacteristics": self._characteristics(seat, traits, who),
            "PupilStatus": {
                "EnrolStatus": traits.enrolment,
                "EntryDate": entry_day(seat.joined),
                "PartTime": seat.group < 0 and traits.part_time_nursery and setting.phase == "PS",
                "Boarder": "N",
                "NCyearActual": setting.year_code(seat.group),
                "TypeOfClass": None if seat.group > 7 else "N" if seat.group < 0 else "O",
            },
            "SpecialEducationalNeeds": self._needs(traits),
            "HomeInformation": {"Address": [address(chance(setting.school, "home", seat.cohort, seat.number))]},
            "Attendance": attendance(setting, seat, events),
        }
        if events:
            fields["Exclusions"] = {"TermlyExclusion": [event.fields(traits.sen) for event in events]}
        own = chance(setting.school, "provision", seat.cohort, seat.number)
        if setting.phase == "PR":
            reason = own.choice(("PEX", "PEX", "ASP", "MHN", "EHC", "OTH"))
            previous = identity.earlier_school(setting.school, "previous", seat.cohort, seat.number)
            fields["APProvisionDetail"] = {"PrevURN": previous, "APReason": reason, "SENprovisionEntry": traits.sen}
        if traits.placed and setting.phase != "NS":
            fields["APPlacementDetails"] = [self._placement(seat, traits)]
        if post16.is_post16(seat.group) and setting.has_sixth_form:
            fields["LearningAims"] = post16.learning_aims(setting, seat)
        return within(self._on_roll_scope, fields)

    def no_longer_on_roll(self, seat: Seat) -> Fields:
        """The record of a pupil who has left."""
        setting, traits, who = self.setting, self.traits.of(seat), self._person(seat)
        events = suspensions(setting, seat)
        has_aims = post16.is_post16(seat.group) and setting.has_sixth_form
        characteristics: Fields = {"Ethnicity": traits.ethnicity, "Language": traits.language}
        if has_aims:
            characteristics |= post16.characteristics(setting, seat, traits)
        fields: Fields = {
            "PupilIdentifiers": self._identifiers(seat, who, leaving_day(setting.now)),
            "PupilCharacteristics": characteristics,
            "PupilStatus": {
                "EntryDate": entry_day(seat.joined),
                "LeavingDate": leaving_day(setting.now),
                "PartTime": False,
                "Boarder": "N",
                "NCyearLeaving": setting.year_code(seat.group) if has_aims else None,
            },
            "Attendance": attendance(setting, seat, events),
        }
        if events:
            fields["Exclusions"] = {"TermlyExclusion": [event.fields(traits.sen) for event in events]}
        if has_aims:
            home = {"PostCode": postcode(chance(setting.school, "home", seat.cohort, seat.number))}
            fields |= {
                "HomeInformation": {"Address": [home]},
                "LearningAims": post16.learning_aims(setting, seat),
            }
        return within(self._leaver_scope, fields)

    def _person(self, seat: Seat) -> Person:
        first_birthday = date(seat.cohort - 5, 9, 1)
        culture = self.traits.of(seat).culture
        return person(self.setting.school, seat.cohort, seat.number, culture, first_birthday)

    def _identifiers(self, seat: Seat, who: Person, on: date) -> Fields:
        own = chance(self.setting.school, "called", seat.cohort, seat.number)
        fields: Fields = {
            "UPN": identity.upn(self.setting, seat, self._largest),
            "Surname": who.surname,
            "Forename": who.forename,
            "MiddleNames": who.middle,
            "PreferredSurname": f"{who.surname}-Hall" if own.random() < 0.02 and len(who.surname) < 25 else None,
            "DOB": who.born,
            "Sex": who.sex,
        }
        if whole_years(who.born, on) >= _ULN_AGE:
            fields["UniqueLearnerNumber"] = identity.uln(self.setting, seat)
        return fields

    def _characteristics(self, seat: Seat, traits: Traits, who: Person) -> Fields:
        setting, group = self.setting, seat.group
        own = chance(setting.school, "character", seat.cohort, seat.number)
        fields: Fields = {"Ethnicity": traits.ethnicity, "Language": traits.language}
        if traits.free_meals:
            period = {"FSMstartDate": entry_day(seat.joined), "UKcountry": "ENG", "FSMcategory": "TFSM"}
            fields["FSMperiods"] = {"FSMperiod": [period]}
        if group < 0:
            fields |= early_years(setting, seat, traits, whole_years(who.born, setting.windows["TERMCUT"][0]))
        elif group <= 2:
            fields["SchoolLunchTaken"] = traits.takes_lunch
        if setting.age_on_agedate(group) >= _YOUTH_SUPPORT_AGE:
            fields["YSSA"] = pick(own.random(), shares.YOUTH_SUPPORT)
        if post16.is_post16(group) and setting.has_sixth_form:
            fields |= post16.characteristics(setting, seat, traits)
        return fields | {
            "ServiceChild": traits.service_child,
            "TopUpFunding": traits.top_up,
            "PLAA": traits.left_care,
            "KinshipCare": traits.kinship,
            "YoungCarer": traits.young_carer,
            "UnitContactTime": own.choice((15.0, 20.0, 25.0)),
        }

    def _needs(self, traits: Traits) -> Fields:
        if traits.sen == "N":
            return {"SENprovision": "N"}
        needs = [{"SENtypeRank": rank, "SENtype": need} for rank, need in enumerate(traits.needs, start=1)]
        return {
            "SENprovision": traits.sen,
            "SENneeds": {"SENneed": needs},
            "SENunitIndicator": False,
            "ResourcedProvisionIndicator": False,
        }

    def _placement(self, seat: Seat, traits: Traits) -> Fields:
        setting = self.setting
        own = chance(setting.school, "placement", setting.now, seat.cohort, seat.number)
        first = setting.windows["AP"][0]
        return {
            "URN": identity.six_digits(setting.school, "placed", seat.cohort, seat.number),
            "APPlacementPostcode": postcode(own),
            "APSettingType": own.choice(("NFE", "OOT", "WBP", "OTH")),
            "EntryDate": max(first, entry_day(seat.joined)),
            "APAttendancePattern": "PT",
            "APSessionsPerWeek": own.choice((2, 4, 5)),
            "PlacementReason": own.choice(("BHS", "EXR", "MHN", "PHN", "OTH")),
            "SENprovisionEntry": traits.sen,
        }
