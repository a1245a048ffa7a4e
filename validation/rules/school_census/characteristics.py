"""Ethnicity, language, service children, children who left care, youth support consent."""

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Message, PupilOnRoll


@rule("1630", ERROR, on=PupilOnRoll, tags="Ethnicity", terms="SPR")
def ethnicity_missing_not_valid(pupil):
    """The ethnicity is missing or not valid.

    Fails when: Ethnicity absent or not in codeset Ethnicity.

    Fix: Enter the ethnicity, or refused or not obtained.
    """
    return missing_or_unknown(pupil.ethnicity, pupil.codes("Ethnicity"))


@rule("1640Q", QUERY, on=Message, tags="PupilOnRoll Ethnicity", terms="SPR")
def every_pupil_has_white_ethnicity(message):
    """Every pupil has a White ethnicity.

    Fails when: at least one PupilOnRoll and Ethnicity of every PupilOnRoll starts with W.

    Fix: Confirm this is right.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.ethnicity.str.starts_with("W")) == 1


@rule("1700Q", QUERY, on=Message, tags="PupilOnRoll Ethnicity", terms="SPR")
def more_than_one_pupil_ten(message):
    """More than one pupil in ten has no ethnicity yet.

    Fails when: more than 10% of PupilOnRoll have Ethnicity = NOBT.

    Fix: Ask families for the ethnicity.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.ethnicity == "NOBT") > 0.10


@rule("1770", ERROR, on=PupilOnRoll, tags="YSSA", phases="MP MS SS SP AT PR", certain=False)
def youth_support_consent_missing_not(pupil):
    """The youth support consent is missing or not valid.

    Fails when: AGE >= 12 and YSSA absent or not in codeset YSSA.

    Fix: Record the consent, or not asked.
    """
    return (pupil.age >= 12) & missing_or_unknown(pupil.yssa, pupil.codes("YSSA"))


@rule("1780Q", QUERY, on=Message, tags="PupilOnRoll YSSA", phases="MP MS SS SP AT PR")
def no_youth_support_consent_has(message):
    """No youth support consent has an answer.

    Fails when: at least one PupilOnRoll with AGE >= 12 and none has YSSA in (Yes, No).

    Fix: Record the replies, or confirm.
    """
    return message.has(PupilOnRoll, lambda pupil: pupil.age >= 12) & ~message.has(
        PupilOnRoll, lambda pupil: (pupil.age >= 12) & pupil.yssa.is_in(["Yes", "No"])
    )


@rule("1840", ERROR, on=PupilOnRoll, tags="Language")
def first_language_missing_not_valid(pupil):
    """The first language is missing or not valid.

    Fails when: Language absent or not in codeset Language.

    Fix: Enter the first language.
    """
    return missing_or_unknown(pupil.language, pupil.codes("Language"))


@rule("1850Q", QUERY, on=Message, tags="PupilOnRoll Language", reason_needed=True)
def more_than_one_pupil_ten_has(message):
    """More than one pupil in ten has no first language yet.

    Fails when: more than 10% of PupilOnRoll have Language = NOT.

    Fix: Ask families for the language.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.language == "NOT") > 0.10


@rule("1856", ERROR, on=PupilOnRoll, tags="EnrolStatus ServiceChild")
def service_child_mark_missing_not(pupil):
    """The service child mark is missing or not valid.

    Fails when: EnrolStatus not S and ServiceChild absent or not in codeset ServiceChild.

    Fix: Answer yes, no, unknown or refused.
    """
    return (pupil.enrol_status != "S") & missing_or_unknown(pupil.service_child, pupil.codes("ServiceChild"))


@rule("1871", ERROR, on=PupilOnRoll, tags="PLAA")
def post_looked_after_mark_missing(pupil):
    """The post looked after mark is missing or not valid.

    Fails when: PLAA absent or not in codeset PLAA.

    Fix: Enter the arrangement, or not declared.
    """
    return missing_or_unknown(pupil.plaa, pupil.codes("PLAA"))


@rule("1872Q", QUERY, on=Message, tags="PupilOnRoll PLAA", reason_needed=True)
def unusually_many_pupils_shown_having(message):
    """Unusually many pupils are shown as having left care.

    Fails when: more than 5% of PupilOnRoll have PLAA present and not N.

    Fix: Check the records, or confirm.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.plaa != "N") > 0.05


@rule("5046", ERROR, on=PupilOnRoll, tags="YSSA Phase", phases="NS PS")
def youth_support_consent_not_collected(pupil):
    """Youth support consent is not collected in this phase.

    Fails when: YSSA present and Phase in (NS, PS).

    Fix: Clear the consent.
    """
    return pupil.yssa.is_not_null() & pupil.school.phase.is_in(["NS", "PS"])
