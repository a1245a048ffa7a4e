"""Examples of the rules about GCSE maths and English of students after year 11."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, studying

STUDENT = studying(dict(QN="60146084"))
BELOW_PASS = ("D", "E", "F", "G", "U", "3", "2", "1", "NR")
PASS = ("A*", "A", "B", "C", "9", "8", "7", "6", "5", "4")

for code, subject, other in (("1633Q", "English", "Maths"), ("1634Q", "Maths", "English")):
    exempt = {f"{subject}GCSEFundingExemption": "L"}
    it = of(code)
    it.fails(pupil(SENprovision="K", **exempt))
    it.fails(pupil(SENprovision="N", **exempt))
    it.passes(pupil(SENprovision="E", **exempt))
    it.passes(pupil(**exempt))
    it.passes(pupil(SENprovision="K", **{f"{subject}GCSEFundingExemption": "O", f"{other}GCSEFundingExemption": "L"}))

for code, subject in (("1635", "Maths"), ("1637", "English")):
    grade, stage = f"{subject}GCSEHighestPriorAttainment", f"{subject}GCSEPriorAttainmentYear11"
    it = of(code)
    for below in BELOW_PASS:
        it.fails(pupil(**{grade: below, stage: "1"}), leaver(**{grade: below, stage: "2"}), times=2)
    it.just_passes(pupil(**{grade: "4", stage: "1"}), pupil(**{grade: "C", stage: "2"}))
    it.passes(pupil(**{grade: "3", stage: "3"}))
    it.passes(pupil(**{grade: "3"}), pupil(**{stage: "1"}))

for code, subject in (("1636", "Maths"), ("1638", "English")):
    grade, stage = f"{subject}GCSEHighestPriorAttainment", f"{subject}GCSEPriorAttainmentYear11"
    it = of(code)
    for passed in PASS:
        it.fails(pupil(**{grade: passed, stage: "3"}))
    it.fails(leaver(**{grade: "4", stage: "3"}))
    it.passes(pupil(**{grade: "4", stage: "1"}), leaver(**{grade: "A*", stage: "2"}))
    it.just_passes(pupil(**{grade: "3", stage: "3"}), pupil(**{grade: "D", stage: "3"}))
    it.passes(pupil(**{grade: "4"}), pupil(**{stage: "3"}))

for code, tag, wrong, right in (
    ("3000", "MathsGCSEHighestPriorAttainment", "10", "NR"),
    ("3010", "EnglishGCSEHighestPriorAttainment", "a*", "A*"),
    ("3005", "MathsGCSEPriorAttainmentYear11", "4", "3"),
    ("3015", "EnglishGCSEPriorAttainmentYear11", "0", "1"),
    ("3040", "MathsGCSEFundingExemption", "X", "N"),
    ("3045", "EnglishGCSEFundingExemption", "X", "F"),
):
    it = of(code)
    it.fails(pupil(**STUDENT), leaver(**STUDENT), times=2)
    it.fails(pupil(**STUDENT, **{tag: wrong}), times=1)
    it.passes(pupil(**STUDENT, **{tag: right}), leaver(**STUDENT, **{tag: right}))
    it.passes(pupil(Boarder="N"), pupil(**{tag: wrong}), pupil(ProgrammeAim=[dict(ProgType="30")]))

for code, subject in (("3020Q", "Maths"), ("3030Q", "English")):
    grade, exemption = f"{subject}GCSEHighestPriorAttainment", f"{subject}GCSEFundingExemption"
    it = of(code)
    for below in BELOW_PASS:
        it.fails(pupil(**{grade: below, exemption: "N"}))
    it.fails(leaver(**{grade: "3", exemption: "N"}))
    it.just_passes(pupil(**{grade: "4", exemption: "N"}), pupil(**{grade: "C", exemption: "N"}))
    it.passes(pupil(**{grade: "3", exemption: "L"}))
    it.passes(pupil(**{grade: "3"}), pupil(**{exemption: "N"}))
