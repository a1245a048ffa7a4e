"""A whole sample return of the school census."""

from __future__ import annotations

from schemas.sample.rows import Rows
from schemas.sample.school_census.pupils import Pupils
from schemas.sample.school_census.roll import Roll, Seat
from schemas.sample.school_census.school import header, school
from schemas.sample.school_census.setting import Setting
from schemas.sample.write import Fields


class SampleReturn:
    """A clean return, ready to have faults planted and to be written.

    :ivar pupils: pupils on roll; each is made when it is looked at.
    :ivar leavers: pupils no longer on roll.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        roll = Roll(setting)
        makes = Pupils(setting)
        self.pupils: Rows[Seat] = Rows(roll.on_roll, makes.on_roll)
        reported = [seat for seat in roll.leavers if makes.is_reported(seat)]
        self.leavers: Rows[Seat] = Rows(reported, makes.no_longer_on_roll)
        self.header = header(setting)
        self.school = school(setting, roll, makes)
        self.message: Fields = {
            "Header": self.header,
            "School": self.school,
            "Pupils": {"PupilsOnRoll": {"PupilOnRoll": self.pupils}},
        }
        if len(self.leavers):
            self.message["Pupils"]["PupilsNoLongerOnRoll"] = {"PupilNoLongerOnRoll": self.leavers}
