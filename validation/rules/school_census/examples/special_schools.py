"""Examples of the rules about what a special school says about itself."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school, special

it = of("280")
it.fails(school(SchoolName="Mill Lane School"), times=1)
it.fails(special(MaxDayPupils=40), times=1)
it.fails(special(Accommodation="X"))
it.passes(special(Accommodation="D"))
it.passes(special(Accommodation="H"))

it = of("290Q")
it.just_fails(special(Accommodation="D"), pupil(Boarder="B"), pupil(Boarder="7"), pupil(Boarder="N"))
it.just_passes(special(Accommodation="D"), pupil(Boarder="6"), pupil(Boarder="N"))
for boarder in ("B", "6", "7"):
    it.fails(special(Accommodation="D"), pupil(Boarder=boarder))
it.passes(special(Accommodation="H"), pupil(Boarder="B"))
it.passes(special(Accommodation="D"), pupil(Boarder="N"), leaver(Boarder="B"), leaver(Boarder="B"))
it.passes(special(Accommodation="D"))
it.passes(special(Accommodation="D"), pupil(), pupil(Boarder="B"))

it = of("300Q")
it.just_fails(special(Accommodation="B"), pupil(Boarder="N"), pupil(Boarder="N"), pupil(Boarder="B"))
it.just_passes(special(Accommodation="B"), pupil(Boarder="N"), pupil(Boarder="B"))
it.passes(special(Accommodation="D"), pupil(Boarder="N"))
it.passes(special(Accommodation="B"))

it = of("310")
it.fails(school(SchoolName="Mill Lane School"))
it.fails(special(Accommodation="D"))
it.passes(special(MaxDayPupils=0))

it = of("320")
it.fails(school(Intake="SPEC"))
it.fails(school(Intake="HOSP"), special(MaxBoarders=0))
it.passes(school(Intake="SPEC"), special(MaxBoarders=0))
it.passes(school(Intake="HOSP"))
it.passes(school(Intake="HOSP"), special(Accommodation="H"))
it.passes(special(Accommodation="D"))
it.passes(special(MaxBoarders=12))

it = of("330Q")
it.just_fails(special(MaxDayPupils=1), pupil(Boarder="N"), pupil(Boarder="N"))
it.just_passes(special(MaxDayPupils=1), pupil(Boarder="N"), pupil(Boarder="B"), leaver(Boarder="N"))
it.just_fails(special(MaxDayPupils=0), pupil(Boarder="N"))
it.just_passes(special(MaxDayPupils=0))
it.passes(special(Accommodation="D"), pupil(Boarder="N"))

it = of("340Q")
it.just_fails(special(MaxBoarders=2), pupil(Boarder="B"), pupil(Boarder="6"), pupil(Boarder="7"))
it.just_passes(special(MaxBoarders=2), pupil(Boarder="B"), pupil(Boarder="6"), pupil(Boarder="N"))
it.passes(special(Accommodation="B"), pupil(Boarder="B"))

for code, sex, other, lowest, highest in (
    ("350", "M", "F", "MinMaleAge", "MaxMaleAge"),
    ("360", "F", "M", "MinFemaleAge", "MaxFemaleAge"),
):
    it = of(code)
    it.fails(pupil(Sex=sex), pupil(Sex=sex), times=1)
    it.fails(special(Accommodation="D"), pupil(Sex=sex))
    it.just_fails(special(**{lowest: 1, highest: 16}), pupil(Sex=sex))
    it.just_passes(special(**{lowest: 2, highest: 27}), pupil(Sex=sex))
    it.just_fails(special(**{lowest: 2, highest: 28}), pupil(Sex=sex))
    it.fails(special(**{highest: 28}), pupil(Sex=sex))
    it.just_passes(special(**{highest: 2}), pupil(Sex=sex))
    it.just_fails(special(**{highest: 1}), pupil(Sex=sex))
    it.just_passes(special(**{lowest: 27}), pupil(Sex=sex))
    it.just_fails(special(**{lowest: 28}), pupil(Sex=sex))
    it.passes(pupil(Sex=other), leaver(Sex=sex))

for code, lowest, highest in (("370", "MinMaleAge", "MaxMaleAge"), ("380", "MinFemaleAge", "MaxFemaleAge")):
    it = of(code)
    it.fails(special(**{lowest: 2}))
    it.fails(special(**{highest: 19}))
    it.passes(special(**{lowest: 2, highest: 19}))
    it.passes(special(Accommodation="D"))
    it.passes(school(SchoolName="Mill Lane School"))

for code, lowest, highest in (("390", "MinMaleAge", "MaxMaleAge"), ("400", "MinFemaleAge", "MaxFemaleAge")):
    it = of(code)
    it.just_fails(special(**{lowest: 11, highest: 10}))
    it.just_passes(special(**{lowest: 11, highest: 11}))
    it.passes(special(**{lowest: 11}))

it = of("410")
it.fails(school(SchoolName="Mill Lane School"))
it.fails(special(Accommodation="D"))
it.fails(special(SpecialSchoolType=["SLCN", "QQ"]), times=1)
it.fails(special(SpecialSchoolType="NSA"))
it.passes(special(SpecialSchoolType=["SLCN", "ASD"]))

it = of("5005")
it.fails(special(Accommodation="D"), phase="PS")
it.fails(special(), phase="SS")
it.passes(special(Accommodation="D"), phase="SP")
it.passes(school(SchoolName="Mill Lane Primary School"), phase="PS")
it.passes(school(Phase=None), special(Accommodation="D"))
