"""What the child is like: ethnicity, disabilities, and whether a UPN is to be expected."""

from validation.conditions import any_outside, holds, missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import NONE, REF, Child, ChildCharacteristics, CINdetails

REASONS_FOR_NO_UPN = ["UN2", "UN3", "UN4", "UN5", "UN6", "UN7"]
"""Reasons that a child of school age may have no UPN."""


@rule("4220", ERROR, on=ChildCharacteristics, tags="Ethnicity")
def ethnicity_missing_or_not_recognised(child):
    """The ethnicity is missing or not valid.

    Fails when: Ethnicity missing or not one of ABAN AIND AOTH APKN BAFR BCRB BOTH CHNE MOTH MWAS MWBA MWBC NOBT
    OOTH REFU WBRI WIRI WIRT WOTH WROM.

    Fix: Enter the ethnicity, or not obtained.
    """
    return missing_or_unknown(child.ethnicity, child.accepted("ethnicity"))


@rule("8540", ERROR, on=Child, tags="Disability PersonBirthDate ReferralNFA CINdetails", revision=2)
def disability_missing_or_not_recognised(child):
    """The disability is missing or not valid.

    Fails when: PersonBirthDate present, at least one CINdetails with ReferralNFA FALSE, and (no Disability, or
    one not in codeset Disability).

    Fix: Enter the disability, or none.
    """
    unknown = child.disability.is_null() | any_outside(child.disability, child.accepted("disability"))
    return child.person_birth_date.is_not_null() & child.referred_for_more & unknown


@rule("8790", ERROR, on=ChildCharacteristics, tags="Disability")
def no_disability_together_with_one(child):
    """No disability is given together with a disability.

    Fails when: Child has Disability NONE together with another Disability.

    Fix: Remove one of them.
    """
    return child.disability.list.contains(NONE) & any_outside(child.disability, [NONE])


@rule("8794", ERROR, on=ChildCharacteristics, tags="Disability")
def same_disability_twice(child):
    """A disability is repeated.

    Fails when: Child has the same Disability code twice or more.

    Fix: Remove the repeat.
    """
    return child.disability.list.n_unique() < child.disability.list.len()


@rule("8770Q", QUERY, on=Child, tags="UPN UPNunknown PersonBirthDate ReferralNFA CINdetails", since=2024, revision=2)
def school_age_without_upn(child):
    """A school-age child has no UPN and no reason why.

    Fails when: PersonBirthDate <= 31 August after REF minus 6 years, at least one CINdetails with ReferralNFA
    FALSE, UPN absent, and UPNunknown not in (UN2 to UN7).

    Fix: Enter the UPN or the reason.
    """
    of_school_age = child.person_birth_date <= REF.dt.offset_by("-6y").dt.offset_by("5mo")
    unexplained = child.upn_unknown.is_null() | ~child.upn_unknown.is_in(REASONS_FOR_NO_UPN)
    return of_school_age & child.referred_for_more & child.upn.is_null() & unexplained


@rule("8772", ERROR, on=Child, tags="UPNunknown ReferralNFA CINdetails")
def referral_only_reason_for_child_in_need(child):
    """The no further action reason is used though a referral went on.

    Fails when: UPNunknown = UN7 and any CINdetails of the child has ReferralNFA not TRUE, or the child has
    none.

    Fix: Choose another reason for the missing UPN.
    """
    return (child.upn_unknown == "UN7") & (child.in_need | ~child.has(CINdetails))


@rule("8775Q", QUERY, on=Child, tags="PersonBirthDate CINclosureDate")
def older_than_25(child):
    """The person is over 25.

    Fails when: PersonBirthDate more than 25 years before REF and the child has an episode with no closure or a
    closure after the 25th birthday.

    Fix: Close the case or confirm.
    """
    birthday = child.person_birth_date.dt.offset_by("25y")
    still_open = child.has(CINdetails, lambda episode: episode.cin_closure_date.is_null())
    last_closure = child.max(CINdetails, lambda episode: episode.cin_closure_date)
    return (birthday < REF) & (still_open | holds(last_closure > birthday))
