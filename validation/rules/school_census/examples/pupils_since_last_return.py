"""Examples of the rules that compare pupils with the return before, of the summer: census day 21 May 2026."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil

A, B = "H801200001001", "X823200125012"

it = of("PX06")
it.fails(pupil(UPN=B), before=[pupil(UPN=A)])
it.fails(before=[pupil(UPN=A), pupil(UPN=B)], times=1)
it.passes(pupil(UPN=A), leaver(UPN=B), before=[pupil(UPN=A), pupil(UPN=B), pupil()])
it.passes(pupil(UPN=A), before=[leaver(UPN=B)])

it = of("PX07")
it.fails(pupil(UPN=A, EntryDate="2024-09-03"), before=[pupil(UPN=A, EntryDate="2024-09-02")])
it.passes(pupil(UPN=A, EntryDate="2024-09-02"), before=[pupil(UPN=A, EntryDate="2024-09-02")])
it.passes(pupil(UPN=A, EntryDate="2024-09-02"), before=[pupil(UPN=A), pupil(UPN=B, EntryDate="2024-09-03")])

it = of("PX08")
it.just_fails(pupil(UPN=A, EntryDate="2026-05-21"), before=[pupil(UPN=B)])
it.just_passes(pupil(UPN=A, EntryDate="2026-05-22"), before=[pupil(UPN=B)])
it.passes(pupil(UPN=A, EntryDate="2024-09-02"), before=[pupil(UPN=A)])
it.passes(pupil(EntryDate="2024-09-02"), pupil(UPN=A), before=[pupil(UPN=B)])
