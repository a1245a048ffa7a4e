"""Examples of the rules about who the pupil is."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil

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

it = of("1520")
it.fails(pupil(UPN=A), pupil(UPN=A), times=2)
it.fails(pupil(UPN=A), leaver(UPN=A), times=2)
it.passes(pupil(UPN=A), pupil(UPN=B))
it.passes(pupil(), pupil())

it = of("1530")
it.fails(pupil(UPN="R900400001001"))
it.passes(pupil(UPN=A))

it = of("1540")
it.fails(pupil(UPN="H801200X01001"))
it.passes(pupil(UPN=A))

it = of("1550")
it.fails(pupil(UPN="H80120000100I"))
it.just_fails(pupil(UPN="H80120000100"))
it.just_passes(pupil(UPN="G80120000101A"))
it.passes(pupil(UPN=A))

it = of("1570")
it.just_fails(pupil(DOB="2012-10-01"), phase="SS")
it.just_passes(pupil(DOB="2012-10-02"), phase="SS")
it.passes(pupil(DOB="2010-03-04", UniqueLearnerNumber=ULN), phase="SS")

it = of("1573")
it.just_fails(leaver(DOB="2012-06-01", LeavingDate="2026-06-01"))
it.just_passes(leaver(DOB="2012-06-02", LeavingDate="2026-06-01"))

it = of("1575")
it.fails(pupil(UniqueLearnerNumber="9276308685"))
it.fails(pupil(UniqueLearnerNumber="0123456789"))
it.fails(pupil(UniqueLearnerNumber="123456789"))
it.passes(pupil(UniqueLearnerNumber=ULN))

it = of("1578")
it.fails(pupil(UniqueLearnerNumber=ULN), leaver(UniqueLearnerNumber=ULN), times=2)
it.passes(pupil(UniqueLearnerNumber=ULN), pupil(UniqueLearnerNumber=OTHER_ULN))

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
