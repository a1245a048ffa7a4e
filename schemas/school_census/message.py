"""The school census message: one declaration for all three terms, every phase and every year."""

from schemas.declare import REBUILT, Group
from schemas.school_census.header import Header as HeaderGroup
from schemas.school_census.pupils_no_longer_on_roll import PupilNoLongerOnRoll as Leaver
from schemas.school_census.pupils_on_roll import PupilOnRoll as Pupil
from schemas.school_census.school import School as SchoolGroup


class Message(Group, required=True, evidence=REBUILT):
    """One school's return for one census day."""

    Header = HeaderGroup
    School = SchoolGroup

    class Pupils(Group):
        class PupilsOnRoll(Group):
            PupilOnRoll = Pupil

        class PupilsNoLongerOnRoll(
            Group,
            phases="PS MP MS SS SP AT PR",
        ):
            PupilNoLongerOnRoll = Leaver
