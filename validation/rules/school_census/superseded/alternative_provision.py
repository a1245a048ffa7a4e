"""Earlier revisions of the rules in ``alternative_provision``."""

from schemas import identifiers
from validation.rule import ERROR, rule
from validation.rules.school_census._records import APPlacement


@rule("PX02", ERROR, on=APPlacement, tags="CompanyNumber UKPRN URN", certain=False)
def number_identifies_placement_provider_not(placement):
    """A number that identifies the placement provider is not valid.

    Fails when: CompanyNumber present and not two letters or digits then six digits; or UKPRN present and not 8
    digits; or URN present and not 6 digits.

    Fix: Re-enter the company, provider or school number.
    """
    return (
        ~identifiers.company_number_is_valid(placement.company_number)
        | ~placement.ukprn.str.contains("^[0-9]{8}$")
        | ~placement.urn.str.contains("^[0-9]{6}$")
    )
