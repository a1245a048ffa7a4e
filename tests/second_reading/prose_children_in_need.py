"""Conditions of the children in need census that are prose, read by hand: see :mod:`tests.second_reading.prose`.

An episode is one CINdetails. ``TRUE`` is true or 1 and ``FALSE`` false or 0, case ignored; open is without an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from tests.second_reading import facts, identifiers, names
from tests.second_reading.prose import Test, others
from tests.second_reading.prose import reads as reads_of
from tests.second_reading.records import Record, Value

REASONS = ("UN2", "UN3", "UN4", "UN5", "UN6", "UN7")


def reads(*codes: str, portal: bool = False) -> Callable[[Test], Test]:
    return reads_of("children_in_need", *codes, portal=portal)


def is_true(record: Record, item: str) -> bool:
    return str(record.get(item)).lower() in ("true", "1")


def is_false(record: Record, item: str) -> bool:
    return str(record.get(item)).lower() in ("false", "0")


def before(one: Value, other: Value) -> bool:
    """Earlier than; false where either is absent."""
    return one is not None and other is not None and one < other


def in_period(record: Record, day: date | None) -> bool:
    start, ref = names.period(record)
    return day is not None and start <= day <= ref


def outside_period(record: Record, day: date | None) -> bool:
    return day is not None and not in_period(record, day)


def conference(episode: Record) -> date | None:
    """CINdetails/DateOfInitialCPC: the episode's own."""
    found: date | None = episode.get("CINdetails/DateOfInitialCPC")
    return found


def dates(record: Record, kind: str, item: str) -> list[date]:
    """The values of an item in the records of a kind inside."""
    return [value for one in record.records(kind) if (value := one.get(item)) is not None]


def repeated(values: Iterable[Value]) -> bool:
    there = [value for value in values if value is not None]
    return len(there) != len(set(there))


def starts_within(start: Value, other: Value, end: Value, ref: date, *, last_day: bool = True) -> bool:
    """On or after the other's start, and on or before its end; on or before REF where it is open.

    ``last_day`` false: before its end.
    """
    if start is None or other is None or start < other:
        return False
    if end is None:
        return bool(start <= ref)
    return bool(start <= end) if last_day else bool(start < end)


def overlap(records: list[Record], start: str, end: str) -> bool:
    """One starts within another."""
    return any(
        starts_within(one.get(start), other.get(start), other.get(end), names.reference_date(one))
        for one in records
        for other in records
        if one is not other
    )


# Header and the whole return


@reads("100")
def reference_date(header: Record) -> bool:
    """Header ReferenceDate missing, unparseable, or not 31 March of the header Year"""
    return header.get("ReferenceDate") != date(header.get("Year"), 3, 31)


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


# Identifiers


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


# Characteristics


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


# Referrals and closures


@reads("8590")
def no_episode(child: Record) -> bool:
    """Child has no CINdetails block"""
    return not child.has("CINdetails")


@reads("8568")
def no_further_action(episode: Record) -> bool:
    """ReferralNFA missing or (case-folded) not one of 1, 0, true, false"""
    return not is_true(episode, "ReferralNFA") and not is_false(episode, "ReferralNFA")


@reads("8569Q")
def old_referral(episode: Record) -> bool:
    """CINreferralDate < START minus 1 working day, and ReferralNFA is TRUE"""
    limit = facts.minus_working_days(names.period(episode)[0], 1)
    return before(episode.get("CINreferralDate"), limit) and is_true(episode, "ReferralNFA")


@reads("8585Q")
def died_without_date(episode: Record) -> bool:
    """ReasonForClosure RC2 (died) and the child has no PersonDeathDate"""
    return episode.get("ReasonForClosure") == "RC2" and episode.get("PersonDeathDate") is None


@reads("8606")
def referred_long_before_birth(child: Record) -> bool:
    """CINreferralDate more than 280 days before PersonBirthDate or before ExpectedPersonBirthDate"""
    births = [child.get(item) for item in ("PersonBirthDate", "ExpectedPersonBirthDate")]
    referrals = dates(child, "CINdetails", "CINreferralDate")
    return any(birth and referral < birth - timedelta(days=280) for birth in births for referral in referrals)


@reads("8630")
def closed_before_referral(episode: Record) -> bool:
    """CINclosureDate earlier than CINreferralDate in one episode"""
    return before(episode.get("CINclosureDate"), episode.get("CINreferralDate"))


@reads("8565")
def closed_before_something(episode: Record) -> bool:
    """CINclosureDate earlier than any of these in the same episode: CINdetails/DateOfInitialCPC,
    AssessmentActualStartDate, AssessmentAuthorisationDate, S47ActualStartDate, Section47/DateOfInitialCPC, CPPendDate,
    CINPlanStartDate, CINPlanEndDate
    """
    found = [conference(episode)]
    found += dates(episode, "Assessments", "AssessmentActualStartDate")
    found += dates(episode, "Assessments", "AssessmentAuthorisationDate")
    found += dates(episode, "Section47", "S47ActualStartDate")
    found += dates(episode, "Section47", "Section47/DateOfInitialCPC")
    found += dates(episode, "ChildProtectionPlans", "CPPendDate")
    found += dates(episode, "CINPlanDates", "CINPlanStartDate")
    found += dates(episode, "CINPlanDates", "CINPlanEndDate")
    return any(before(episode.get("CINclosureDate"), day) for day in found)


@reads("8775Q")
def older_than_25(child: Record) -> bool:
    """PersonBirthDate more than 25 years before REF and the child has an episode with no closure or a closure after
    the 25th birthday
    """
    born, ref = child.get("PersonBirthDate"), names.reference_date(child)
    if born is None or born >= names.add_months(ref, -300):
        return False
    birthday = names.add_months(born, 300)
    closures = [episode.get("CINclosureDate") for episode in child.records("CINdetails")]
    return any(closed is None or closed > birthday for closed in closures)


def open_and_followed(child: Record) -> list[Record]:
    return [
        episode
        for episode in child.records("CINdetails")
        if episode.get("CINclosureDate") is None and is_false(episode, "ReferralNFA")
    ]


@reads("8815")
def two_open_episodes(child: Record) -> bool:
    """Child has more than one episode with no CINclosureDate and ReferralNFA FALSE"""
    return len(open_and_followed(child)) > 1


@reads("8816")
def open_episode_not_latest(child: Record) -> bool:
    """Episode with no CINclosureDate, ReferralNFA FALSE, that is not the child's latest by CINreferralDate"""
    referrals = dates(child, "CINdetails", "CINreferralDate")
    return any(before(episode.get("CINreferralDate"), day) for episode in open_and_followed(child) for day in referrals)


@reads("8820")
def episodes_overlap(child: Record) -> bool:
    """Two episodes of a child overlap: one's CINreferralDate is on or after the other's and before the other's
    CINclosureDate; or before REF when the other has no closure and is not NFA
    """
    episodes = child.records("CINdetails")
    for one in episodes:
        for other in episodes:
            start, since, closed = one.get("CINreferralDate"), other.get("CINreferralDate"), other.get("CINclosureDate")
            if one is other or None in (start, since) or start < since:
                continue
            if before(start, closed):
                return True
            if closed is None and not is_true(other, "ReferralNFA") and before(start, names.reference_date(child)):
                return True
    return False


SOURCES = [
    "1A",
    "1B",
    "1C",
    "1D",
    "2A",
    "2B",
    "3A",
    "3B",
    "3C",
    "3D",
    "3E",
    "3F",
    "4",
    "5A",
    "5B",
    "5C",
    "5D",
    "6",
    "7",
    "8",
    "9",
    "10",
]


@reads("8866")
def referral_source(episode: Record) -> bool:
    """CINreferralDate on or after 2013-04-01 and ReferralSource missing or not one of 1A 1B 1C 1D 2A 2B 3A-3F 4 5A-5D
    6 7 8 9 10
    """
    referred = episode.get("CINreferralDate")
    return referred is not None and referred >= date(2013, 4, 1) and episode.get("ReferralSource") not in SOURCES


@reads("2990")
def closed_at_once_with_more(episode: Record) -> bool:
    """Episode with ReasonForClosure RC8 or RC9 that also has CINdetails/DateOfInitialCPC, or any CINPlanDates,
    Section47 or ChildProtectionPlans block
    """
    more = any(episode.has(block) for block in ("CINPlanDates", "Section47", "ChildProtectionPlans"))
    return episode.get("ReasonForClosure") in ("RC8", "RC9") and (conference(episode) is not None or more)


@reads("8825Q")
def closed_without_assessment(episode: Record) -> bool:
    """ReasonForClosure RC8 or RC9 and the episode has no Assessments block"""
    return episode.get("ReasonForClosure") in ("RC8", "RC9") and not episode.has("Assessments")


@reads("8831")
def no_action_but_work(episode: Record) -> bool:
    """Episode flagged NFA TRUE that has CINdetails/DateOfInitialCPC, or S47ActualStartDate, or
    AssessmentActualStartDate or AssessmentAuthorisationDate
    """
    work = [
        *dates(episode, "Section47", "S47ActualStartDate"),
        *dates(episode, "Assessments", "AssessmentActualStartDate"),
        *dates(episode, "Assessments", "AssessmentAuthorisationDate"),
    ]
    return is_true(episode, "ReferralNFA") and (conference(episode) is not None or bool(work))


@reads("8832")
def no_action_but_protected(episode: Record) -> bool:
    """Episode flagged NFA TRUE with a ChildProtectionPlans block"""
    return is_true(episode, "ReferralNFA") and episode.has("ChildProtectionPlans")


@reads("4000")
def no_action_but_plan(episode: Record) -> bool:
    """ReferralNFA is TRUE and the episode has any CINPlanDates"""
    return is_true(episode, "ReferralNFA") and episode.has("CINPlanDates")


# Assessments


def starts_before_referral(episode: Record, days: list[date]) -> bool:
    return any(before(day, episode.get("CINreferralDate")) for day in days)


@reads("1103")
def assessed_before_referral(episode: Record) -> bool:
    """In one episode an assessment has AssessmentActualStartDate earlier than that episode's CINreferralDate (both
    present)
    """
    return starts_before_referral(episode, dates(episode, "Assessments", "AssessmentActualStartDate"))


@reads("2991Q")
def enquiry_without_assessment(episode: Record) -> bool:
    """Episode has a Section47 block and no Assessments block"""
    return episode.has("Section47") and not episode.has("Assessments")


@reads("8614")
def factors_of_open_assessment(assessment: Record) -> bool:
    """AssessmentAuthorisationDate missing and at least one AssessmentFactors present"""
    return assessment.get("AssessmentAuthorisationDate") is None and bool(assessment.all("AssessmentFactors"))


@reads("8670Q")
def assessment_too_long(assessment: Record) -> bool:
    """AssessmentAuthorisationDate absent and AssessmentActualStartDate < REF minus 45 working days"""
    limit = facts.minus_working_days(names.reference_date(assessment), 45)
    late = before(assessment.get("AssessmentActualStartDate"), limit)
    return assessment.get("AssessmentAuthorisationDate") is None and late


@reads("8736")
def open_assessment_of_another_year(assessment: Record) -> bool:
    """Assessment with no AssessmentAuthorisationDate and AssessmentActualStartDate missing or outside PERIOD"""
    start = assessment.get("AssessmentActualStartDate")
    odd = start is None or outside_period(assessment, start)
    return assessment.get("AssessmentAuthorisationDate") is None and odd


@reads("8863Q")
def assessments_overlap(episode: Record) -> bool:
    """Same episode, two assessments not identical in both dates: one starts on or after the other's start and on or
    before its end (or on or before REF when open)
    """
    both = ("AssessmentActualStartDate", "AssessmentAuthorisationDate")
    assessments = episode.records("Assessments")
    return any(
        starts_within(one.get(both[0]), other.get(both[0]), other.get(both[1]), names.reference_date(episode))
        for one in assessments
        for other in assessments
        if [one.get(item) for item in both] != [other.get(item) for item in both]
    )


@reads("8867")
def closed_with_open_assessment(episode: Record) -> bool:
    """Episode with CINclosureDate and an assessment with no AssessmentAuthorisationDate"""
    assessments = episode.records("Assessments")
    unfinished = any(one.get("AssessmentAuthorisationDate") is None for one in assessments)
    return episode.get("CINclosureDate") is not None and unfinished


@reads("8896")
def two_open_assessments(episode: Record) -> bool:
    """Same episode has two or more assessments with no AssessmentAuthorisationDate"""
    assessments = episode.records("Assessments")
    return sum(one.get("AssessmentAuthorisationDate") is None for one in assessments) > 1


@reads("8869")
def no_factors_and_another(assessment: Record) -> bool:
    """Assessment whose factors include 21 together with any other factor"""
    factors = set(assessment.all("AssessmentFactors"))
    return "21" in factors and len(factors) > 1


@reads("8873Q")
def nothing_found_but_not_closed(episode: Record) -> bool:
    """exactly one Assessments in the episode, it has AssessmentAuthorisationDate and factor 21, and ReasonForClosure is
    absent or not in (RC8, RC9)
    """
    assessments = episode.records("Assessments")
    if len(assessments) != 1 or episode.get("ReasonForClosure") in ("RC8", "RC9"):
        return False
    (only,) = assessments
    return only.get("AssessmentAuthorisationDate") is not None and "21" in only.all("AssessmentFactors")


@reads("8897Q")
def factors(assessment: Record) -> bool:
    """AssessmentAuthorisationDate >= START and (no AssessmentFactors, or one not in codeset AssessmentFactors; 18A and
    19A count as valid here, 8945Q and 8950Q report them)
    """
    done, start = assessment.get("AssessmentAuthorisationDate"), names.period(assessment)[0]
    accepted = facts.codes("children_in_need", "AssessmentFactors", assessment.given.year) | {"18A", "19A"}
    said = assessment.all("AssessmentFactors")
    this_year = done is not None and done >= start
    return this_year and (not said or any(factor not in accepted for factor in said))


@reads("8898")
def factor_twice(assessment: Record) -> bool:
    """One assessment carries the same factor code twice"""
    return repeated(assessment.all("AssessmentFactors"))


@reads("8945Q")
def factor_18a(assessment: Record) -> bool:
    """Assessment has factor 18A (18B or 18C expected instead)"""
    return "18A" in assessment.all("AssessmentFactors")


@reads("8950Q")
def factor_19a(assessment: Record) -> bool:
    """Assessment has factor 19A (19B or 19C expected instead)"""
    return "19A" in assessment.all("AssessmentFactors")


# Enquiries and conferences


@reads("1104")
def enquiry_conference_before_referral(episode: Record) -> bool:
    """In one episode Section47/DateOfInitialCPC present and earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "Section47", "Section47/DateOfInitialCPC"))


@reads("2889")
def enquiry_before_referral(episode: Record) -> bool:
    """In one episode S47ActualStartDate earlier than CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "Section47", "S47ActualStartDate"))


@reads("2884")
def conference_twice(episode: Record) -> bool:
    """within one CINdetails, its own DateOfInitialCPC equals the DateOfInitialCPC of one of its Section47"""
    return conference(episode) in dates(episode, "Section47", "Section47/DateOfInitialCPC")


@reads("2885")
def plan_without_conference(episode: Record) -> bool:
    """ChildProtectionPlans with CPPstartDate in PERIOD, in an episode where no Section47 with ICPCnotRequired not TRUE
    has DateOfInitialCPC = CPPstartDate and CINdetails/DateOfInitialCPC is absent or different from CPPstartDate
    """
    held = {
        one.get("Section47/DateOfInitialCPC")
        for one in episode.records("Section47")
        if not is_true(one, "ICPCnotRequired")
    }
    starts = [day for day in dates(episode, "ChildProtectionPlans", "CPPstartDate") if in_period(episode, day)]
    return any(day not in held and day != conference(episode) for day in starts)


@reads("8615")
def conference_before_enquiry(enquiry: Record) -> bool:
    """Section47 with DateOfInitialCPC and S47ActualStartDate missing, or S47ActualStartDate later than
    DateOfInitialCPC
    """
    held, start = enquiry.get("Section47/DateOfInitialCPC"), enquiry.get("S47ActualStartDate")
    return held is not None and (start is None or start > held)


@reads("8675Q")
def conference_late(enquiry: Record) -> bool:
    """Section47/DateOfInitialCPC absent, ICPCnotRequired FALSE, and S47ActualStartDate < REF minus 15 working days"""
    limit = facts.minus_working_days(names.reference_date(enquiry), 15)
    late = before(enquiry.get("S47ActualStartDate"), limit)
    return enquiry.get("Section47/DateOfInitialCPC") is None and is_false(enquiry, "ICPCnotRequired") and late


def awaits_conference(enquiry: Record) -> bool:
    """Without a conference, and ICPCnotRequired not TRUE."""
    return enquiry.get("Section47/DateOfInitialCPC") is None and not is_true(enquiry, "ICPCnotRequired")


@reads("8740")
def open_enquiry_of_another_year(enquiry: Record) -> bool:
    """Section47/DateOfInitialCPC absent, ICPCnotRequired not TRUE, and S47ActualStartDate absent or outside PERIOD"""
    start = enquiry.get("S47ActualStartDate")
    return awaits_conference(enquiry) and (start is None or outside_period(enquiry, start))


@reads("8839")
def two_open_enquiries(episode: Record) -> bool:
    """Same episode has two or more Section47 with no DateOfInitialCPC and ICPCnotRequired not TRUE"""
    return sum(map(awaits_conference, episode.records("Section47"))) > 1


@reads("8868")
def closed_with_open_enquiry(episode: Record) -> bool:
    """Episode with CINclosureDate and a Section47 that has neither DateOfInitialCPC nor ICPCnotRequired TRUE, or has
    both
    """
    both_or_neither = [
        (one.get("Section47/DateOfInitialCPC") is not None) == is_true(one, "ICPCnotRequired")
        for one in episode.records("Section47")
    ]
    return episode.get("CINclosureDate") is not None and any(both_or_neither)


@reads("8890")
def enquiries_overlap(episode: Record) -> bool:
    """Same episode, two Section47 not identical: one S47ActualStartDate on or after the other's and on or before its
    DateOfInitialCPC; or on or before REF when the other has no conference and ICPCnotRequired is not TRUE
    """
    enquiries = episode.records("Section47")
    for one in enquiries:
        for other in enquiries:
            start, since = one.get("S47ActualStartDate"), other.get("S47ActualStartDate")
            if one.values == other.values or None in (start, since) or start < since:
                continue
            held = other.get("Section47/DateOfInitialCPC")
            if held is not None and start <= held:
                return True
            ref = names.reference_date(episode)
            if awaits_conference(other) and start <= ref:
                return True
    return False


# Child in need plans


@reads("4001")
def both_plans_open(episode: Record) -> bool:
    """Same episode: a ChildProtectionPlan with no CPPendDate and a CINPlanDates with a start and no end"""
    protected = any(plan.get("CPPendDate") is None for plan in episode.records("ChildProtectionPlans"))
    in_need = any(
        plan.get("CINPlanStartDate") is not None and plan.get("CINPlanEndDate") is None
        for plan in episode.records("CINPlanDates")
    )
    return protected and in_need


@reads("4003")
def review_during_plan(child: Record) -> bool:
    """a CPPreviewDate >= CINPlanStartDate and < CINPlanEndDate (or open plan) of a CINPlanDates of the same child, and
    the review date is not the CPPendDate of its plan
    """
    spans = [(plan.get("CINPlanStartDate"), plan.get("CINPlanEndDate")) for plan in child.records("CINPlanDates")]
    for plan in child.records("ChildProtectionPlans"):
        for review in plan.all("CPPreviewDate"):
            if review != plan.get("CPPendDate") and any(
                start is not None and start <= review and (end is None or review < end) for start, end in spans
            ):
                return True
    return False


@reads("4004")
def two_open_plans(episode: Record) -> bool:
    """Same episode has more than one CINPlanDates with no CINPlanEndDate"""
    return sum(plan.get("CINPlanEndDate") is None for plan in episode.records("CINPlanDates")) > 1


def after_death(child: Record, kind: str, item: str) -> bool:
    return any(before(child.get("PersonDeathDate"), day) for day in dates(child, kind, item))


@reads("4008")
def plan_starts_after_death(child: Record) -> bool:
    """CINPlanStartDate after the child's PersonDeathDate"""
    return after_death(child, "CINPlanDates", "CINPlanStartDate")


@reads("4009Q")
def plan_ends_after_death(child: Record) -> bool:
    """CINPlanEndDate after the child's PersonDeathDate"""
    return after_death(child, "CINPlanDates", "CINPlanEndDate")


@reads("8555Q")
def referred_after_death(child: Record) -> bool:
    """CINreferralDate after PersonDeathDate"""
    return after_death(child, "CINdetails", "CINreferralDate")


@reads("8915")
def protected_after_death(child: Record) -> bool:
    """CPPstartDate after PersonDeathDate"""
    return after_death(child, "ChildProtectionPlans", "CPPstartDate")


@reads("8920")
def protection_ends_after_death(child: Record) -> bool:
    """CPPendDate after PersonDeathDate"""
    return after_death(child, "ChildProtectionPlans", "CPPendDate")


def missing_or_after_ref(record: Record, item: str) -> bool:
    day = record.get(item)
    return day is None or before(names.reference_date(record), day)


@reads("4010")
def plan_start(plan: Record) -> bool:
    """CINPlanDates block with CINPlanStartDate missing or after REF"""
    return missing_or_after_ref(plan, "CINPlanStartDate")


@reads("4014")
def plans_overlap(child: Record) -> bool:
    """Two CINPlanDates of one child overlap: one starts on or after the other's start and on or before its end (or on
    or before REF when the other has no end)
    """
    return overlap(child.records("CINPlanDates"), "CINPlanStartDate", "CINPlanEndDate")


@reads("4015")
def plan_before_referral(episode: Record) -> bool:
    """CINPlanStartDate earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "CINPlanDates", "CINPlanStartDate"))


def starts_during(child: Record, kind: str, start: str, other: str, since: str, until: str) -> bool:
    """A record of one kind starts while one of the other kind goes on."""
    ref = names.reference_date(child)
    return any(
        starts_within(day, one.get(since), one.get(until), ref, last_day=False)
        for day in dates(child, kind, start)
        for one in child.records(other)
    )


@reads("4016")
def plan_while_protected(child: Record) -> bool:
    """CINPlanStartDate on or after a CPPstartDate of the child and before its CPPendDate (or on or before REF when the
    CPP is open)
    """
    return starts_during(
        child, "CINPlanDates", "CINPlanStartDate", "ChildProtectionPlans", "CPPstartDate", "CPPendDate"
    )


@reads("4017")
def protected_while_plan(child: Record) -> bool:
    """CPPstartDate on or after a CINPlanStartDate of the child and before its CINPlanEndDate (or on or before REF when
    the CIN plan is open)
    """
    return starts_during(
        child, "ChildProtectionPlans", "CPPstartDate", "CINPlanDates", "CINPlanStartDate", "CINPlanEndDate"
    )


# Child protection plans


@reads("1105")
def protected_before_referral(episode: Record) -> bool:
    """In one episode CPPstartDate present and earlier than the episode's CINreferralDate"""
    return starts_before_referral(episode, dates(episode, "ChildProtectionPlans", "CPPstartDate"))


@reads("8720")
def protection_start(plan: Record) -> bool:
    """ChildProtectionPlans block with CPPstartDate missing or after REF"""
    return missing_or_after_ref(plan, "CPPstartDate")


@reads("8730")
def number_of_plans(plan: Record) -> bool:
    """NumberOfPreviousCPP absent or not a whole number of 0 or more"""
    return not re.fullmatch("[0-9]+", plan.get("NumberOfPreviousCPP") or "")


@reads("8841")
def review_before_start(plan: Record) -> bool:
    """CPPreviewDate on or before the same plan's CPPstartDate"""
    start = plan.get("CPPstartDate")
    return start is not None and any(review <= start for review in plan.all("CPPreviewDate"))


@reads("8842Q")
def review_without_date(plan: Record) -> bool:
    """a ChildProtectionPlans has a Reviews element with no CPPreviewDate"""
    return plan.has("Reviews") and not plan.all("CPPreviewDate")


CATEGORIES = ("NEG", "PHY", "SAB", "EMO", "MUL")


@reads("8905")
def first_category(plan: Record) -> bool:
    """ChildProtectionPlans block with InitialCategoryOfAbuse missing or not one of NEG PHY SAB EMO MUL"""
    return plan.get("InitialCategoryOfAbuse") not in CATEGORIES


@reads("8910")
def latest_category(plan: Record) -> bool:
    """ChildProtectionPlans block with LatestCategoryOfAbuse missing or not one of NEG PHY SAB EMO MUL"""
    return plan.get("LatestCategoryOfAbuse") not in CATEGORIES


@reads("8935")
def two_open_protections(child: Record) -> bool:
    """a Child has more than one ChildProtectionPlans without CPPendDate, over all episodes"""
    return sum(plan.get("CPPendDate") is None for plan in child.records("ChildProtectionPlans")) > 1


@reads("8940")
def protections_overlap(child: Record) -> bool:
    """two ChildProtectionPlans of one Child, in any episodes: one CPPstartDate is on or after the other's CPPstartDate
    and on or before its CPPendDate (or on or before REF when open)
    """
    return overlap(child.records("ChildProtectionPlans"), "CPPstartDate", "CPPendDate")
