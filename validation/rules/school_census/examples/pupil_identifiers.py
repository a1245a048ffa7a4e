"""Examples of the rules about who the pupil is."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school

A, B = "H801200001001", "X823200125012"
ULN, OTHER_ULN = "9276308686", "1000000043"

it = of("1500")
it.fails(pupil())
it.fails(leaver(Surname="Okafor"))
it.passes(pupil(UPN=A))

it = of("1510")
it.fails(pupil(UPN="A801200001001"))
it.fails(pupil(UPN="Q207000016049"))
it.fails(pupil(UPN=A, FormerUPN="A801200001001"))
it.passes(pupil(UPN="P207000016049"))
it.just_passes(pupil(UPN="G94220012600Z"))
it.passes(pupil(UPN="H80120000100I"))

it.fails(leaver(UPN="A801200001001"))
it.passes(pupil(UPN="A80120000100"), pupil(UPN="A80120X001001"), pupil())

it = of("1520")
it.fails(pupil(UPN=A), pupil(UPN=A), times=2)
it.fails(pupil(UPN=A), leaver(UPN=A), times=2)
it.passes(pupil(UPN=A), pupil(UPN=B))
it.passes(pupil(), pupil())

it = of("1530")
it.fails(pupil(UPN="R900400001001"))
it.passes(pupil(UPN=A))

it.fails(pupil(UPN=A, FormerUPN="R900400001001"), leaver(UPN="R900400001001"), times=2)
it.passes(pupil(UPN="R900"), pupil())

it = of("1540")
it.fails(pupil(UPN="H801200X01001"))
it.passes(pupil(UPN=A))

it.fails(pupil(UPN=A, FormerUPN="H80120000X0X"))
it.just_fails(leaver(UPN="H8012000010"))
it.just_passes(leaver(UPN="H80120000100"))
it.passes(pupil())

it = of("1550")
it.fails(pupil(UPN="H80120000100I"))
it.just_fails(pupil(UPN="H80120000100"))
it.fails(pupil(UPN=A, FormerUPN="H80120000100S"), leaver(UPN=A, FormerUPN="H8012000010"), times=2)
it.just_passes(pupil(UPN="G80120000101A"))
it.passes(pupil(UPN=A))

it = of("1570")
it.just_fails(pupil(DOB="2012-10-01"), phase="SS")
it.just_passes(pupil(DOB="2012-10-02"), phase="SS")
it.passes(pupil(DOB="2010-03-04", UniqueLearnerNumber=ULN), phase="SS")

it.passes(pupil(), leaver(DOB="2010-03-04"), phase="SS")

it = of("1573")
it.just_fails(leaver(DOB="2012-06-01", LeavingDate="2026-06-01"))
it.just_passes(leaver(DOB="2012-06-02", LeavingDate="2026-06-01"))

it.passes(leaver(DOB="2010-03-04"), leaver(DOB="2010-03-04", LeavingDate="2026-06-01", UniqueLearnerNumber=ULN))
it.just_fails(leaver(DOB="2012-02-29", LeavingDate="2026-03-01"))
it.just_passes(leaver(DOB="2012-02-29", LeavingDate="2026-02-28"))

it = of("1575")
it.fails(pupil(UniqueLearnerNumber="9276308685"))
it.fails(pupil(UniqueLearnerNumber="0123456789"))
it.fails(pupil(UniqueLearnerNumber="123456789"))
it.passes(pupil(UniqueLearnerNumber=ULN))

it = of("1578")
it.fails(pupil(UniqueLearnerNumber=ULN), leaver(UniqueLearnerNumber=ULN), times=2)
it.passes(pupil(UniqueLearnerNumber=ULN), pupil(UniqueLearnerNumber=OTHER_ULN))
it.passes(pupil(UPN=A), pupil(UPN=B), leaver())

it = of("1580")
it.fails(pupil(Forename="Ada"))
it.fails(pupil(Surname="  "))
it.passes(pupil(Surname="Okafor"))

it = of("1590")
it.fails(pupil(Surname="Okafor"))
it.passes(pupil(Forename="Ada"))

it = of("1600")
it.fails(pupil(UPN=A))
it.passes(pupil(DOB="2015-02-03"))

it = of("PX11")
it.just_fails(pupil(DOB="2026-10-02"))
it.just_passes(pupil(DOB="2026-10-01"))
it.fails(leaver(DOB="2062-02-03"), pupil(DOB="2062-02-03"), times=2)
it.passes(pupil(), leaver(DOB="2015-02-03"))

it = of("1601Q")
it.just_fails(school(SchoolType="02"), pupil(DOB="2015-08-31"))
it.just_passes(school(SchoolType="02"), pupil(DOB="2015-09-01"))
it.just_passes(school(SchoolType="02"), pupil(DOB="2024-08-31"))
it.just_fails(school(SchoolType="02"), pupil(DOB="2024-09-01"))
it.passes(school(SchoolType="98"), pupil(DOB="2015-08-31"))
it.passes(school(SchoolType="02"), pupil(), leaver(DOB="2015-08-31"))
it.passes(pupil(DOB="2015-08-31"))
of("1601Q", revision=1).fails(school(SchoolType="02"), pupil(DOB="2026-10-02"))
of("1601Q", revision=2).just_passes(school(SchoolType="02"), pupil(DOB="2026-10-02"))

it = of("1610")
it.fails(pupil())
it.fails(leaver(Sex="X"))
it.passes(pupil(Sex="F"), leaver(Sex="M"))

it = of("1620Q")
CHILD = dict(Surname="Okafor", Forename="Ada", Sex="F", DOB="2015-02-03")
it.fails(pupil(**CHILD), pupil(**CHILD | dict(Surname=" OKAFOR ", Forename="ada")), times=2)
it.fails(pupil(UPN=A, **CHILD), leaver(UPN=B, **CHILD), times=2)
for part, value in dict(Surname="Okoro", Forename="Ida", Sex="M", DOB="2015-02-04").items():
    it.just_passes(pupil(**CHILD), pupil(**CHILD | {part: value}))
    without_it = {tag: known for tag, known in CHILD.items() if tag != part}
    it.passes(pupil(**without_it), pupil(**without_it))
it.passes(pupil(**CHILD))
