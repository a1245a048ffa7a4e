"""A child referred to, or supported by, children's social care in the year."""

from schemas import common
from schemas.children_in_need.cin_details import CINdetails as Episode
from schemas.declare import Group, Record, code, date, text


class Child(Record, stream=True, key="la_child_id", identity="upn sex person_birth_date expected_person_birth_date"):
    """A child, born or not, with at least one episode of need."""

    class ChildIdentifiers(Group, expected=True):
        la_child_id = text(
            "LAchildID",
            max_length=100,
            number="N00097",
            note="20 letters or digits expected (rules 1570, 1580)",
        )
        upn = common.UPN.but(max_length=20)
        former_upn = common.FORMER_UPN.but(max_length=20)
        upn_unknown = code("UPNunknown", "UPNunknown", max_length=4, number="N00135")
        person_birth_date = date("PersonBirthDate", number="N00066")
        expected_person_birth_date = date("ExpectedPersonBirthDate", number="N00098")
        sex = common.SEX.but(max_length=1)
        person_death_date = date("PersonDeathDate", number="N00108")

    class ChildCharacteristics(Group, expected=True):
        ethnicity = common.ETHNICITY.but(max_length=4)

        class Disabilities(Group):
            disability = code("Disability", "Disability", max_length=4, number="N00099", repeats=True)

    CINdetails = Episode
