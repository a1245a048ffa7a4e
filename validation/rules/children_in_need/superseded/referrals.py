"""Earlier revisions of the rules in ``referrals``."""

from validation.rule import QUERY, rule
from validation.rules.children_in_need._records import (
    START,
    CINdetails,
    true,
)


@rule("8569Q", QUERY, on=CINdetails, tags="ReferralNFA CINreferralDate", certain=False)
def no_further_action_before_period(episode):
    """An old referral with no further action is still sent.

    Fails when: CINreferralDate < START and ReferralNFA is TRUE.

    Fix: Leave out referrals before the year, or explain.
    """
    return (episode.cin_referral_date < START) & true(episode.referral_nfa)
