"""What does not change from term to term about the pupil in a seat: need, meals, language, care.

They belong to the seat, so that a school's shares hold when one pupil leaves and another comes. The first seat of one
cohort in turn always has a trait that a return needs somebody to have, whatever the size of the school.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from schemas.sample.draws import Spread, chance, pick
from schemas.sample.school_census import shares
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting

_SUBJECTS = (
    "meals",
    "sen",
    "ethnicity",
    "language",
    "service",
    "care",
    "carer",
    "enrolment",
    "placed",
    "top_up",
    "working",
    "part_time",
    "lunch",
    "kinship",
)
_ALWAYS_ETHNICITY = ("APKN", "pakistani", (("URD", 100.0),))


@dataclass(frozen=True, slots=True)
class Traits:
    """Lasting facts of a pupil."""

    ethnicity: str
    culture: str
    language: str
    sen: str
    needs: tuple[str, ...]
    free_meals: bool
    service_child: str
    left_care: str
    young_carer: str
    enrolment: str
    placed: bool
    top_up: bool
    working_parents: bool
    part_time_nursery: bool
    takes_lunch: bool
    kinship: str


class TraitsOf:
    """Gives the traits of each seat of a school."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._cohorts = setting.shape.groups[1] - setting.shape.groups[0] + 1
        room = max(1, setting.pupils // (setting.highest - setting.lowest + 1))
        self._spread = {
            subject: Spread(setting.school, subject, number, room) for number, subject in enumerate(_SUBJECTS)
        }
        self.of = lru_cache(maxsize=None)(self._of)

    def _draw(self, subject: str, seat: Seat) -> float:
        return self._spread[subject].at(seat.cohort, seat.index)

    def _always(self, seat: Seat, turn: int) -> bool:
        """The seat is the one that always has something, so that every return has one."""
        return seat.index == 0 and seat.cohort % self._cohorts == turn % self._cohorts

    def _of(self, seat: Seat) -> Traits:
        setting, small = self._setting, self._setting.pupils < 100
        ethnicity, culture, languages = (
            _ALWAYS_ETHNICITY if self._always(seat, 3) else pick(self._draw("ethnicity", seat), shares.ETHNICITIES)
        )
        spoken = sum(share for _, share in languages)
        language = pick(self._draw("language", seat), (*languages, ("ENG", max(0.0, 100 - spoken))))
        free_meals = self._always(seat, 2) or self._has_meals(seat)
        sen = self._sen(seat)
        in_service = not free_meals and self._draw("service", seat) < shares.SERVICE_CHILD
        joint = setting.phase != "PR" and not small and self._draw("enrolment", seat) < shares.NOT_MAIN_ONLY
        own = chance(setting.school, "traits", seat.cohort, seat.index)
        needs = (pick(own.random(), shares.SEN_NEEDS), pick(own.random(), shares.SEN_NEEDS))
        care = self._draw("care", seat) < shares.CARE_LEAVER and not small
        return Traits(
            ethnicity=ethnicity,
            culture=culture,
            language=language,
            sen=sen,
            needs=() if sen == "N" else needs[:1] if needs[0] == needs[1] or own.random() < 0.7 else needs,
            free_meals=free_meals,
            service_child="Y" if in_service else "N",
            left_care=pick(own.random(), shares.LEFT_CARE) if care else "N",
            young_carer=own.choice("PS") if self._draw("carer", seat) < shares.YOUNG_CARER else "N",
            enrolment="M" if joint else "C",
            placed=self._always(seat, 4) or self._draw("placed", seat) < shares.AP_PLACEMENT,
            top_up=sen == "E" and self._draw("top_up", seat) < shares.TOP_UP,
            working_parents=self._draw("working", seat) < 0.45,
            part_time_nursery=self._draw("part_time", seat) < shares.NURSERY_PART_TIME,
            takes_lunch=self._takes_lunch(seat),
            kinship=own.choice(("KF", "KI")) if self._draw("kinship", seat) < shares.KINSHIP else "ND",
        )

    def _has_meals(self, seat: Seat) -> bool:
        if self._setting.pupils < 100:
            # Of a class of three, two by accident would be more than half of it.
            return seat.index % 5 == 4
        return self._draw("meals", seat) < shares.FREE_MEALS

    def _takes_lunch(self, seat: Seat) -> bool:
        if self._setting.pupils < 100:
            # Infants are three cohorts: however few they are, somebody takes a lunch and somebody does not.
            return (seat.cohort + seat.index) % 3 != 0
        return self._draw("lunch", seat) < shares.LUNCH_TAKEN

    def _sen(self, seat: Seat) -> str:
        draw = self._draw("sen", seat)
        if self._setting.phase == "SP":
            return "E" if draw < 0.95 else "K"
        # A few pupils are a tenth of a small school: below 20 nobody has a plan, below 60 the one who always has.
        plans = self._setting.pupils >= 20
        if self._always(seat, 0):
            return "E" if plans else "K"
        if self._setting.pupils >= 60 and draw < shares.EHC_PLAN:
            return "E"
        return "K" if self._always(seat, 1) or draw < shares.EHC_PLAN + shares.SEN_SUPPORT else "N"
