"""Examples of the rules about attendance, by half term in summer and by term otherwise."""

from typing import Any

from validation.rules.school_census.examples._fragments import leaver, of, pupil

BORN = "2012-01-15"
AUTHORISED = ("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "H")
UNAUTHORISED = ("G", "N", "O", "U")
FIRST, SECOND = "TermlyAttendance", "SummerHalfTerm2Attendance"
FIRST_START, FIRST_END = "2026-04-06", "2026-05-24"
"""The two half terms that autumn 2026 collects."""
SECOND_START, SECOND_END = "2026-05-25", "2026-07-31"


def sessions(**by_code: int) -> list[dict[str, Any]]:
    return [dict(AttendanceReason=code, Sessions=number) for code, number in by_code.items()]


for code, block, other in (("2470", FIRST, SECOND), ("2571", SECOND, FIRST)):
    given = {block: dict(SessionsPossible=60)}
    it = of(code)
    it.just_fails(pupil(DOB="2021-09-01", Boarder="N", **given))
    it.just_passes(pupil(DOB="2021-08-31", Boarder="N", **given))
    it.just_passes(pupil(DOB="2009-09-01", Boarder="N", **given))
    it.just_fails(pupil(DOB="2009-08-31", Boarder="N", **given))
    it.just_fails(leaver(DOB="2009-08-31", Boarder="N", **given))
    it.just_passes(leaver(DOB="2009-09-01", **given))
    for boarder in ("B", "6", "7"):
        it.fails(pupil(DOB=BORN, Boarder=boarder, **given), leaver(Boarder=boarder, **{block: {}}), times=2)
    it.passes(pupil(Boarder="N", **given))
    it.passes(pupil(DOB="2009-08-31", Boarder="B", **{other: dict(SessionsPossible=60)}))
    it.passes(pupil(DOB="2009-08-31", Boarder="B"))
    of(code, revision=1).fails(pupil(DOB="2026-10-02", Boarder="N", **given))
    of(code, revision=2).just_passes(pupil(DOB="2026-10-02", Boarder="N", **given))
    of(code, revision=2).just_fails(pupil(DOB="2026-10-01", Boarder="N", **given))

it = of("2470")
it.just_fails(pupil(DOB="2022-09-01", Boarder="N", TermlyAttendance=dict(SessionsPossible=60)), term="SPR")
it.just_passes(pupil(DOB="2022-08-31", Boarder="N", TermlyAttendance=dict(SessionsPossible=60)), term="SPR")

for code, block, other in (("2475", FIRST, SECOND), ("2572", SECOND, FIRST)):
    it = of(code)
    it.fails(pupil(**{block: dict(SessionDetail=sessions(F=2, Q9=2, O=1))}), times=1)
    it.fails(leaver(**{block: dict(SessionDetail=sessions(F=2))}))
    it.fails(pupil(**{block: dict(SessionDetail=sessions(o=2))}))
    it.passes(pupil(**{block: dict(SessionDetail=sessions(O=1, Y7=2, C1=3))}))
    it.passes(pupil(**{block: dict(SessionDetail=[dict(AttendanceReason="/", Sessions=9), dict(Sessions=2)])}))
    it.passes(pupil(**{other: dict(SessionDetail=sessions(F=2))}))
    it.fails(pupil(**{block: dict(SessionDetail=sessions(H=2))}))
    it.passes(pupil(**{block: dict(SessionDetail=sessions(H=2, Y=1, K=1))}), year=2024)
    it.passes(pupil(**{block: dict(SessionsPossible=60)}))

for code, block, other in (("2480", FIRST, SECOND), ("2573", SECOND, FIRST)):
    it = of(code)
    it.fails(pupil(**{block: dict(SessionDetail=[dict(AttendanceReason="O"), *sessions(E=0)])}), times=1)
    it.fails(pupil(**{block: dict(SessionDetail=[dict(AttendanceReason="O"), *sessions(E=1)])}))
    it.just_fails(leaver(**{block: dict(SessionDetail=sessions(O=0))}))
    it.just_passes(leaver(**{block: dict(SessionDetail=sessions(O=1))}))
    it.passes(pupil(**{block: dict(SessionDetail=[dict(Sessions=0), {}])}))
    it.passes(pupil(**{other: dict(SessionDetail=sessions(O=0))}))

for code, block, other in (("2490", FIRST, SECOND), ("2574", SECOND, FIRST)):
    it = of(code)
    it.just_fails(pupil(**{block: dict(SessionDetail=[dict(Sessions=1)])}))
    it.just_passes(pupil(**{block: dict(SessionDetail=[dict(Sessions=0)])}))
    it.fails(leaver(**{block: dict(SessionDetail=[*sessions(E=1), dict(Sessions=3)])}))
    it.passes(pupil(**{block: dict(SessionDetail=[*sessions(E=1), {}])}))
    it.passes(pupil(**{other: dict(SessionDetail=[dict(Sessions=1)])}))

it = of("2485Q")


def suspended(day: str | None, category: str = "SUSP") -> dict[str, Any]:
    exclusion = dict(Category=category) if day is None else dict(Category=category, StartDate=day)
    return {"TermlyExclusion": [exclusion]}


NO_E = {FIRST: dict(SessionDetail=sessions(O=1))}
WITH_E = {FIRST: dict(SessionDetail=sessions(O=1, E=2))}
it.just_passes(pupil(**suspended("2026-04-05"), **NO_E))
it.just_fails(pupil(**suspended(FIRST_START), **NO_E))
it.just_fails(pupil(**suspended(FIRST_END), **NO_E))
it.just_passes(pupil(**suspended(SECOND_START), **NO_E))
it.just_fails(pupil(**suspended("2026-04-05"), **WITH_E))
it.just_passes(pupil(**suspended(FIRST_START), **WITH_E))
it.passes(leaver(**suspended(FIRST_END), **WITH_E))
it.fails(leaver(**WITH_E), pupil(**suspended(None), **WITH_E), times=2)
of("2485Q", revision=1).fails(pupil(**suspended(FIRST_START, "PERM"), **WITH_E))
of("2485Q", revision=2).passes(pupil(**suspended(FIRST_START, "PERM"), **WITH_E))
of("2485Q", revision=2).passes(pupil(**suspended(FIRST_START, "PERM"), **NO_E))
of("2485Q", revision=2).just_passes(leaver(**suspended(FIRST_END, "PERM"), **WITH_E))
of("2485Q", revision=2).just_fails(leaver(**suspended(SECOND_START, "PERM"), **WITH_E))
it.fails(pupil(**suspended(None, "PERM"), **WITH_E))
it.fails(pupil(**suspended(FIRST_START), **{SECOND: dict(SessionDetail=sessions(E=2))}))
it.passes(pupil(**{SECOND: dict(SessionDetail=sessions(E=2))}))
it.fails(pupil(Attendance={}, **suspended(FIRST_START)))
it.passes(pupil(**suspended(FIRST_START)))
it.passes(pupil(**NO_E), leaver(Boarder="N"))
it.just_passes(pupil(**suspended("2026-07-31"), **NO_E), term="SPR")
it.just_fails(pupil(**suspended("2026-08-01"), **NO_E), term="SPR")
it.just_fails(pupil(**suspended("2026-12-31"), **NO_E), term="SPR")
it.just_passes(pupil(**suspended("2027-01-01"), **NO_E), term="SPR")

for code, block, other, start, end, after in (
    ("2500", FIRST, SECOND, None, FIRST_END, "2026-05-25"),
    ("2575", SECOND, FIRST, None, SECOND_END, "2026-08-01"),
    ("2510", FIRST, SECOND, FIRST_START, FIRST_END, "2026-05-25"),
    ("2579", SECOND, FIRST, SECOND_START, SECOND_END, "2026-08-01"),
):
    it = of(code)
    here = dict(DOB=BORN, Boarder="N", EntryDate="2024-09-03")
    child = pupil if start is None else leaver
    if start is not None:
        here |= dict(LeavingDate="2026-09-10")
        it.just_fails(leaver(**here | dict(LeavingDate=start)))
        before = {FIRST_START: "2026-04-05", SECOND_START: "2026-05-24"}[start]
        it.just_passes(leaver(**here | dict(LeavingDate=before)))
        it.passes(leaver(DOB=BORN, Boarder="N", EntryDate="2024-09-03"))
    it.fails(child(**here), times=1)
    it.fails(child(**here, **{block: {}}))
    it.fails(child(**here, **{other: dict(SessionsPossible=60)}))
    it.just_fails(child(**here, **{block: dict(SessionsPossible=-1)}))
    it.just_passes(child(**here, **{block: dict(SessionsPossible=0)}))
    it.just_fails(child(**here | dict(EntryDate=end)))
    it.just_passes(child(**here | dict(EntryDate=after)))
    it.just_fails(child(**here | dict(DOB="2021-08-31")))
    it.just_passes(child(**here | dict(DOB="2021-09-01")))
    it.just_fails(child(**here | dict(DOB="2009-09-01")))
    it.just_passes(child(**here | dict(DOB="2009-08-31")))
    it.passes(child(**here | dict(Boarder="B")))
    it.passes(child(DOB=BORN, EntryDate="2024-09-03"))
    it.passes(child(DOB=BORN, Boarder="N"))
    it.passes((leaver if child is pupil else pupil)(DOB=BORN, Boarder="N", EntryDate="2024-09-03"))

it = of("2500")
for term, year, last, after in (
    ("AUT", 2025, "2025-05-25", "2025-05-26"),
    ("SPR", 2026, "2026-12-31", "2027-01-01"),
    ("SUM", 2026, "2027-03-28", "2027-03-29"),
):
    it.just_fails(pupil(DOB=BORN, Boarder="N", EntryDate=last), term=term, year=year)
    it.just_passes(pupil(DOB=BORN, Boarder="N", EntryDate=after), term=term, year=year)
it.just_fails(pupil(DOB="2022-08-31", Boarder="N", EntryDate="2026-09-03"), term="SPR")
it.just_passes(pupil(DOB="2022-09-01", Boarder="N", EntryDate="2026-09-03"), term="SPR")

it = of("2510")
LEFT = dict(DOB=BORN, Boarder="N", EntryDate="2024-09-03")
it.just_fails(leaver(**LEFT, LeavingDate="2026-08-01"), term="SPR")
it.just_passes(leaver(**LEFT, LeavingDate="2026-07-31"), term="SPR")
it.just_fails(leaver(**LEFT, LeavingDate="2027-01-01"), term="SUM")
it.just_passes(leaver(**LEFT, LeavingDate="2026-12-31"), term="SUM")

it = of("2502Q")
NONE_POSSIBLE = {FIRST: dict(SessionsPossible=0)}
it.just_fails(pupil(DOB=BORN, Boarder="N", EntryDate=FIRST_END, **NONE_POSSIBLE))
it.just_passes(pupil(DOB=BORN, Boarder="N", EntryDate="2026-05-25", **NONE_POSSIBLE))
it.just_passes(pupil(DOB=BORN, Boarder="N", EntryDate=FIRST_END, TermlyAttendance=dict(SessionsPossible=1)))
it.passes(pupil(DOB=BORN, Boarder="N", EntryDate=FIRST_END, SummerHalfTerm2Attendance=dict(SessionsPossible=0)))
it.passes(pupil(DOB=BORN, Boarder="N", EntryDate=FIRST_END))
it.passes(pupil(DOB=BORN, Boarder="7", EntryDate=FIRST_END, **NONE_POSSIBLE))

for code, block, other in (("2505", FIRST, SECOND), ("2577", SECOND, FIRST)):
    it = of(code)
    it.fails(pupil(**{block: dict(SessionsAuthorised=2, SessionDetail=sessions(I=2))}), times=1)
    it.fails(leaver(**{block: dict(SessionsUnauthorised=0, SessionDetail=[{}])}))
    it.passes(pupil(**{block: dict(SessionsAuthorised=2, SessionsUnauthorised=0)}))
    it.passes(pupil(**{block: dict(SessionDetail=sessions(I=2))}))
    it.passes(pupil(**{block: dict(SessionsAuthorised=2), other: dict(SessionDetail=sessions(I=2))}))

for code, block, other in (("2530", FIRST, SECOND), ("2582", SECOND, FIRST)):
    it = of(code)
    it.just_fails(pupil(**{block: dict(SessionsPossible=9, SessionDetail=sessions(I=3, E=3, O=4))}))
    it.just_passes(pupil(**{block: dict(SessionsPossible=10, SessionDetail=sessions(I=3, E=3, O=4))}))
    it.fails(leaver(**{block: dict(SessionsPossible=0, SessionDetail=sessions(N=1))}))
    it.passes(pupil(**{block: dict(SessionsPossible=5, SessionDetail=sessions(L=9, X=9, Y1=9, P=9, O=5))}))
    it.passes(pupil(**{block: dict(SessionDetail=sessions(O=5))}))
    it.passes(pupil(**{block: dict(SessionsPossible=5, SessionDetail=[dict(Sessions=9)])}))
    it.passes(
        pupil(
            **{
                block: dict(SessionsPossible=5, SessionDetail=sessions(O=3)),
                other: dict(SessionsPossible=5, SessionDetail=sessions(O=3)),
            }
        )
    )
    for absence in (*AUTHORISED, *UNAUTHORISED):
        it.fails(pupil(**{block: dict(SessionsPossible=1, SessionDetail=sessions(**{absence: 2}))}))

it = of("2560Q")
AWAY = pupil(TermlyAttendance=dict(SessionsPossible=50, SessionDetail=sessions(I=20, M=10, O=50)))
HERE = leaver(TermlyAttendance=dict(SessionsPossible=50, SessionDetail=sessions(L=40)))
it.just_passes(AWAY, HERE)
it.just_fails(AWAY, leaver(TermlyAttendance=dict(SessionsPossible=49)))
it.just_fails(AWAY, leaver(TermlyAttendance=dict(SessionsPossible=50, SessionDetail=sessions(C2=1))))
it.fails(AWAY, pupil(SummerHalfTerm2Attendance=dict(SessionsPossible=200)))
it.passes(AWAY, HERE, pupil(SummerHalfTerm2Attendance=dict(SessionDetail=sessions(I=50))))
for absence in AUTHORISED:
    it.fails(pupil(TermlyAttendance=dict(SessionsPossible=10, SessionDetail=sessions(**{absence: 4}))))
it.passes(pupil(TermlyAttendance=dict(SessionsPossible=10, SessionDetail=sessions(G=2, N=2, O=2, U=4))))
it.fails(pupil(TermlyAttendance=dict(SessionDetail=sessions(I=1))), times=1)
it.passes(pupil(Boarder="N"))
it.passes()

for code, block, other in (("5057", FIRST, SECOND), ("5080", SECOND, FIRST)):
    it = of(code)
    it.fails(pupil(**{block: {}}), leaver(**{block: dict(SessionsPossible=10)}), phase="NS", times=2)
    it.passes(pupil(**{other: dict(SessionsPossible=10)}), phase="NS")
    it.passes(pupil(**{block: dict(SessionsPossible=10)}), phase="PS")
    it.passes(pupil(Attendance={}), phase="NS")
