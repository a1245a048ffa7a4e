"""Examples of the rules about pupils whom other schools report too."""

from validation.rules.school_census.examples._fragments import of, pupil

A, B = "H801200001001", "X823200125012"
NAMES = {"Surname": "Okafor", "Forename": "Ada", "DOB": "2018-03-04"}

MAIN = {"main_registrations_elsewhere": [{"upn": A, "schools": "1"}]}
it = of("PX04")
it.fails(pupil(UPN=B, EnrolStatus="G"), given=MAIN)
it.passes(pupil(UPN=A, EnrolStatus="G"), pupil(UPN=B, EnrolStatus="C"), pupil(EnrolStatus="G"), given=MAIN)


def known(*upns):
    return {"same_child_elsewhere": [{"likeness": "okafor|ada|2018-03-04", "upns": list(upns)}]}


it = of("PX05")
it.fails(pupil(UPN=A, **NAMES), given=known(B))
it.fails(pupil(UPN=A, **(NAMES | {"Surname": "OKAFOR"})), given=known(A, B))
it.fails(pupil(**NAMES), given=known(B))
it.passes(pupil(UPN=A, **NAMES), given=known(A))
it.passes(pupil(UPN=A, **(NAMES | {"DOB": "2018-03-05"})), pupil(UPN=A, Surname="Okafor"), given=known(B))
