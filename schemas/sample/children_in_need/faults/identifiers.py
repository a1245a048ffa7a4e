"""Faults in a child's numbers, birth, sex, ethnicity and disabilities."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.identifiers import UPN_LETTERS, upn_check_letter
from schemas.sample.children_in_need.faults._plan import Plan, characteristics, fault, identifiers
from schemas.sample.planting import Raised


@fault("1510")
def upn_check_letter_is_wrong(plan: Plan) -> Raised:
    """The first letter of the UPN is the next one of the alphabet."""
    known = identifiers(plan.child())
    upn = known["UPN"]
    known["UPN"] = UPN_LETTERS[(UPN_LETTERS.index(upn[0]) + 1) % len(UPN_LETTERS)] + upn[1:]
    return known


@fault("1520")
def upn_is_shared(plan: Plan) -> list[Raised]:
    """Two children have the same UPN."""
    first, second = identifiers(plan.child()), identifiers(plan.child())
    second["UPN"] = first["UPN"]
    return [first, second]


@fault("1530")
def upn_authority_is_unknown(plan: Plan) -> Raised:
    """The UPN is of an authority that gives none; its check letter is right."""
    known = identifiers(plan.child())
    rest = "900" + known["UPN"][4:]
    known["UPN"] = upn_check_letter(rest) + rest
    return known


@fault("1540")
def upn_has_a_letter_among_its_digits(plan: Plan) -> Raised:
    """Character 8 of the UPN is a letter."""
    known = identifiers(plan.child())
    known["UPN"] = f"{known['UPN'][:7]}X{known['UPN'][8:]}"
    return known


@fault("1550")
def upn_is_cut_off(plan: Plan) -> Raised:
    """The last character of the UPN is missing."""
    known = identifiers(plan.child())
    known["UPN"] = known["UPN"][:-1]
    return known


@fault("1560Q")
def former_upn_is_too_short(plan: Plan) -> Raised:
    """The former UPN is not one."""
    known = identifiers(plan.child())
    known["FormerUPN"] = "X8232001"
    return known


@fault("1570")
def number_is_too_long(plan: Plan) -> Raised:
    """The authority's number of the child has 21 characters."""
    known = identifiers(plan.child())
    known["LAchildID"] = known["LAchildID"].ljust(21, "0")
    return known


@fault("1580")
def number_has_a_slash(plan: Plan) -> Raised:
    """The authority's number of the child has a slash in it."""
    known = identifiers(plan.child())
    known["LAchildID"] = f"{known['LAchildID']}/1"
    return known


@fault("8500")
def number_is_missing(plan: Plan) -> Raised:
    """The child has no number of the authority."""
    known = identifiers(plan.child())
    del known["LAchildID"]
    return known


@fault("8510")
def number_is_shared(plan: Plan) -> list[Raised]:
    """Two children have the same number of the authority."""
    first, second = identifiers(plan.child()), identifiers(plan.child())
    second["LAchildID"] = first["LAchildID"]
    return [first, second]


@fault("8520")
def born_after_the_reference_date(plan: Plan) -> Raised:
    """The date of birth is in the future."""
    known = identifiers(plan.child(plan.recent()))
    known["PersonBirthDate"] = plan.before_ref(-10)
    return known


@fault("8525Q")
def born_and_expected(plan: Plan) -> Raised:
    """There is a date of birth and an expected one."""
    known = identifiers(plan.child(plan.recent()))
    known["ExpectedPersonBirthDate"] = plan.before_ref(-1)
    return known


@fault("8530Q")
def expected_long_ago(plan: Plan) -> Raised:
    """The child should have been born six weeks ago."""
    return identifiers(plan.unborn(plan.before_ref(42), plan.recent()))


@fault("8750")
def sex_of_an_unborn_child(plan: Plan) -> Raised:
    """The child is not born and has a sex."""
    known = identifiers(plan.unborn(plan.before_ref(-30), plan.recent()))
    known["Sex"] = "F"
    return known


@fault("4180")
def sex_is_unknown(plan: Plan) -> Raised:
    """The sex is not one of the codes."""
    known = identifiers(plan.child())
    known["Sex"] = "X"
    return known


@fault("8770Q")
def no_upn_as_for_a_young_child(plan: Plan) -> Raised:
    """A child of school age has no UPN, with the reason for those under six."""
    child = plan.child(plan.closed())
    known = identifiers(child)
    del known["UPN"]
    known["UPNunknown"] = "UN1"
    return child


@fault("8772")
def no_upn_as_for_a_mere_referral(plan: Plan) -> Raised:
    """A child with an episode has no UPN, with the reason for referrals without action."""
    child = plan.child(plan.closed())
    known = identifiers(child)
    del known["UPN"]
    known["UPNunknown"] = "UN7"
    return child


@fault("8775Q")
def grown_up(plan: Plan) -> Raised:
    """Somebody of 26 has an episode in the year."""
    child = plan.child(plan.closed())
    identifiers(child)["PersonBirthDate"] = date(plan.ref.year - 27, 6, 15)
    return child


@fault("8606")
def referred_too_long_before_birth(plan: Plan) -> Raised:
    """The referral is 300 days before the birth."""
    child = plan.child(plan.referral())
    identifiers(child)["PersonBirthDate"] = child["CINdetails"][0]["CINreferralDate"] + timedelta(days=300)
    return child


@fault("4220")
def ethnicity_is_unknown(plan: Plan) -> Raised:
    """The ethnicity is not one of the codes."""
    held = characteristics(plan.child())
    held["Ethnicity"] = "XXXX"
    return held


@fault("8540")
def disability_is_missing(plan: Plan) -> Raised:
    """It is not said whether the child has a disability."""
    child = plan.child(plan.closed())
    del characteristics(child)["Disabilities"]
    return child


@fault("8790")
def disability_and_none(plan: Plan) -> Raised:
    """The child has a disability, and none."""
    held = characteristics(plan.child())
    held["Disabilities"] = {"Disability": ["NONE", "MOB"]}
    return held


@fault("8794")
def disability_twice(plan: Plan) -> Raised:
    """The child has the same disability twice."""
    held = characteristics(plan.child())
    held["Disabilities"] = {"Disability": ["MOB", "MOB"]}
    return held
