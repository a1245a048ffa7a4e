"""Faults in UPN, ULN, names, date of birth and sex."""

from __future__ import annotations

from datetime import timedelta

from schemas.identifiers import UPN_LETTERS, upn_check_letter
from schemas.sample.planting import Raised
from schemas.sample.school_census.faults._plan import Plan, fault, group, identifiers, lacks
from schemas.sample.write import Fields

_ULN_PHASES = "MS SS SP AT PR"


def _has_uln(person: Fields) -> bool:
    return "UniqueLearnerNumber" in identifiers(person)


def _has_permanent_upn(person: Fields) -> bool:
    return identifiers(person)["UPN"][-1].isdigit()


lacks("1500", "PupilIdentifiers/UPN")
lacks("1570", "PupilIdentifiers/UniqueLearnerNumber", phases=_ULN_PHASES)
lacks("1573", "PupilIdentifiers/UniqueLearnerNumber", leaver=True, phases=_ULN_PHASES)
lacks("1580", "PupilIdentifiers/Surname")
lacks("1590", "PupilIdentifiers/Forename")
lacks("1600", "PupilIdentifiers/DOB", where=lambda pupil: group(pupil) >= 3)
lacks("1610", "PupilIdentifiers/Sex")


@fault("1510")
def upn_check_letter_is_wrong(plan: Plan) -> Raised:
    """The first letter of the UPN is the next one of the alphabet."""
    pupil = plan.pupil()
    upn = identifiers(pupil)["UPN"]
    identifiers(pupil)["UPN"] = UPN_LETTERS[(UPN_LETTERS.index(upn[0]) + 1) % len(UPN_LETTERS)] + upn[1:]
    return pupil


@fault("1520")
def upn_is_shared(plan: Plan) -> list[Raised]:
    """Two pupils have the same UPN."""
    first, second = plan.pupil(), plan.pupil()
    identifiers(second)["UPN"] = identifiers(first)["UPN"]
    return [first, second]


@fault("1530")
def upn_authority_is_unknown(plan: Plan) -> Raised:
    """The UPN is of an authority that gives none; its check letter is right."""
    pupil = plan.pupil()
    rest = "900" + identifiers(pupil)["UPN"][4:]
    identifiers(pupil)["UPN"] = upn_check_letter(rest) + rest
    return pupil


@fault("1540")
def upn_has_a_letter_among_its_digits(plan: Plan) -> Raised:
    """Character 8 of the UPN is a letter."""
    pupil = plan.pupil()
    upn = identifiers(pupil)["UPN"]
    identifiers(pupil)["UPN"] = f"{upn[:7]}X{upn[8:]}"
    return pupil


@fault("1550")
def upn_is_cut_off(plan: Plan) -> Raised:
    """The last character of the UPN is missing."""
    pupil = plan.pupil(_has_permanent_upn)
    identifiers(pupil)["UPN"] = identifiers(pupil)["UPN"][:-1]
    return pupil


@fault("PX11")
def born_after_census_day(plan: Plan) -> Raised:
    """The date of birth is the day after census day."""
    pupil = plan.pupil()
    identifiers(pupil)["DOB"] = plan.day + timedelta(days=1)
    return pupil


@fault("1575", phases=_ULN_PHASES)
def uln_is_mistyped(plan: Plan) -> Raised:
    """The last digit of the ULN is another one."""
    pupil = plan.pupil(_has_uln)
    uln = identifiers(pupil)["UniqueLearnerNumber"]
    identifiers(pupil)["UniqueLearnerNumber"] = f"{uln[:-1]}{(int(uln[-1]) + 1) % 10}"
    return pupil


@fault("1578", phases=_ULN_PHASES)
def uln_is_shared(plan: Plan) -> list[Raised]:
    """Two pupils have the same ULN."""
    first, second = plan.pupil(_has_uln), plan.pupil(_has_uln)
    identifiers(second)["UniqueLearnerNumber"] = identifiers(first)["UniqueLearnerNumber"]
    return [first, second]


@fault("1620Q")
def pupil_is_there_twice(plan: Plan) -> list[Raised]:
    """Two pupils have the same names, sex and date of birth."""
    first = plan.pupil(lambda pupil: group(pupil) >= 3)
    second = plan.pupil(lambda pupil: group(pupil) == group(first) and _has_uln(pupil) == _has_uln(first))
    for tag in ("Surname", "Forename", "Sex", "DOB"):
        identifiers(second)[tag] = identifiers(first)[tag]
    return [first, second]
