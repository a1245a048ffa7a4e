"""Examples of the rules that hold the school against the register; pupils' ages are those on 31 August 2026."""

from validation.rules.school_census.examples._fragments import header, of, pupil, school


def registered(**said):
    return {"register_details": [{"laestab": "8234001", "phase": "2", "low_age": 3, "high_age": 11} | said]}


it = of("PX09")
it.fails(school(Phase="SS"), given=registered())
it.passes(school(Phase="PS"), given=registered())
it.passes(school(Phase="SP"), given=registered(phase="0"))
it.passes(school(Phase="SS"), header(Estab="4002"), given=registered())

it = of("PX10")
it.just_fails(pupil(DOB="2025-08-31"), given=registered())
it.just_passes(pupil(DOB="2024-08-31"), given=registered())
it.just_fails(pupil(DOB="2013-08-31"), given=registered())
it.just_passes(pupil(DOB="2013-09-01"), given=registered())
it.passes(pupil(DOB="1990-01-01"), pupil(), given=registered(low_age=None, high_age=None))
of("PX10", revision=1).fails(pupil(DOB="2026-10-02"), given=registered())
of("PX10", revision=2).just_passes(pupil(DOB="2026-10-02"), given=registered())
