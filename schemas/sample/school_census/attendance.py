"""Sessions possible and missed, and the suspensions that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from schemas.sample.draws import chance, pick
from schemas.sample.school_census import shares
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting, entry_day, leaving_day
from schemas.sample.write import Fields

# School sessions in the half term or term that an attendance window covers (two a day, bank holidays left out).
_POSSIBLE = {("AUT", "ATT1"): 58, ("AUT", "ATT2"): 70, ("SPR", "ATT1"): 142, ("SUM", "ATT1"): 114}
_LAST_ATTENDANCE_AGE = 15
# Days from which, and within which, somebody may be suspended: autumn, spring and summer term.
_SEASONS = ((9, 14, 80), (1, 12, 65), (4, 20, 80))


@dataclass(frozen=True)
class Suspension:
    """A suspension (or, without sessions, a permanent exclusion)."""

    day: date
    reasons: tuple[str, ...]
    sessions: int | None

    def fields(self, sen: str) -> Fields:
        reasons = {f"Reason{number}": reason for number, reason in enumerate(self.reasons, start=1)}
        kind: Fields = (
            {"Category": "PERM"} if self.sessions is None else {"Category": "SUSP", "Sessions": self.sessions}
        )
        return kind | reasons | {"StartDate": self.day, "SENprovision": sen}


def suspensions(setting: Setting, seat: Seat) -> list[Suspension]:
    """What the pupil was excluded for in the window that this census asks about, in order of date."""
    first, last = setting.windows["EXC"]
    there_from = entry_day(seat.joined)
    there_until = leaving_day(setting.now) if seat.has_left else last
    if setting.phase == "NS":
        return []
    events = [event for year in range(first.year - 1, last.year + 1) for event in _in_year(setting, seat, year)]
    if seat.has_left and chance(setting.school, "expelled", seat.cohort, seat.number).random() < 0.02:
        events.append(Suspension(there_until - timedelta(days=7), ("DB",), None))
    return [event for event in events if max(first, there_from) <= event.day <= min(last, there_until)]


def _in_year(setting: Setting, seat: Seat, year: int) -> list[Suspension]:
    own = chance(setting.school, "suspended", seat.cohort, seat.number, year)
    if own.random() >= shares.SUSPENDED_IN_A_YEAR[setting.phase]:
        return []
    seasons = sorted(own.sample(range(3), 2 if own.random() < 0.25 else 1))
    return [_event(own, year, season) for season in seasons]


def _event(own: Random, year: int, season: int) -> Suspension:
    month, day, days = _SEASONS[season]
    on = date(year + (season > 0), month, day) + timedelta(days=own.randrange(days // 7) * 7)
    monday = on - timedelta(days=on.weekday())
    reason = pick(own.random(), shares.EXCLUSION_REASONS)
    second = pick(own.random(), shares.EXCLUSION_REASONS)
    reasons = (reason, second) if second != reason and own.random() < 0.2 else (reason,)
    return Suspension(monday + timedelta(days=own.randrange(5)), reasons, own.choice((1, 2, 2, 2, 4, 4, 6, 10)))


def attendance(setting: Setting, seat: Seat, events: list[Suspension]) -> Fields | None:
    """The Attendance group; ``None`` for a pupil of whom none is asked."""
    age = setting.attendance_age(setting.year - seat.cohort)
    if setting.phase == "NS" or not 4 <= age <= _LAST_ATTENDANCE_AGE:
        return None
    parts = {"ATT1": "TermlyAttendance", "ATT2": "SummerHalfTerm2Attendance"}
    found = {
        tag: _part(setting, seat, window, events)
        for window, tag in parts.items()
        if window in setting.windows and entry_day(seat.joined) <= setting.windows[window][1]
    }
    return found or None


def _part(setting: Setting, seat: Seat, window: str, events: list[Suspension]) -> Fields:
    own = chance(setting.school, window, setting.now, seat.cohort, seat.number)
    first, last = setting.windows[window]
    possible = _POSSIBLE[setting.term, window]
    excluded = sum(event.sessions or 0 for event in events if first <= event.day <= last)
    missed = min(possible - excluded, int(possible * own.expovariate(14)))
    reasons: dict[str, int] = {"E": excluded} if excluded else {}
    while missed > 0:
        some = min(missed, own.randrange(1, 9))
        reason = pick(own.random(), shares.ABSENCES)
        reasons[reason] = reasons.get(reason, 0) + some
        missed -= some
    fields: Fields = {"SessionsPossible": possible}
    if reasons:
        details = [{"AttendanceReason": reason, "Sessions": sessions} for reason, sessions in reasons.items()]
        fields["SessionDetails"] = {"SessionDetail": details}
    return fields
