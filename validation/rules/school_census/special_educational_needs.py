"""SEN provision, types of need, units, top-up funding."""

from validation.conditions import missing_or_unknown
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import Message, PupilOnRoll, SENneed


@rule("1869", ERROR, on=PupilOnRoll, tags="TopUpFunding")
def top_up_funding_mark_missing(pupil):
    """The top-up funding mark is missing.

    Fails when: TopUpFunding absent.

    Fix: Answer yes or no.
    """
    return pupil.top_up_funding.is_null()


@rule("1990Q", QUERY, on=PupilOnRoll, tags="TopUpFunding SENprovision")
def top_up_funding_given_without(pupil):
    """Top-up funding is given without an EHC plan.

    Fails when: TopUpFunding true and SENprovision not E.

    Fix: Confirm, or correct the SEN provision.
    """
    return pupil.top_up_funding & (pupil.sen_provision != "E")


@rule("2115", ERROR, on=PupilOnRoll, tags="SENprovision")
def statements_ended(pupil):
    """Statements have ended.

    Fails when: SENprovision = S.

    Fix: Change to an EHC plan or SEN support.
    """
    return pupil.sen_provision == "S"


@rule("2120", ERROR, on=PupilOnRoll, tags="SENprovision")
def sen_provision_missing_not_valid(pupil):
    """The SEN provision is missing or not valid.

    Fails when: SENprovision absent or not in codeset SENprovision.

    Fix: Enter none, SEN support or EHC plan.
    """
    return missing_or_unknown(pupil.sen_provision, pupil.codes("SENprovision"))


@rule("2125", ERROR, on=PupilOnRoll, tags="SENprovision SENneed", terms="SPR")
def pupil_without_sen_has_type(pupil):
    """A pupil without SEN has a type of need.

    Fails when: SENprovision = N and any SENneed.

    Fix: Remove the need or correct the provision.
    """
    return (pupil.sen_provision == "N") & pupil.has(SENneed)


@rule("2130", ERROR, on=SENneed, tags="SENtypeRank SENtype", terms="SPR")
def need_has_rank_but_no(need):
    """A need has a rank but no type.

    Fails when: SENtypeRank present and SENtype absent.

    Fix: Enter the type of need.
    """
    return need.sen_type_rank.is_not_null() & need.sen_type.is_null()


@rule("2140", ERROR, on=SENneed, tags="SENtypeRank", terms="SPR")
def need_not_ranked_1_2(need):
    """A need is not ranked 1 or 2.

    Fails when: SENtypeRank absent or not 1 or 2.

    Fix: Rank the needs 1 and 2.
    """
    return need.sen_type_rank.is_null() | ~need.sen_type_rank.is_in([1, 2])


@rule("2160", ERROR, on=PupilOnRoll, tags="SENneed SENtypeRank", terms="SPR")
def single_need_not_ranked_1(pupil):
    """A single need is not ranked 1.

    Fails when: exactly one SENneed and its SENtypeRank is not 1.

    Fix: Rank the need 1.
    """
    return (pupil.count(SENneed) == 1) & (pupil.max(SENneed, lambda need: need.sen_type_rank) != 1)


@rule("2165", ERROR, on=PupilOnRoll, tags="SENneed SENtypeRank", terms="SPR")
def two_needs_same_rank(pupil):
    """Two needs have the same rank.

    Fails when: two SENneed with the same SENtypeRank.

    Fix: Rank one 1 and the other 2.
    """
    return pupil.repeats(SENneed, lambda need: need.sen_type_rank)


@rule("2166", ERROR, on=PupilOnRoll, tags="SENneed", terms="SPR")
def more_than_two_needs_given(pupil):
    """More than two needs are given.

    Fails when: more than two SENneed.

    Fix: Keep the two main needs.
    """
    return pupil.count(SENneed) > 2


@rule("2170", ERROR, on=PupilOnRoll, tags="SENprovision SENneed SENtype", terms="SPR")
def pupil_sen_has_no_type(pupil):
    """A pupil with SEN has no type of need.

    Fails when: SENprovision in (K, E) and no SENneed with SENtype in codeset SENtype.

    Fix: Enter the main need.
    """
    return pupil.sen_provision.is_in(["K", "E"]) & ~pupil.has(
        SENneed, lambda need: need.sen_type.is_in(need.codes("SENtype"))
    )


@rule("2175", ERROR, on=PupilOnRoll, tags="SENneed SENtype SENprovision", terms="SPR")
def not_yet_assessed_type_only(pupil):
    """The not yet assessed type is only for SEN support.

    Fails when: any SENneed has SENtype = NSA and SENprovision not K.

    Fix: Enter the real type of need.
    """
    return pupil.has(SENneed, lambda need: need.sen_type == "NSA") & (pupil.sen_provision != "K")


@rule("2180", ERROR, on=PupilOnRoll, tags="Intake SENprovision", phases="SP")
def special_school_pupil_has_no(pupil):
    """A special school pupil has no SEN.

    Fails when: Intake = SPEC and SENprovision = N.

    Fix: Correct the SEN provision.
    """
    return (pupil.school.intake == "SPEC") & (pupil.sen_provision == "N")


@rule("2190Q", QUERY, on=Message, tags="Phase PupilOnRoll SENprovision", phases="NS PS MP MS SS AT PR")
def unusually_many_pupils_ehc_plan(message):
    """Unusually many pupils have an EHC plan.

    Fails when: Phase not SP and more than 10% of PupilOnRoll have SENprovision = E.

    Fix: Confirm, or correct.
    """
    return (message.school.phase != "SP") & (
        message.share(PupilOnRoll, lambda pupil: pupil.sen_provision == "E") > 0.10
    )


@rule("2200Q", QUERY, on=Message, tags="PupilOnRoll SENprovision")
def no_pupil_has_sen(message):
    """No pupil has SEN.

    Fails when: at least one PupilOnRoll and all have SENprovision = N.

    Fix: Confirm, or correct.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.sen_provision == "N") == 1


@rule("2205Q", QUERY, on=Message, tags="PupilOnRoll SENprovision")
def unusually_many_pupils_sen_support(message):
    """Unusually many pupils are on SEN support.

    Fails when: more than 40% of PupilOnRoll have SENprovision = K.

    Fix: Confirm, or correct.
    """
    return message.share(PupilOnRoll, lambda pupil: pupil.sen_provision == "K") > 0.40


@rule("2210Q", QUERY, on=Message, tags="Phase PupilOnRoll SENprovision", phases="SP")
def few_special_school_pupils_ehc(message):
    """Few special school pupils have an EHC plan.

    Fails when: Phase = SP and fewer than 70% of PupilOnRoll have SENprovision = E.

    Fix: Confirm, or correct.
    """
    return (message.school.phase == "SP") & (
        message.share(PupilOnRoll, lambda pupil: pupil.sen_provision == "E") < 0.70
    )


@rule("2230", ERROR, on=PupilOnRoll, tags="SENprovision SENunitIndicator", phases="NS PS MP MS SS AT")
def sen_unit_mark_missing(pupil):
    """The SEN unit mark is missing.

    Fails when: SENprovision in (E, K) and SENunitIndicator absent.

    Fix: Answer yes or no.
    """
    return pupil.sen_provision.is_in(["E", "K"]) & pupil.sen_unit_indicator.is_null()


@rule("2250", ERROR, on=PupilOnRoll, tags="SENprovision ResourcedProvisionIndicator", phases="NS PS MP MS SS AT")
def resourced_provision_mark_missing(pupil):
    """The resourced provision mark is missing.

    Fails when: SENprovision in (E, K) and ResourcedProvisionIndicator absent.

    Fix: Answer yes or no.
    """
    return pupil.sen_provision.is_in(["E", "K"]) & pupil.resourced_provision_indicator.is_null()


@rule("5049", ERROR, on=PupilOnRoll, tags="SENunitIndicator Phase", phases="SP PR")
def sen_unit_not_collected_phase(pupil):
    """SEN unit is not collected in this phase.

    Fails when: SENunitIndicator present and Phase in (SP, PR).

    Fix: Clear the mark.
    """
    return pupil.sen_unit_indicator.is_not_null() & pupil.school.phase.is_in(["SP", "PR"])


@rule("5050", ERROR, on=PupilOnRoll, tags="ResourcedProvisionIndicator Phase", phases="SP PR")
def resourced_provision_not_collected_phase(pupil):
    """Resourced provision is not collected in this phase.

    Fails when: ResourcedProvisionIndicator present and Phase in (SP, PR).

    Fix: Clear the mark.
    """
    return pupil.resourced_provision_indicator.is_not_null() & pupil.school.phase.is_in(["SP", "PR"])
