"""Examples of the rules about who the child is."""

from validation.rules.children_in_need.examples._fragments import child, of

A, B = "H801200001001", "X823200125012"

it = of("1510")
it.fails(child(UPN="A801200001001"))
it.fails(child(UPN=A), child(UPN="Q207000016049"), times=1)
it.just_passes(child(UPN="G94220012600Z"))
it.passes(child(UPN=A), child(UPN="A80120X001001"), child(UPN="A801"), child())

it = of("1520")
it.fails(child(UPN=A), child(UPN=A), child(UPN=B), times=2)
it.passes(child(UPN=A), child(UPN=B))
it.passes(child(), child())

it = of("1530")
it.fails(child(UPN="R900400001001"))
it.passes(child(UPN=A), child(UPN="R900"), child())

it = of("1540")
it.fails(child(UPN="H801200X01001"))
it.just_fails(child(UPN="H8012000010"))
it.just_passes(child(UPN="H80120000100"))
it.passes(child(UPN=A), child())

it = of("1550")
it.fails(child(UPN="H80120000100I"))
it.just_fails(child(UPN="H80120000100"))
it.fails(child(UPN="H8012000010012"))
it.just_passes(child(UPN="G80120000101A"))
it.passes(child(UPN=A), child())

it = of("1560Q")
it.fails(child(FormerUPN="8801200001001"))
it.fails(child(FormerUPN="H80120000100S"))
it.just_fails(child(FormerUPN="H80120000100"))
it.passes(child(FormerUPN=A, UPN="not a UPN"), child(UPN="not a UPN"))
it.just_passes(child(FormerUPN="G80120000101A"))

it = of("1570")
it.just_fails(child(LAchildID="A" * 21))
it.just_passes(child(LAchildID="A" * 20))
it.passes(child())

it = of("1580")
it.fails(child(LAchildID="AB_12"), child(LAchildID="AB/12"), child(LAchildID="AB 12"), times=3)
it.passes(child(LAchildID="AB12z"), child())

it = of("8500")
it.fails(child(UPN=A))
it.fails(child(CINdetails=[{"CINreferralDate": "2026-05-01"}]))
it.passes(child(LAchildID="AB12"))

it = of("8510")
it.fails(child(LAchildID="AB12"), child(LAchildID="AB12"), times=2)
it.passes(child(LAchildID="AB12"), child(LAchildID="AB13"))
it.passes(child(), child())

it = of("8520")
it.just_fails(child(PersonBirthDate="2027-04-01"))
it.just_passes(child(PersonBirthDate="2027-03-31"))
it.passes(child(ExpectedPersonBirthDate="2027-06-01"))

it = of("8525Q")
it.fails(child(LAchildID="AB12"))
it.fails(child(PersonBirthDate="2020-05-01", ExpectedPersonBirthDate="2020-05-03"))
it.passes(child(PersonBirthDate="2020-05-01"))
it.passes(child(ExpectedPersonBirthDate="2027-05-01"))

it = of("8530Q")
it.just_fails(child(ExpectedPersonBirthDate="2027-03-01"))
it.just_passes(child(ExpectedPersonBirthDate="2027-03-02"))
it.just_fails(child(ExpectedPersonBirthDate="2027-12-31"))
it.just_passes(child(ExpectedPersonBirthDate="2027-12-30"))
it.passes(child(PersonBirthDate="2010-01-01"))

it = of("8535Q")
it.fails(child(PersonBirthDate="2026-05-02", PersonDeathDate="2026-05-01"))
it.fails(child(PersonDeathDate="2026-05-01"))
it.just_passes(child(PersonBirthDate="2026-05-01", PersonDeathDate="2026-05-01"))
it.passes(child(PersonBirthDate="2026-05-01"))

it = of("8545Q")
it.just_fails(child(PersonDeathDate="2026-03-31"))
it.just_passes(child(PersonDeathDate="2026-04-01"))
it.just_passes(child(PersonDeathDate="2027-03-31"))
it.just_fails(child(PersonDeathDate="2027-04-01"))
it.passes(child())

it = of("4180")
it.fails(child(LAchildID="AB12"))
it.fails(child(Sex="X"))
it.passes(child(Sex="M"), child(Sex="F"), child(Sex="U"))

it = of("8750")
it.fails(child(ExpectedPersonBirthDate="2027-05-01", Sex="F"))
it.fails(child(ExpectedPersonBirthDate="2027-05-01"))
it.passes(child(ExpectedPersonBirthDate="2027-05-01", Sex="U"))
it.passes(child(PersonBirthDate="2020-05-01", ExpectedPersonBirthDate="2020-05-01", Sex="F"), child(Sex="M"))
