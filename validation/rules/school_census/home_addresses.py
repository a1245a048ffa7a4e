"""Home addresses."""

from schemas import identifiers
from validation.conditions import any_present
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Address, HomeAddress, LearningAim, PupilNoLongerOnRoll, PupilOnRoll


def lacks_a_valid_postcode(pupil):
    """No address has a postcode, or one has a postcode that is not a UK postcode."""
    given = pupil.has(Address, lambda address: address.postcode.is_not_null())
    return ~given | pupil.has(Address, lambda address: ~identifiers.postcode_is_valid(address.postcode))


def structured_address_usable(address):
    """A house, and a street or a place."""
    place = any_present(address.street, address.locality, address.town, address.administrative_area, address.post_town)
    return any_present(address.paon, address.saon) & place


@rule("2340", ERROR, on=PupilOnRoll, tags="PostCode Address", revision=2)
def home_postcode_missing_not_valid(pupil):
    """The home postcode is missing or not valid.

    Fails when: PostCode absent in every Address, or present and not a UK postcode.

    Fix: Enter the postcode.
    """
    return lacks_a_valid_postcode(pupil)


@rule(
    "2341",
    ERROR,
    on=PupilNoLongerOnRoll,
    tags="LearningAim PostCode Address",
    terms="AUT",
    phases="SS AT PR",
    revision=2,
)
def leaver_postcode_missing_not_valid(pupil):
    """The leaver's postcode is missing or not valid.

    Fails when: a LearningAim and (PostCode absent in every Address, or present and not a UK postcode).

    Fix: Enter the postcode.
    """
    return pupil.has(LearningAim) & lacks_a_valid_postcode(pupil)


@rule("2350", ERROR, on=HomeAddress, tags="SAON PAON Street AddressLine1", certain=False)
def address_not_complete_either_format(address):
    """The address is not complete in either format.

    Fails when: neither usable: STRUCT needs (PAON or SAON) and Street, Locality, Town, AdministrativeArea or
    PostTown; LINES needs AddressLine1.

    Fix: Complete the address.
    """
    return ~(structured_address_usable(address) | address.address_line1.is_not_null())


@rule("2355Q", QUERY, on=PupilOnRoll, tags="Address PAON SAON Street AddressLine1", reason_needed=True)
def pupil_has_no_home_address(pupil):
    """The pupil has no home address.

    Fails when: no Address, or every Address has neither PAON, SAON, Street nor AddressLine1.

    Fix: Enter the address, or explain.
    """
    return ~pupil.has(
        Address, lambda address: any_present(address.paon, address.saon, address.street, address.address_line1)
    )


@rule("2380", ERROR, on=HomeAddress, tags="SAON PAON Street Locality Town AdministrativeArea PostTown")
def address_has_house_but_no(address):
    """The address has a house but no street or town.

    Fails when: SAON or PAON present and none of Street, Locality, Town, AdministrativeArea, PostTown.

    Fix: Add a street, area or town.
    """
    return any_present(address.saon, address.paon) & ~any_present(
        address.street, address.locality, address.town, address.administrative_area, address.post_town
    )


@rule("2400", ERROR, on=HomeAddress, tags="AddressLine1 AddressLine2 AddressLine5")
def address_has_only_one_line(address):
    """The address has only one line.

    Fails when: AddressLine1 present and AddressLine2 to AddressLine5 all absent.

    Fix: Add another line.
    """
    return address.address_line1.is_not_null() & ~any_present(
        address.address_line2, address.address_line3, address.address_line4, address.address_line5
    )


@rule(
    "2445",
    ERROR,
    on=HomeAddress,
    tags="SAON PAON Street Locality Town AdministrativeArea PostTown AddressLine1 AddressLine5",
)
def address_uses_both_formats(address):
    """The address uses both formats.

    Fails when: any of SAON, PAON, Street, Locality, Town, AdministrativeArea, PostTown present and any of
    AddressLine1 to AddressLine5 present.

    Fix: Keep one format.
    """
    return any_present(
        address.saon,
        address.paon,
        address.street,
        address.locality,
        address.town,
        address.administrative_area,
        address.post_town,
    ) & any_present(
        address.address_line1,
        address.address_line2,
        address.address_line3,
        address.address_line4,
        address.address_line5,
    )


@rule("5130", ERROR, on=PupilNoLongerOnRoll, tags="LearningAim PostCode", terms="AUT")
def postcode_given_leaver_without_learning(pupil):
    """A postcode is given for a leaver without learning aims.

    Fails when: no LearningAim and PostCode present.

    Fix: Remove the postcode.
    """
    return ~pupil.has(LearningAim) & pupil.has(Address, lambda address: address.postcode.is_not_null())


@rule("5155", ERROR, on=Address, tags="UniquePropertyReferenceNumber")
def property_reference_not_valid(address):
    """The property reference is not valid.

    Fails when: UniquePropertyReferenceNumber present and not 1 to 12 digits, or all zeros.

    Fix: Re-enter or clear the reference.
    """
    return ~identifiers.uprn_is_valid(address.unique_property_reference_number)
