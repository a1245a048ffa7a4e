"""What changed since the return before this one: numbers that went up or down sharply, or came from nothing."""

from validation.rule import QUERY, rule
from validation.rules.school_census._records import Message, PupilOnRoll

SHARPLY = {"percent": 20, "min_count": 10}
"""From which relative change, and which difference of counts, a change is sharp. Decided, not known."""
INFANT_YEARS = ["R", "1", "2"]


def rose(message, who, among=None):
    """The share of pupils ``who`` rose sharply since the return before."""
    now, before = _counted(message, who, among), _counted(message.before, who, among)
    # share now >= share before * (1 + percent), in whole numbers
    sharply = now[0] * before[1] * 100 >= before[0] * now[1] * (100 + SHARPLY["percent"])
    return (before[0] > 0) & sharply & _by_enough(now, before)


def fell(message, who, among=None):
    """The share of pupils ``who`` fell sharply since the return before."""
    now, before = _counted(message, who, among), _counted(message.before, who, among)
    sharply = now[0] * before[1] * 100 <= before[0] * now[1] * (100 - SHARPLY["percent"])
    return (before[0] > 0) & sharply & _by_enough(now, before)


def appeared(message, who, among=None):
    """There was no pupil ``who`` in the return before, and there is one now."""
    return (_counted(message.before, who, among)[0] == 0) & (_counted(message, who, among)[0] > 0)


def _counted(message, who, among):
    """How many pupils are ``who``, and of how many."""
    if among is None:
        return message.count(PupilOnRoll, who), message.count(PupilOnRoll)
    return message.count(PupilOnRoll, lambda pupil: among(pupil) & who(pupil)), message.count(PupilOnRoll, among)


def _by_enough(now, before):
    return (now[0] - before[0]).abs() >= SHARPLY["min_count"]


def infant(pupil):
    return pupil.nc_year_actual.is_in(INFANT_YEARS)


def had_school_lunch(pupil):
    return pupil.school_lunch_taken


def has_free_meals(pupil):
    return pupil.fsm_open


def has_ehc_plan(pupil):
    return pupil.sen_provision == "E"


def on_sen_support(pupil):
    return pupil.sen_provision == "K"


def first_language_other(pupil):
    """The first language is known not to be English."""
    return ~pupil.language.is_in(["ENG", "ENB"])


def service_child(pupil):
    return pupil.service_child == "Y"


def ethnicity_not_obtained(pupil):
    return pupil.ethnicity == "NOBT"


def roll_rose(message):
    now, before = message.count(PupilOnRoll), message.before.count(PupilOnRoll)
    return (before > 0) & (now * 100 >= before * (100 + SHARPLY["percent"])) & (now - before >= SHARPLY["min_count"])


def roll_fell(message):
    now, before = message.count(PupilOnRoll), message.before.count(PupilOnRoll)
    return (before > 0) & (now * 100 <= before * (100 - SHARPLY["percent"])) & (before - now >= SHARPLY["min_count"])


@rule(
    "TonT13B",
    QUERY,
    on=Message,
    tags="SchoolLunchTaken",
    phases="PS AT",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def school_lunches_rose_sharply(message):
    """The number of infants taking a school lunch has gone up sharply since last term.

    Fails when: the percentage of infants with SchoolLunchTaken true (share of infants (NCyearActual in R, 1, 2)) is
    >= params.percent% above the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, had_school_lunch, among=infant)


@rule(
    "TonT1B",
    QUERY,
    on=Message,
    tags="PupilOnRoll",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def pupils_on_roll_rose_sharply(message):
    """The number of pupils on roll has gone up sharply since last term.

    Fails when: the number of pupils on roll (share of PupilOnRoll) is >= params.percent% above the previous return,
    relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return roll_rose(message)


@rule(
    "TonT1C",
    QUERY,
    on=Message,
    tags="PupilOnRoll",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def pupils_on_roll_fell_sharply(message):
    """The number of pupils on roll has gone down sharply since last term.

    Fails when: the number of pupils on roll (share of PupilOnRoll) is >= params.percent% below the previous return,
    relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return roll_fell(message)


@rule("TonT1D", QUERY, on=Message, tags="PupilOnRoll", needs="previous_return", certain=False)
def pupils_on_roll_appeared(message):
    """There were no pupils on roll last term but there are now.

    Fails when: the number of pupils on roll in the previous return was 0 and is above 0 now (share of PupilOnRoll).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return (message.before.count(PupilOnRoll) == 0) & (message.count(PupilOnRoll) > 0)


@rule(
    "TonT3B",
    QUERY,
    on=Message,
    tags="FSMstartDate",
    phases="PS AT",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def infant_free_meals_rose_sharply(message):
    """The number of infants with free meals by income has gone up sharply since last term.

    Fails when: the percentage of infants with free meals by income (share of infants (NCyearActual in R, 1, 2)) is
    >= params.percent% above the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, has_free_meals, among=infant)


@rule(
    "TonT3C",
    QUERY,
    on=Message,
    tags="FSMstartDate",
    phases="PS AT",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def infant_free_meals_fell_sharply(message):
    """The number of infants with free meals by income has gone down sharply since last term.

    Fails when: the percentage of infants with free meals by income (share of infants (NCyearActual in R, 1, 2)) is
    >= params.percent% below the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, has_free_meals, among=infant)


@rule("TonT3D", QUERY, on=Message, tags="FSMstartDate", phases="PS AT", needs="previous_return", certain=False)
def infant_free_meals_appeared(message):
    """There were no infants with free meals by income last term but there are now.

    Fails when: the percentage of infants with free meals by income in the previous return was 0 and is above 0 now
    (share of infants (NCyearActual in R, 1, 2)).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return appeared(message, has_free_meals, among=infant)


@rule(
    "TonT4B",
    QUERY,
    on=Message,
    tags="FSMstartDate",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def free_meals_rose_sharply(message):
    """The number of pupils with free meals has gone up sharply since last term.

    Fails when: the percentage of pupils with free meals (share of PupilOnRoll) is >= params.percent% above the
    previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, has_free_meals)


@rule(
    "TonT4C",
    QUERY,
    on=Message,
    tags="FSMstartDate",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def free_meals_fell_sharply(message):
    """The number of pupils with free meals has gone down sharply since last term.

    Fails when: the percentage of pupils with free meals (share of PupilOnRoll) is >= params.percent% below the
    previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, has_free_meals)


@rule("TonT4D", QUERY, on=Message, tags="FSMstartDate", needs="previous_return", certain=False)
def free_meals_appeared(message):
    """There were no pupils with free meals last term but there are now.

    Fails when: the percentage of pupils with free meals in the previous return was 0 and is above 0 now (share of
    PupilOnRoll).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return appeared(message, has_free_meals)


@rule("TonT5B", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False, params=SHARPLY)
def ehc_plans_rose_sharply(message):
    """The number of pupils with an EHC plan has gone up sharply since last term.

    Fails when: the percentage of pupils with an EHC plan (SENprovision = E) (share of PupilOnRoll) is >=
    params.percent% above the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, has_ehc_plan)


@rule("TonT5C", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False, params=SHARPLY)
def ehc_plans_fell_sharply(message):
    """The number of pupils with an EHC plan has gone down sharply since last term.

    Fails when: the percentage of pupils with an EHC plan (SENprovision = E) (share of PupilOnRoll) is >=
    params.percent% below the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, has_ehc_plan)


@rule("TonT5D", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False)
def ehc_plans_appeared(message):
    """There were no pupils with an EHC plan last term but there are now.

    Fails when: the percentage of pupils with an EHC plan (SENprovision = E) in the previous return was 0 and is
    above 0 now (share of PupilOnRoll).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return appeared(message, has_ehc_plan)


@rule("TonT6B", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False, params=SHARPLY)
def sen_support_rose_sharply(message):
    """The number of pupils on SEN support has gone up sharply since last term.

    Fails when: the percentage of pupils on SEN support (SENprovision = K) (share of PupilOnRoll) is >=
    params.percent% above the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, on_sen_support)


@rule("TonT6C", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False, params=SHARPLY)
def sen_support_fell_sharply(message):
    """The number of pupils on SEN support has gone down sharply since last term.

    Fails when: the percentage of pupils on SEN support (SENprovision = K) (share of PupilOnRoll) is >=
    params.percent% below the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, on_sen_support)


@rule("TonT6D", QUERY, on=Message, tags="SENprovision", needs="previous_return", certain=False)
def sen_support_appeared(message):
    """There were no pupils on SEN support last term but there are now.

    Fails when: the percentage of pupils on SEN support (SENprovision = K) in the previous return was 0 and is above
    0 now (share of PupilOnRoll).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return appeared(message, on_sen_support)


@rule(
    "TonT7B",
    QUERY,
    on=Message,
    tags="Language",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def other_first_language_rose_sharply(message):
    """The number of pupils whose first language is not English has gone up sharply since last term.

    Fails when: the percentage of pupils with Language not in (ENG, ENB) (share of PupilOnRoll) is >=
    params.percent% above the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, first_language_other)


@rule(
    "TonT7C",
    QUERY,
    on=Message,
    tags="Language",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def other_first_language_fell_sharply(message):
    """The number of pupils whose first language is not English has gone down sharply since last term.

    Fails when: the percentage of pupils with Language not in (ENG, ENB) (share of PupilOnRoll) is >=
    params.percent% below the previous return, relative change, and the count differs by at least
    params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, first_language_other)


@rule("TonT7D", QUERY, on=Message, tags="Language", needs="previous_return", reason_needed=True, certain=False)
def other_first_language_appeared(message):
    """There were no pupils whose first language is not English last term but there are now.

    Fails when: the percentage of pupils with Language not in (ENG, ENB) in the previous return was 0 and is above 0
    now (share of PupilOnRoll).

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return appeared(message, first_language_other)


@rule(
    "TonT8B",
    QUERY,
    on=Message,
    tags="ServiceChild",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def service_children_rose_sharply(message):
    """The number of service children has gone up sharply since last term.

    Fails when: the percentage of service children (ServiceChild = Y) (share of PupilOnRoll) is >= params.percent%
    above the previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, service_child)


@rule(
    "TonT8C",
    QUERY,
    on=Message,
    tags="ServiceChild",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def service_children_fell_sharply(message):
    """The number of service children has gone down sharply since last term.

    Fails when: the percentage of service children (ServiceChild = Y) (share of PupilOnRoll) is >= params.percent%
    below the previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, service_child)


@rule(
    "TonT9B",
    QUERY,
    on=Message,
    tags="Ethnicity",
    terms="SPR",
    needs="previous_return",
    reason_needed=True,
    certain=False,
    params=SHARPLY,
)
def ethnicity_not_obtained_rose_sharply(message):
    """The number of pupils with no ethnicity yet has gone up sharply since last term.

    Fails when: the percentage of pupils with Ethnicity = NOBT (share of PupilOnRoll) is >= params.percent% above
    the previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return rose(message, ethnicity_not_obtained)


@rule(
    "TonT9C", QUERY, on=Message, tags="Ethnicity", terms="SPR", needs="previous_return", certain=False, params=SHARPLY
)
def ethnicity_not_obtained_fell_sharply(message):
    """The number of pupils with no ethnicity yet has gone down sharply since last term.

    Fails when: the percentage of pupils with Ethnicity = NOBT (share of PupilOnRoll) is >= params.percent% below
    the previous return, relative change, and the count differs by at least params.min_count.

    Fix: Compare with last term, correct the records, or explain the change.
    """
    return fell(message, ethnicity_not_obtained)
