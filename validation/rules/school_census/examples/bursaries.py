"""Examples of the rules about 16 to 19 bursaries."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil

VULNERABLE = dict(LearnerSupportCode="55")
DISCRETIONARY = dict(LearnerSupportCode="56")

it = of("1864")
it.fails(pupil(EnrolStatus="S", LearnerSupportItem=[VULNERABLE, DISCRETIONARY]), times=1)
it.passes(pupil(EnrolStatus="M", LearnerSupportItem=[VULNERABLE]))
it.passes(pupil(EnrolStatus="S"))
it.passes(pupil(LearnerSupportItem=[VULNERABLE]))

it = of("1865")
it.fails(pupil(LearnerSupportItem=[{}]))
it.fails(pupil(LearnerSupportItem=[VULNERABLE, dict(LearnerSupportCode="99")]), times=1)
it.fails(leaver(LearnerSupportItem=[dict(LearnerSupportCode="99"), dict(LearnerSupportCode="98")]), times=2)
it.passes(pupil(LearnerSupportItem=[VULNERABLE]), leaver(LearnerSupportItem=[DISCRETIONARY]))

it = of("1866")
it.fails(pupil(LearnerSupportItem=[VULNERABLE, DISCRETIONARY, VULNERABLE]), times=1)
it.fails(leaver(LearnerSupportItem=[VULNERABLE, VULNERABLE]))
it.passes(pupil(LearnerSupportItem=[VULNERABLE, DISCRETIONARY]))
it.passes(pupil(LearnerSupportItem=[VULNERABLE]), pupil(LearnerSupportItem=[VULNERABLE]))
it.passes(pupil(LearnerSupportItem=[{}, {}]))

it = of("1867")
it.just_fails(pupil(DOB="2010-09-01", LearnerSupportItem=[VULNERABLE]))
it.just_passes(pupil(DOB="2010-08-31", LearnerSupportItem=[VULNERABLE]))
it.just_fails(leaver(DOB="2010-09-01", LearnerSupportItem=[VULNERABLE]), term="SUM")
it.passes(pupil(DOB="2012-09-01"))
it.passes(pupil(LearnerSupportItem=[VULNERABLE]))
of("1867", revision=1).fails(pupil(DOB="2027-01-22", LearnerSupportItem=[VULNERABLE]))
of("1867", revision=2).just_passes(pupil(DOB="2027-01-22", LearnerSupportItem=[VULNERABLE]))

it = of("1868")
it.just_fails(pupil(DOB="2006-08-31", LearnerSupportItem=[VULNERABLE]))
it.just_passes(pupil(DOB="2006-09-01", LearnerSupportItem=[VULNERABLE]))
it.just_fails(leaver(DOB="2006-08-31", LearnerSupportItem=[{}]), term="SUM")
it.passes(pupil(DOB="2004-09-01"))
