"""Prose about the whole return and about children: who they are, disabilities."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose import others
from tests.second_reading.prose.children_in_need import conference, in_period, is_false, is_true, reads, repeated
from tests.second_reading.records import Record

REASONS = ("UN2", "UN3", "UN4", "UN5", "UN6", "UN7")


@reads("100")
def reference_date(header: Record) -> bool:
    """Header ReferenceDate missing, unparseable, or not 31 March of the header Year"""
    return bool(header.get("ReferenceDate") != date(header.get("Year"), 3, 31))


@reads("2883")
def more_plans_than_conferences(message: Record) -> bool:
    """count of ChildProtectionPlans with CPPstartDate in PERIOD > count of CINdetails/DateOfInitialCPC in PERIOD +
    count of Section47/DateOfInitialCPC in PERIOD
    """
    plans = [in_period(plan, plan.get("CPPstartDate")) for plan in message.given.every("ChildProtectionPlans")]
    own = [in_period(episode, conference(episode)) for episode in message.given.every("CINdetails")]
    enquiries = [in_period(one, one.get("Section47/DateOfInitialCPC")) for one in message.given.every("Section47")]
    return sum(plans) > sum(own) + sum(enquiries)


@reads("2886Q")
def many_without_sex(message: Record) -> bool:
    """children with Sex missing or U and no ExpectedPersonBirthDate are more than 2 percent of all children"""
    children = message.given.every("Child")
    odd = [
        child for child in children if child.get("Sex") in (None, "U") and child.get("ExpectedPersonBirthDate") is None
    ]
    return bool(children) and 100 * len(odd) > 2 * len(children)


@reads("2887Q")
def few_disabilities(message: Record) -> bool:
    """fewer than 8 different Disability codes (NONE not counted) are used in the whole return"""
    used = {code for child in message.given.every("Child") for code in child.all("Disability")}
    return len(used - {"NONE"}) < 8


@reads("2888Q")
def nobody_with_two_disabilities(message: Record) -> bool:
    """no Child has two or more different Disability codes other than NONE (also fires when no child has any)"""
    return not any(len(set(child.all("Disability")) - {"NONE"}) > 1 for child in message.given.every("Child"))


@reads("8995Q")
def no_pre_proceedings(message: Record) -> bool:
    """the whole return has no PreProceedingsandFGDM"""
    return not message.given.every("PreProceedingsandFGDM")


@reads("1510")
def upn_check_letter(child: Record) -> bool:
    """UPN is 13 characters, characters 2-12 are digits, character 13 is a digit or UPN letter, and character 1 is not
    the check letter of characters 2-13 (identifiers note; a letter at 13 counts its table value)
    """
    return identifiers.wrong_check_letter(child.get("UPN"))


def shared(identity: Record, item: str) -> bool:
    value = identity.get(item)
    return value is not None and any(other.get(item) == value for other in others(identity, "ChildIdentifiers"))


@reads("1520")
def upn_twice(identity: Record) -> bool:
    """UPN present and equal to the UPN of another child record in the return"""
    return shared(identity, "UPN")


@reads("8510")
def local_identifier_twice(identity: Record) -> bool:
    """LAchildID equal to another child record's LAchildID"""
    return shared(identity, "LAchildID")


@reads("1530")
def upn_authority(identity: Record) -> bool:
    """UPN is 13 characters and characters 2-4 are not in the shared upn_la_codes.csv"""
    return identifiers.unknown_authority(identity.get("UPN"))


@reads("1540")
def upn_digits(identity: Record) -> bool:
    """UPN present and any of characters 5-12 is not a digit or is missing"""
    return identifiers.wrong_digits(identity.get("UPN"))


@reads("1550")
def upn_length(identity: Record) -> bool:
    """UPN present and its length is not 13, or character 13 is neither a digit nor one of ABCDEFGHJKLMNPQRTUVWXYZ"""
    return identifiers.wrong_length_or_end(identity.get("UPN"))


@reads("1560Q")
def former_upn(identity: Record) -> bool:
    """FormerUPN present and not a letter, 11 digits, then a digit or UPN letter (13 characters)"""
    upn = identity.get("FormerUPN")
    return upn is not None and not re.fullmatch(f"[A-Za-z][0-9]{{11}}[0-9{identifiers.UPN_LETTERS}]", upn)


@reads("1570")
def local_identifier_long(identity: Record) -> bool:
    """LAchildID longer than 20 characters"""
    return len(identity.get("LAchildID") or "") > 20


@reads("1580")
def local_identifier_signs(identity: Record) -> bool:
    """LAchildID contains a character that is not a letter or digit (so underscores, slashes and spaces fail)"""
    return not re.fullmatch("[A-Za-z0-9]*", identity.get("LAchildID") or "")


@reads("8525Q")
def both_birth_dates_or_none(identity: Record) -> bool:
    """Both PersonBirthDate and ExpectedPersonBirthDate present, or both missing"""
    return (identity.get("PersonBirthDate") is None) == (identity.get("ExpectedPersonBirthDate") is None)


@reads("8530Q")
def expected_birth_far_off(identity: Record) -> bool:
    """ExpectedPersonBirthDate <= REF - 30 days, or >= REF + 9 months"""
    expected, ref = identity.get("ExpectedPersonBirthDate"), names.reference_date(identity)
    if expected is None:
        return False
    return bool(expected <= ref - timedelta(days=30) or expected >= names.add_months(ref, 9))


@reads("8535Q")
def died_before_birth(identity: Record) -> bool:
    """PersonDeathDate present and PersonBirthDate later than it or missing"""
    died, born = identity.get("PersonDeathDate"), identity.get("PersonBirthDate")
    return died is not None and (born is None or born > died)


def of_school_age_without_upn(child: Record) -> bool:
    born, ref = child.get("PersonBirthDate"), names.reference_date(child)
    years_ago = names.add_months(ref, -72)
    august = date(years_ago.year + (years_ago > date(years_ago.year, 8, 31)), 8, 31)
    followed = any(is_false(episode, "ReferralNFA") for episode in child.records("CINdetails"))
    return born is not None and born <= august and followed and child.get("UPN") is None


@reads("8770Q")
def no_upn_at_school_age(child: Record) -> bool:
    """PersonBirthDate <= 31 August after REF minus 6 years, at least one CINdetails with ReferralNFA FALSE, UPN absent,
    and UPNunknown not in (UN2 to UN7)
    """
    why = child.get("UPNunknown")
    return of_school_age_without_upn(child) and why is not None and why not in REASONS


@reads("8770Q", portal=True)
def no_upn_and_no_reason(child: Record) -> bool:
    """PersonBirthDate <= 31 August after REF minus 6 years, at least one CINdetails with ReferralNFA FALSE, UPN absent,
    and UPNunknown absent or not in (UN2 to UN7)
    """
    return of_school_age_without_upn(child) and child.get("UPNunknown") not in REASONS


@reads("8772")
def unknown_upn_but_followed(child: Record) -> bool:
    """UPNunknown = UN7 and any CINdetails of the child has ReferralNFA not TRUE, or the child has none"""
    episodes = child.records("CINdetails")
    odd = not episodes or any(not is_true(episode, "ReferralNFA") for episode in episodes)
    return child.get("UPNunknown") == "UN7" and odd


@reads("8540")
def disability(child: Record) -> bool:
    """PersonBirthDate present, at least one CINdetails with ReferralNFA FALSE, and (no Disability, or one not in
    codeset Disability)
    """
    followed = any(is_false(episode, "ReferralNFA") for episode in child.records("CINdetails"))
    codes, accepted = child.all("Disability"), facts.codes("children_in_need", "Disability", child.given.year)
    wrong = not codes or any(code not in accepted for code in codes)
    return child.get("PersonBirthDate") is not None and followed and wrong


@reads("8790")
def none_and_another(child: Record) -> bool:
    """Child has Disability NONE together with another Disability"""
    codes = set(child.all("Disability"))
    return "NONE" in codes and len(codes) > 1


@reads("8794")
def disability_twice(child: Record) -> bool:
    """Child has the same Disability code twice or more"""
    return repeated(child.all("Disability"))
