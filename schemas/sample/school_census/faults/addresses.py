"""Faults in home addresses."""

from __future__ import annotations

from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, fault
from schemas.sample.write import Fields


def _address(person: Fields) -> Fields:
    found: Fields = person["HomeInformation"]["Address"][0]
    return found


def _is_by_parts(pupil: Fields) -> bool:
    return "PAON" in _address(pupil) and "SAON" not in _address(pupil)


def _changed(plan: Plan) -> Fields:
    pupil = plan.pupil(_is_by_parts)
    return plan.inside(pupil, _address(pupil))


@fault("2340")
def postcode_cut_off(plan: Plan) -> Raised:
    """A postcode is not complete."""
    pupil = plan.pupil()
    _address(pupil)["PostCode"] = "MK4"
    return pupil


@fault("2350")
def house_missing(plan: Plan) -> Raised:
    """An address has a street and no house."""
    address = _changed(plan)
    del address["PAON"]
    return address


@fault("2355Q")
def no_address(plan: Plan) -> list[Raised]:
    """A pupil has no address, and so no postcode."""
    pupil = plan.pupil()
    del pupil["HomeInformation"]
    return [pupil, ("2340", pupil)]


@fault("2380")
def house_without_street(plan: Plan) -> list[Raised]:
    """An address has a house and nothing else but its postcode."""
    address = _changed(plan)
    for tag in ("Street", "Locality", "Town", "PostTown"):
        address.pop(tag, None)
    return [address, ("2350", address)]


def _in_lines(address: Fields, *lines: str) -> None:
    for tag in ("PAON", "Street", "Locality", "Town", "PostTown"):
        address.pop(tag, None)
    address.update({f"AddressLine{number}": line for number, line in enumerate(lines, start=1)})


@fault("2400")
def one_line(plan: Plan) -> Raised:
    """An address in lines has only the first."""
    address = _changed(plan)
    _in_lines(address, "The Old Forge")
    return address


@fault("2445")
def two_formats(plan: Plan) -> Raised:
    """An address is given by its parts and in lines."""
    address = _changed(plan)
    address.update(AddressLine1="The Old Forge", AddressLine2="Wexcombe")
    return address


@fault("5155")
def property_number_is_a_name(plan: Plan) -> Raised:
    """A property reference number is not a number."""
    address = _changed(plan)
    address["UniquePropertyReferenceNumber"] = "FORGE1"
    return address


@fault("5130", terms="AUT", phases="SS AT PR")
def postcode_of_a_leaver(plan: Plan) -> Raised:
    """A leaver without learning aims has a postcode."""
    leaver = plan.leaver(lambda leaver: "LearningAims" not in leaver)
    leaver["HomeInformation"] = {"Address": [{"PostCode": "MK55 6AB"}]}
    return leaver
