"""Addresses where nobody lives."""

from __future__ import annotations

from random import Random

# Street and place names are common words that stand in no one place together; the postcode districts are not in use.
_STREETS = [
    "High Street",
    "Station Road",
    "Church Lane",
    "Mill Road",
    "Park Avenue",
    "Victoria Road",
    "Green Lane",
    "Manor Road",
    "Kings Road",
    "Queens Road",
    "School Lane",
    "The Crescent",
    "Chestnut Close",
    "Orchard Way",
    "Meadow View",
    "St Mary's Road",
    "Nelson Street",
    "Wellington Terrace",
    "Brook Street",
    "Windmill Hill",
    "Ash Grove",
    "Canal Walk",
    "Foundry Lane",
    "Lavender Mews",
]
_LOCALITIES = ("Northside", "Old Town", "Riverside", "Westfield", "Castle Ward", "St Peter's", "Hillcrest", "Brookvale")
_TOWNS = ("Ashbourne Vale", "Kingsmere", "Thornbury Cross", "Wexcombe")
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def postcode(own: Random) -> str:
    """A postcode that is right in shape."""
    ending = own.choice(_POSTCODE_LETTERS) + own.choice(_POSTCODE_LETTERS)
    return f"MK{own.randrange(50, 60)} {own.randrange(1, 10)}{ending}"


def address(own: Random) -> dict[str, str]:
    """An address by its parts, or in lines for one household in twenty."""
    number, street, town = str(own.randrange(1, 240)), own.choice(_STREETS), own.choice(_TOWNS)
    property_number = {"UniquePropertyReferenceNumber": f"1000{own.randrange(10**8):08d}"} if own.random() < 0.7 else {}
    code = {"PostCode": postcode(own)}
    if own.random() < 0.05:
        return {"AddressLine1": f"{number} {street}", "AddressLine2": town} | code | property_number
    flat = {"SAON": f"Flat {own.randrange(1, 30)}"} if own.random() < 0.15 else {}
    locality = {"Locality": own.choice(_LOCALITIES)} if own.random() < 0.4 else {}
    return (
        flat | {"PAON": number, "Street": street} | locality | {"Town": town, "PostTown": town} | code | property_number
    )
