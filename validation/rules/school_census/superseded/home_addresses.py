"""Earlier revisions of the rules in ``home_addresses``."""

from validation.rule import ERROR, rule
from validation.rules.school_census._records import Address, LearningAim, PupilNoLongerOnRoll, PupilOnRoll

_POSTCODE = "(?i-u)^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$"
"""One space at most: sets released before 28 November 2026 take no more."""


def postcode_wrong(pupil):
    """No address has a postcode, or one has a postcode that is not a UK postcode."""
    given = pupil.has(Address, lambda address: address.postcode.is_not_null())
    return ~given | pupil.has(Address, lambda address: ~address.postcode.str.contains(_POSTCODE))


@rule("2340", ERROR, on=PupilOnRoll, tags="PostCode Address")
def home_postcode_missing_not_valid(pupil):
    """The home postcode is missing or not valid.

    Fails when: PostCode absent in every Address, or present and not a UK postcode.

    Fix: Enter the postcode.
    """
    return postcode_wrong(pupil)


@rule("2341", ERROR, on=PupilNoLongerOnRoll, tags="LearningAim PostCode Address", terms="AUT", phases="SS AT PR")
def leaver_postcode_missing_not_valid(pupil):
    """The leaver's postcode is missing or not valid.

    Fails when: a LearningAim and (PostCode absent in every Address, or present and not a UK postcode).

    Fix: Enter the postcode.
    """
    return pupil.has(LearningAim) & postcode_wrong(pupil)
