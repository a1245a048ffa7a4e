"""Earlier revisions of the rules in ``child_characteristics``."""

from validation.conditions import any_outside
from validation.rule import ERROR, QUERY, rule
from validation.rules.children_in_need._records import REF, Child
from validation.rules.children_in_need.child_characteristics import REASONS_FOR_NO_UPN


@rule("8540", ERROR, on=Child, tags="Disability PersonBirthDate ReferralNFA CINdetails")
def disability_missing_or_not_recognised(child):
    """The disability is missing or not valid.

    Fails when: PersonBirthDate present, at least one CINdetails with ReferralNFA not TRUE, and (no Disability,
    or one not in codeset Disability).

    Fix: Enter the disability, or none.
    """
    unknown = child.disability.is_null() | any_outside(child.disability, child.accepted("disability"))
    return child.person_birth_date.is_not_null() & child.in_need & unknown


@rule("8770Q", QUERY, on=Child, tags="UPN UPNunknown PersonBirthDate ReferralNFA CINdetails", since=2024)
def school_age_without_upn(child):
    """A school-age child has no UPN and no reason why.

    Fails when: PersonBirthDate <= 31 August after REF minus 6 years, at least one CINdetails with ReferralNFA
    not TRUE, UPN absent, and UPNunknown not in (UN2 to UN7).

    Fix: Enter the UPN or the reason.
    """
    of_school_age = child.person_birth_date <= REF.dt.offset_by("-6y").dt.offset_by("5mo")
    unexplained = child.upn_unknown.is_null() | ~child.upn_unknown.is_in(REASONS_FOR_NO_UPN)
    return of_school_age & child.in_need & child.upn.is_null() & unexplained
