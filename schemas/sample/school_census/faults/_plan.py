"""What a fault of the school census is planted with: pupils, leavers, classes and blocks nobody has changed yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from schemas.layout import Layout
from schemas.sample.draws import chance
from schemas.sample.planting import FaultBook, NoPlace
from schemas.sample.rows import Rows
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import YEAR_CODES, Setting
from schemas.sample.write import Fields

Where = Callable[[Fields], bool]
_LOOKS = 4000
_GROUPS = {code: group for group, code in YEAR_CODES.items()} | {"E2": -1}


class Plan:
    """The return a fault is planted in. Each pupil, class and block is given out once, so that faults stay apart."""

    def __init__(self, sample: SampleReturn) -> None:
        self.sample = sample
        self.setting: Setting = sample.setting
        self._own = chance(self.setting.school, "faults", self.setting.now)
        self._taken: set[tuple[str, int]] = set()
        self._blocks: set[str] = set()
        self.people: dict[int, Fields] = {}
        """Id of each record that was given out → the pupil it is or is inside."""

    @property
    def layout(self) -> Layout:
        return self.setting.layout

    def key(self, person: Fields) -> str | None:
        """The UPN of a pupil."""
        found: str | None = identifiers(person).get("UPN")
        return found

    # Dates

    @property
    def day(self) -> date:
        """Census day."""
        return self.setting.day

    def window(self, name: str) -> tuple[date, date]:
        """First and last day of a window."""
        return self.setting.windows[name]

    def days_before(self, days: int) -> date:
        """A day before census day."""
        return self.day - timedelta(days=days)

    # People

    def pupil(self, where: Where = lambda pupil: True) -> Fields:
        """A pupil on roll of whom this holds. Raises ``NoPlace``."""
        return self._person("pupil", self.sample.pupils, where)

    def leaver(self, where: Where = lambda leaver: True) -> Fields:
        """A pupil no longer on roll of whom this holds. Raises ``NoPlace``."""
        return self._person("leaver", self.sample.leavers, where)

    def _person(self, kind: str, rows: Rows[Seat], where: Where) -> Fields:
        if not len(rows):
            raise NoPlace
        start = self._own.randrange(len(rows))
        for step in range(min(len(rows), _LOOKS)):
            place = (start + step) % len(rows)
            if (kind, place) not in self._taken and where(rows.look(place)):
                self._taken.add((kind, place))
                person = rows.keep(place)
                self.people[id(person)] = person
                return person
        raise NoPlace

    def inside(self, person: Fields, record: Fields) -> Fields:
        """Note that a record is this pupil's, so that findings on it carry the pupil's UPN."""
        self.people[id(record)] = person
        return record

    # The school

    @property
    def school(self) -> Fields:
        """The School group, to raise a rule on."""
        return self.sample.school

    @property
    def message(self) -> Fields:
        """The whole message, to raise a rule on."""
        return self.sample.message

    def block(self, *path: str, lock: str = "") -> Fields:
        """A block of the school that nobody has changed, by its path.

        :param lock: what of the block is changed, where several changes can stand beside each other.
        :raises NoPlace: when the return has no such block or it was given out.
        """
        block: Any = self.sample.school
        for tag in path:
            block = block.get(tag)
            if block is None:
                raise NoPlace
        self.lock(f"{'/'.join(path)} {lock}")
        found: Fields = block
        return found

    def lock(self, name: str) -> None:
        """Claim something by name. Raises ``NoPlace`` when it is claimed already."""
        if name in self._blocks:
            raise NoPlace
        self._blocks.add(name)

    def new_block(self, tag: str, content: Fields) -> Fields:
        """Give the school a block that it has not. Raises ``NoPlace`` when it has."""
        if tag in self.sample.school:
            raise NoPlace
        self.sample.school[tag] = content
        return content

    def a_class(self, where: Where = lambda a_class: True) -> Fields:
        """A class of which this holds. Raises ``NoPlace``."""
        return self._listed("Classes", "Class", where)

    def childcare(self, where: Where = lambda childcare: True) -> Fields:
        """A kind of childcare of which this holds. Raises ``NoPlace``."""
        return self._listed("SchoolChildcare", "Childcare", where)

    def _listed(self, block: str, tag: str, where: Where) -> Fields:
        records: list[Fields] = self.sample.school.get(block, {}).get(tag, [])
        free = [place for place, record in enumerate(records) if (tag, place) not in self._taken and where(record)]
        if not free or f"{block} " in self._blocks:
            raise NoPlace
        place = self._own.choice(free)
        self._taken.add((tag, place))
        return records[place]


BOOK: FaultBook[Plan] = FaultBook()
fault = BOOK.fault


# Speaking of pupils and their parts -----------------------------------------------------------------------------------


def identifiers(person: Fields) -> Fields:
    """PupilIdentifiers of a pupil."""
    found: Fields = person["PupilIdentifiers"]
    return found


def characteristics(person: Fields) -> Fields:
    """PupilCharacteristics of a pupil."""
    found: Fields = person["PupilCharacteristics"]
    return found


def status(person: Fields) -> Fields:
    """PupilStatus of a pupil."""
    found: Fields = person["PupilStatus"]
    return found


def needs(person: Fields) -> Fields:
    """SpecialEducationalNeeds of a pupil."""
    found: Fields = person["SpecialEducationalNeeds"]
    return found


def group(person: Fields) -> int:
    """Year group of a pupil on roll."""
    return _GROUPS[status(person)["NCyearActual"]]


def has_exclusion(person: Fields) -> bool:
    """The pupil has a suspension or exclusion."""
    return "Exclusions" in person


def attendance(person: Fields, part: str = "TermlyAttendance") -> Fields | None:
    """A part of a pupil's attendance, if there is one."""
    found: Fields | None = person.get("Attendance", {}).get(part)
    return found


def lacks(
    rule: str,
    path: str,
    *,
    of: Callable[[Plan], Fields] | None = None,
    where: Where = lambda person: True,
    leaver: bool = False,
    **scope: Any,
) -> None:
    """Register the fault that an item is missing.

    :param path: group and item, such as ``PupilIdentifiers/Surname``.
    :param of: gives the record; by default a pupil on roll (or a leaver) who has the item.
    """
    *groups, tag = path.split("/")

    def holder(record: Fields) -> Fields | None:
        for name in groups:
            record = record.get(name, {})
        return record if tag in record else None

    def plant(plan: Plan) -> Fields:
        def suits(person: Fields) -> bool:
            return holder(person) is not None and where(person)

        record = of(plan) if of is not None else plan.leaver(suits) if leaver else plan.pupil(suits)
        held = holder(record)
        if held is None:
            raise NoPlace
        del held[tag]
        return record

    fault(rule, **scope)(plant)
