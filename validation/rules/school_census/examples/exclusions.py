"""Examples of the rules about suspensions and permanent exclusions."""

from typing import Any

from validation.rules.school_census.examples._fragments import leaver, of, pupil


def one(**content: Any) -> dict[str, Any]:
    """A pupil's single suspension or exclusion."""
    return {"TermlyExclusion": [content]}


it = of("2265")
it.just_fails(pupil(**one(Reason1="OT", StartDate="2020-08-01")))
it.just_passes(pupil(**one(Reason1="OT", StartDate="2020-07-31")))
it.fails(pupil(**one(Reason1="BU", Reason2="DB", Reason3="OT", StartDate="2026-03-02")))
for reason in ("OW", "LG", "DS", "MT", "PH"):
    it.just_fails(leaver(**one(Reason2=reason, StartDate="2020-07-31")))
    it.just_passes(leaver(**one(Reason2=reason, StartDate="2020-08-01")))
it.passes(pupil(**one(Reason1="OT")))
it.passes(pupil(**one(Reason1="PP", Reason2="DB", StartDate="2026-03-02")))

it = of("2270")
WHOLE = dict(StartDate="2026-03-02", SENprovision="N", Category="SUSP")
it.fails(pupil(TermlyExclusion=[dict(SENprovision="N", Category="SUSP"), WHOLE]), times=1)
it.fails(pupil(**one(StartDate="2026-03-02", SENprovision="N")))
it.fails(leaver(**one(StartDate="2026-03-02", Category="SUSP")))
it.fails(pupil(SENprovision="K", **one(StartDate="2026-03-02", Category="SUSP")))
it.passes(pupil(**one(**WHOLE)), leaver(**one(**WHOLE)))
it.passes(pupil(SENprovision="K"))

it = of("2275")
it.fails(pupil(**one(Category="FIXD")))
it.fails(leaver(TermlyExclusion=[dict(Category="LNCH"), dict(Category="ABCD"), dict(Category="PERM")]), times=2)
it.passes(pupil(**one(Category="SUSP")), leaver(**one(Category="PERM")))
it.passes(pupil(**one(StartDate="2026-03-02")))

it = of("2280")
it.fails(pupil(**one(Category="SUSP")))
it.fails(leaver(**one(Category="PERM", Reason1="ZZ", Reason2="OT")))
it.passes(pupil(**one(Category="SUSP", Reason1="ZZ", Reason3="PP")))
it.passes(pupil(**one(Category="SUSP", Reason2="DB")))
it.passes(pupil(**one(StartDate="2026-03-02")))
it.fails(pupil(**one(Category="SUSP", Reason1="VR")), year=2025)
it.passes(pupil(**one(Category="SUSP", Reason1="VR")), year=2026)

it = of("2285")
PERMANENT = dict(Category="PERM")
it.just_fails(leaver(TermlyExclusion=[PERMANENT, PERMANENT]))
it.just_passes(leaver(TermlyExclusion=[PERMANENT, dict(Category="SUSP"), dict(Category="SUSP")]))
it.fails(pupil(TermlyExclusion=[PERMANENT, PERMANENT, PERMANENT]), times=1)
it.passes(pupil(TermlyExclusion=[PERMANENT]), leaver(TermlyExclusion=[PERMANENT]))

it = of("2290")
it.just_fails(pupil(**one(StartDate="2025-12-31")))
it.just_passes(pupil(**one(StartDate="2026-01-01")))
it.just_passes(leaver(**one(StartDate="2026-07-31")))
it.just_fails(leaver(**one(StartDate="2026-08-01")))
it.just_fails(pupil(**one(StartDate="2026-04-05")), term="SPR")
it.just_passes(pupil(**one(StartDate="2026-04-06")), term="SPR")
it.just_passes(pupil(**one(StartDate="2026-12-31")), term="SPR")
it.just_fails(pupil(**one(StartDate="2027-01-01")), term="SPR")
it.just_passes(pupil(**one(StartDate="2026-08-01")), term="SUM")
it.just_fails(pupil(**one(StartDate="2026-07-31")), term="SUM")
it.just_passes(pupil(**one(StartDate="2027-03-28")), term="SUM")
it.just_fails(pupil(**one(StartDate="2027-03-29")), term="SUM")
it.just_passes(pupil(**one(StartDate="2025-01-01")), year=2025)
it.just_fails(pupil(**one(StartDate="2025-08-01")), year=2025)
it.passes(pupil(**one(Category="SUSP")))

it = of("2300")
it.fails(pupil(**one(Category="SUSP")))
it.just_fails(leaver(**one(Category="SUSP", Sessions=0)))
it.just_passes(leaver(**one(Category="SUSP", Sessions=1)))
it.passes(pupil(**one(Category="PERM")))
it.passes(pupil(**one(StartDate="2026-03-02")))

it = of("2303")
it.just_fails(leaver(LeavingDate="2026-03-01", **one(StartDate="2026-03-02")))
it.just_passes(leaver(LeavingDate="2026-03-02", **one(StartDate="2026-03-02")))
it.fails(
    leaver(LeavingDate="2026-03-02", TermlyExclusion=[dict(StartDate="2026-03-02"), dict(StartDate="2026-05-06")]),
    leaver(LeavingDate="2026-06-02", TermlyExclusion=[dict(StartDate="2026-05-06")]),
    times=1,
)
it.passes(leaver(**one(StartDate="2026-03-02")))
it.passes(leaver(LeavingDate="2026-03-02", TermlyExclusion=[PERMANENT]))

it = of("2310")
it.fails(pupil(**one(SENprovision="S")))
it.fails(leaver(**one(SENprovision="X")))
for provision in ("N", "K", "E"):
    it.passes(pupil(**one(SENprovision=provision)))
it.passes(pupil(**one(Category="SUSP")))
it.passes(pupil(SENprovision="S", **one(SENprovision="K")))

it = of("2320Q")
it.just_fails(pupil(**one(Sessions=91)))
it.just_passes(pupil(**one(Sessions=90)))
it.passes(leaver(TermlyExclusion=[dict(Sessions=60), dict(Sessions=60)]))

it = of("2330")
it.fails(leaver(**one(Category="PERM", Sessions=0)))
it.passes(leaver(**one(Category="PERM")))
it.passes(pupil(**one(Category="SUSP", Sessions=4)))

it = of("2335")
it.fails(pupil(TermlyExclusion=[PERMANENT, PERMANENT]), times=1)
it.passes(leaver(TermlyExclusion=[PERMANENT]))
it.passes(pupil(**one(Category="SUSP")))

it = of("5051")
it.fails(pupil(TermlyExclusion=[{}, {}]), leaver(**one(Category="SUSP")), phase="NS", times=2)
it.passes(pupil(TermlyExclusion=[{}]), phase="PS")
it.passes(pupil(Exclusions={}), phase="NS")
