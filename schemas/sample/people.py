"""Names, birthdays and addresses of people who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from schemas.sample.draws import chance
from schemas.sample.names import CULTURES

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


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, whatever collection they appear in."""

    forename: str
    surname: str
    middle: str | None
    sex: str
    born: date


def person(seed: object, cohort: int, number: int, culture: str, first_birthday: date) -> Person:
    """Member ``number`` of a cohort born in the year from ``first_birthday``.

    Members of one cohort, culture and birthday never share both names while there are fewer than some 300 of them: the
    number in the day counts through the names, so a large school has no two pupils alike by accident.
    """
    own = chance(seed, "person", cohort, number)
    girl = own.random() < 0.489
    day, turn = number * 131 % 365, number // 365
    names = CULTURES[culture]
    forenames = names.girls if girl else names.boys
    start = chance(seed, "names", cohort, day, culture, girl)
    forename = forenames[(start.randrange(len(forenames)) + turn) % len(forenames)]
    surname = names.surnames[(start.randrange(len(names.surnames)) + turn // len(forenames)) % len(names.surnames)]
    middle = own.choice(forenames) if own.random() < 0.6 else None
    born = first_birthday + timedelta(days=day)
    return Person(forename, surname, middle if middle != forename else None, "F" if girl else "M", born)


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
