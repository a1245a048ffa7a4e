"""Examples of the rules about home addresses."""

from typing import Any

from validation.rules.school_census.examples._fragments import leaver, of, pupil, studying


def at(**address: Any) -> dict[str, Any]:
    """A pupil's single address."""
    return {"Address": [address]}


AIM = studying(dict(QN="60146084"))

for code, child, also in (("2340", pupil, {}), ("2341", leaver, AIM)):
    it = of(code)
    it.fails(child(**also), times=1)
    it.fails(child(Address=[{}, dict(UniquePropertyReferenceNumber="10002000")], **also), times=1)
    it.fails(child(**at(PostCode="AB1 23C"), **also))
    it.fails(child(**at(PostCode="12345"), **also))
    it.fails(child(Address=[dict(PostCode="ZZ99 3VZ"), dict(PostCode="ZZ99")], **also), times=1)
    it.passes(child(**at(PostCode="ZZ99 3VZ"), **also))
    it.passes(child(Address=[{}, dict(PostCode="zz993vz")], **also))
    it.fails(child(**at(PostCode="GIR 0AA"), **also))
    of(code, revision=1).fails(child(**at(PostCode="M1  1AA"), **also))
    of(code, revision=2).passes(child(**at(PostCode="M1  1AA"), **also))

it = of("2340")
it.passes(leaver(Boarder="N"))

it = of("2341")
it.passes(leaver(Boarder="N"))
it.passes(leaver(**at(PostCode="12345")))
it.passes(leaver(ProgrammeAim=[dict(ProgType="30")]))
it.passes(pupil(**AIM))

it = of("2350")
it.fails(pupil(**at(PostCode="ZZ99 3VZ")))
it.fails(pupil(**at(PAON="12")))
it.fails(pupil(**at(Street="Mill Lane", Town="Anytown")))
it.fails(pupil(**at(AddressLine2="Mill Lane")))
it.fails(pupil(Address=[dict(PAON="12"), dict(SAON="Flat 1"), dict(PAON="12", Street="Mill Lane")]), times=2)
for place in ("Street", "Locality", "Town", "AdministrativeArea", "PostTown"):
    it.passes(pupil(**at(PAON="12", **{place: "Anytown"})))
it.passes(pupil(**at(SAON="Flat 1", Town="Anytown")))
it.passes(pupil(**at(AddressLine1="12 Mill Lane")))
it.passes(leaver(**at(PostCode="ZZ99 3VZ")))

it = of("2355Q")
it.fails(pupil(Boarder="N"))
it.fails(pupil(Address=[dict(Town="Anytown", PostCode="ZZ99 3VZ"), dict(AddressLine2="Anytown")]), times=1)
it.fails(pupil(HomeInformation={}))
for part in ("PAON", "SAON", "Street", "AddressLine1"):
    it.passes(pupil(Address=[{}, {part: "12"}]))
it.passes(leaver(Boarder="N"))

it = of("2380")
it.fails(pupil(**at(PAON="12", PostCode="ZZ99 3VZ")))
it.fails(pupil(**at(SAON="Flat 1", AddressLine1="12 Mill Lane")))
for place in ("Street", "Locality", "Town", "AdministrativeArea", "PostTown"):
    it.passes(pupil(**at(PAON="12", **{place: "Anytown"})))
it.passes(pupil(**at(AddressLine1="12 Mill Lane")))
it.passes(pupil(**at(PostCode="ZZ99 3VZ")))

it = of("2400")
it.fails(pupil(**at(AddressLine1="12 Mill Lane", PostCode="ZZ99 3VZ")))
for line in ("AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5"):
    it.passes(pupil(**at(AddressLine1="12 Mill Lane", **{line: "Anytown"})))
it.passes(pupil(**at(AddressLine2="Anytown")))
it.passes(pupil(**at(PAON="12")))

it = of("2445")
for part in ("SAON", "PAON", "Street", "Locality", "Town", "AdministrativeArea", "PostTown"):
    it.fails(pupil(**at(AddressLine1="12 Mill Lane", **{part: "Anytown"})))
for line in ("AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5"):
    it.fails(pupil(**at(Street="Mill Lane", **{line: "Anytown"})))
it.passes(pupil(Address=[dict(PAON="12", Street="Mill Lane"), dict(AddressLine1="12 Mill Lane")]))
it.passes(pupil(**at(AddressLine1="12 Mill Lane", AddressLine2="Anytown", PostCode="ZZ99 3VZ")))

it = of("5130")
it.fails(leaver(Address=[{}, dict(PostCode="ZZ99 3VZ")]), times=1)
it.fails(leaver(ProgrammeAim=[dict(ProgType="30")], **at(PostCode="ZZ99 3VZ")))
it.passes(leaver(**at(PostCode="ZZ99 3VZ"), **AIM))
it.passes(leaver(**at(UniquePropertyReferenceNumber="10002000")))
it.passes(leaver(Boarder="N"))
it.passes(pupil(**at(PostCode="ZZ99 3VZ")))

it = of("5155")
it.just_fails(pupil(**at(UniquePropertyReferenceNumber="1234567890123")))
it.just_passes(pupil(**at(UniquePropertyReferenceNumber="123456789012")))
it.just_fails(leaver(**at(UniquePropertyReferenceNumber="0")))
it.just_passes(leaver(**at(UniquePropertyReferenceNumber="1")))
it.fails(pupil(**at(UniquePropertyReferenceNumber="000000000000")))
it.fails(pupil(Address=[dict(UniquePropertyReferenceNumber="1000200X"), {}]), times=1)
it.passes(pupil(**at(UniquePropertyReferenceNumber="000000000001")))
it.passes(pupil(**at(PostCode="ZZ99 3VZ")))
