"""Childcare that the school offers or points to."""

import polars as pl

from validation.conditions import any_present, missing_or_unknown
from validation.rule import ERROR, rule
from validation.rules.school_census._records import Childcare, School


def minutes(time):
    """Minutes after midnight of a time written HH:MM; null where it is not one."""
    clock = pl.when(time.str.contains("^([01][0-9]|2[0-3]):[0-5][0-9]$")).then(time)
    return clock.str.slice(0, 2).cast(pl.Int64) * 60 + clock.str.slice(3, 2).cast(pl.Int64)


def childcare_of_type(kind):
    return lambda care: care.type_of_childcare == kind


@rule("2900", ERROR, on=Childcare, tags="OnSite", terms="SPR")
def not_stated_whether_childcare_site(care):
    """It is not stated whether this childcare is on site.

    Fails when: OnSite absent or not in codeset YesNo.

    Fix: Answer yes or no.
    """
    return missing_or_unknown(care.on_site, care.codes("YesNo"))


@rule("2910", ERROR, on=Childcare, tags="ChildcareSignposting", terms="SPR")
def signposting_answer_missing_not_valid(care):
    """The signposting answer is missing or not valid.

    Fails when: ChildcareSignposting absent or not in codeset ChildcareSignposting.

    Fix: Choose an answer.
    """
    return missing_or_unknown(care.childcare_signposting, care.codes("ChildcareSignposting"))


@rule("2915", ERROR, on=Childcare, tags="OnSite OpeningTime", terms="SPR")
def opening_time_missing_not_valid(care):
    """The opening time is missing or not valid.

    Fails when: OnSite = Y and OpeningTime absent or not HH:MM.

    Fix: Enter the time as HH:MM.
    """
    return (care.on_site == "Y") & (care.opening_time.is_null() | minutes(care.opening_time).is_null())


@rule("2920", ERROR, on=Childcare, tags="OnSite ClosingTime", terms="SPR")
def closing_time_missing_not_valid(care):
    """The closing time is missing or not valid.

    Fails when: OnSite = Y and ClosingTime absent or not HH:MM.

    Fix: Enter the time as HH:MM.
    """
    return (care.on_site == "Y") & (care.closing_time.is_null() | minutes(care.closing_time).is_null())


@rule("2925", ERROR, on=Childcare, tags="OnSite NoOfChildcarePlaces", terms="SPR")
def number_childcare_places_missing(care):
    """The number of childcare places is missing.

    Fails when: OnSite = Y and NoOfChildcarePlaces absent.

    Fix: Enter the places.
    """
    return (care.on_site == "Y") & care.no_of_childcare_places.is_null()


@rule("2930", ERROR, on=Childcare, tags="OnSite ChildcareProvider", terms="SPR")
def childcare_provider_missing_not_valid(care):
    """The childcare provider is missing or not valid.

    Fails when: OnSite = Y and ChildcareProvider absent or not in codeset ChildcareProvider.

    Fix: Choose the provider.
    """
    return (care.on_site == "Y") & missing_or_unknown(care.childcare_provider, care.codes("ChildcareProvider"))


@rule("2935", ERROR, on=Childcare, tags="OnSite OtherSchools", terms="SPR")
def not_stated_whether_other_schools(care):
    """It is not stated whether other schools use the childcare.

    Fails when: OnSite = Y and OtherSchools absent or not in codeset YesNoUnknown.

    Fix: Choose an answer.
    """
    return (care.on_site == "Y") & missing_or_unknown(care.other_schools, care.codes("YesNoUnknown"))


@rule("2940", ERROR, on=Childcare, tags="OnSite TypeOfChildcare ChildcareWksOpen", terms="SPR", certain=False)
def weeks_open_missing_not_between(care):
    """The weeks open are missing or not between 1 and 38.

    Fails when: OnSite = Y and TypeOfChildcare in (B, A, U) and ChildcareWksOpen absent or outside 1-38.

    Fix: Enter term-time weeks.
    """
    return (
        (care.on_site == "Y")
        & care.type_of_childcare.is_in(["B", "A", "U"])
        & (care.childcare_wks_open.is_null() | ~care.childcare_wks_open.is_between(1, 38))
    )


@rule(
    "2945",
    ERROR,
    on=Childcare,
    tags="OnSite OpeningTime ClosingTime NoOfChildcarePlaces ChildcareProvider OtherSchools ChildcareWksOpen",
    terms="SPR",
)
def details_given_childcare_not_site(care):
    """Details are given for childcare that is not on site.

    Fails when: OnSite = N and any of OpeningTime, ClosingTime, NoOfChildcarePlaces, ChildcareProvider,
    OtherSchools, ChildcareWksOpen present.

    Fix: Clear the details.
    """
    return (care.on_site == "N") & any_present(
        care.opening_time,
        care.closing_time,
        care.no_of_childcare_places,
        care.childcare_provider,
        care.other_schools,
        care.childcare_wks_open,
    )


@rule("2950", ERROR, on=School, tags="TypeOfChildcare Childcare", terms="SPR")
def type_childcare_not_reported(school):
    """A type of childcare is not reported.

    Fails when: one of B, A, H, U is not the TypeOfChildcare of any Childcare (one finding per missing type).

    Fix: Add a record for each type, on site or not.
    """
    return ~pl.all_horizontal(school.has(Childcare, childcare_of_type(kind)) for kind in ("B", "A", "H", "U"))


@rule("2955", ERROR, on=School, tags="TypeOfChildcare Childcare", terms="SPR")
def type_childcare_reported_twice(school):
    """A type of childcare is reported twice.

    Fails when: same TypeOfChildcare on two Childcare.

    Fix: Remove the repeat.
    """
    return school.repeats(Childcare, lambda care: care.type_of_childcare)


@rule("2970", ERROR, on=Childcare, tags="TypeOfChildcare OnSite ClosingTime OpeningTime", terms="SPR", certain=False)
def childcare_under_fives_open_less(care):
    """Childcare for under fives is open for less than nine hours.

    Fails when: TypeOfChildcare = U and OnSite = Y and ClosingTime - OpeningTime < 9 hours.

    Fix: Check the times.
    """
    return (
        (care.type_of_childcare == "U")
        & (care.on_site == "Y")
        & (minutes(care.closing_time) - minutes(care.opening_time) < 9 * 60)
    )


@rule("2975", ERROR, on=Childcare, tags="TypeOfChildcare OnSite ChildcareWksOpen", terms="SPR")
def holiday_weeks_open_missing_not(care):
    """The holiday weeks open are missing or not between 1 and 15.

    Fails when: TypeOfChildcare = H and OnSite = Y and ChildcareWksOpen absent or outside 1-15.

    Fix: Enter holiday weeks.
    """
    return (
        (care.type_of_childcare == "H")
        & (care.on_site == "Y")
        & (care.childcare_wks_open.is_null() | ~care.childcare_wks_open.is_between(1, 15))
    )
