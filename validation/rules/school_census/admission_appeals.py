"""Admission appeals, counted by schools that are their own admission authority."""

import polars as pl

from validation.conditions import holds, or_zero
from validation.rule import ERROR, QUERY, rule
from validation.rules.school_census._records import (
    AdmissionAppeals,
    InfantAppeals,
    PrimaryAppeals,
    School,
    SecondaryAppeals,
)

OWN_ADMISSIONS = ["VA", "FO", "CA"]
"""Governance of the schools that are their own admission authority."""


def appeal_items(school, kind):
    """The five counts of ``primary``, ``infants`` or ``secondary`` appeals."""
    steps = ("lodged", "withdrawn", "heard", "upheld", "rejected")
    return [getattr(school, f"{kind}_{step}") for step in steps]


def none_above_zero(*counts):
    return pl.all_horizontal(or_zero(count) == 0 for count in counts)


def any_above_zero(*counts):
    return pl.any_horizontal(holds(count > 0) for count in counts)


@rule(
    "560",
    ERROR,
    on=PrimaryAppeals,
    tags="PrimaryWithdrawn PrimaryHeard PrimaryLodged",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def primary_appeals_withdrawn_heard_do(appeals):
    """Primary appeals withdrawn and heard do not add up to those lodged.

    Fails when: PrimaryWithdrawn + PrimaryHeard <> PrimaryLodged.

    Fix: Check the primary appeal figures.
    """
    return appeals.primary_withdrawn + appeals.primary_heard != appeals.primary_lodged


@rule(
    "561",
    ERROR,
    on=SecondaryAppeals,
    tags="SecondaryWithdrawn SecondaryHeard SecondaryLodged",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def secondary_appeals_withdrawn_heard_do(appeals):
    """Secondary appeals withdrawn and heard do not add up to those lodged.

    Fails when: SecondaryWithdrawn + SecondaryHeard <> SecondaryLodged.

    Fix: Check the secondary appeal figures.
    """
    return appeals.secondary_withdrawn + appeals.secondary_heard != appeals.secondary_lodged


@rule("564Q", QUERY, on=School, tags="Governance", terms="SPR", phases="PS MP AT")
def no_primary_admission_appeals_reported(school):
    """No primary admission appeals are reported.

    Fails when: Governance in (VA, FO, CA) and the five Primary appeal items are all absent or 0.

    Fix: Confirm there were none, or enter the figures.
    """
    return school.governance.is_in(OWN_ADMISSIONS) & none_above_zero(*appeal_items(school, "primary"))


@rule("565Q", QUERY, on=School, tags="Governance", terms="SPR", phases="MS SS AT")
def no_secondary_admission_appeals_reported(school):
    """No secondary admission appeals are reported.

    Fails when: Governance in (VA, FO, CA) and the five Secondary appeal items are all absent or 0.

    Fix: Confirm there were none, or enter the figures.
    """
    return school.governance.is_in(OWN_ADMISSIONS) & none_above_zero(*appeal_items(school, "secondary"))


@rule("566Q", QUERY, on=School, tags="Governance", terms="SPR", phases="PS AT")
def no_infant_admission_appeals_reported(school):
    """No infant admission appeals are reported.

    Fails when: Governance in (VA, FO, CA) and the five Infants appeal items are all absent or 0.

    Fix: Confirm there were none, or enter the figures.
    """
    return school.governance.is_in(OWN_ADMISSIONS) & none_above_zero(*appeal_items(school, "infants"))


@rule(
    "570",
    ERROR,
    on=PrimaryAppeals,
    tags="PrimaryUpheld PrimaryRejected PrimaryHeard",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def primary_appeals_upheld_rejected_do(appeals):
    """Primary appeals upheld and rejected do not add up to those heard.

    Fails when: PrimaryUpheld + PrimaryRejected <> PrimaryHeard.

    Fix: Check the primary appeal figures.
    """
    return appeals.primary_upheld + appeals.primary_rejected != appeals.primary_heard


@rule(
    "571",
    ERROR,
    on=SecondaryAppeals,
    tags="SecondaryUpheld SecondaryRejected SecondaryHeard",
    terms="SPR",
    phases="PS MP MS SS AT",
)
def secondary_appeals_upheld_rejected_do(appeals):
    """Secondary appeals upheld and rejected do not add up to those heard.

    Fails when: SecondaryUpheld + SecondaryRejected <> SecondaryHeard.

    Fix: Check the secondary appeal figures.
    """
    return appeals.secondary_upheld + appeals.secondary_rejected != appeals.secondary_heard


@rule("580", ERROR, on=AdmissionAppeals, tags="InfantsLodged PrimaryLodged", terms="SPR", phases="PS AT")
def more_infant_appeals_were_lodged(appeals):
    """More infant appeals were lodged than primary appeals.

    Fails when: InfantsLodged > PrimaryLodged.

    Fix: Infant appeals are part of primary appeals, so check both.
    """
    return appeals.infants_lodged > appeals.primary_lodged


@rule("590", ERROR, on=AdmissionAppeals, tags="InfantsWithdrawn PrimaryWithdrawn", terms="SPR", phases="PS AT")
def more_infant_appeals_were_withdrawn(appeals):
    """More infant appeals were withdrawn than primary appeals.

    Fails when: InfantsWithdrawn > PrimaryWithdrawn.

    Fix: Check both sets of figures.
    """
    return appeals.infants_withdrawn > appeals.primary_withdrawn


@rule("600", ERROR, on=AdmissionAppeals, tags="InfantsHeard PrimaryHeard", terms="SPR", phases="PS AT")
def more_infant_appeals_were_heard(appeals):
    """More infant appeals were heard than primary appeals.

    Fails when: InfantsHeard > PrimaryHeard.

    Fix: Check both sets of figures.
    """
    return appeals.infants_heard > appeals.primary_heard


@rule("610", ERROR, on=AdmissionAppeals, tags="InfantsUpheld PrimaryUpheld", terms="SPR", phases="PS AT")
def more_infant_appeals_were_upheld(appeals):
    """More infant appeals were upheld than primary appeals.

    Fails when: InfantsUpheld > PrimaryUpheld.

    Fix: Check both sets of figures.
    """
    return appeals.infants_upheld > appeals.primary_upheld


@rule("620", ERROR, on=AdmissionAppeals, tags="InfantsRejected PrimaryRejected", terms="SPR", phases="PS AT")
def more_infant_appeals_were_rejected(appeals):
    """More infant appeals were rejected than primary appeals.

    Fails when: InfantsRejected > PrimaryRejected.

    Fix: Check both sets of figures.
    """
    return appeals.infants_rejected > appeals.primary_rejected


@rule("630", ERROR, on=InfantAppeals, tags="InfantsWithdrawn InfantsHeard InfantsLodged", terms="SPR", phases="PS AT")
def infant_appeals_withdrawn_heard_do(appeals):
    """Infant appeals withdrawn and heard do not add up to those lodged.

    Fails when: InfantsWithdrawn + InfantsHeard <> InfantsLodged.

    Fix: Check the infant appeal figures.
    """
    return appeals.infants_withdrawn + appeals.infants_heard != appeals.infants_lodged


@rule("640", ERROR, on=InfantAppeals, tags="InfantsUpheld InfantsRejected InfantsHeard", terms="SPR", phases="PS AT")
def infant_appeals_upheld_rejected_do(appeals):
    """Infant appeals upheld and rejected do not add up to those heard.

    Fails when: InfantsUpheld + InfantsRejected <> InfantsHeard.

    Fix: Check the infant appeal figures.
    """
    return appeals.infants_upheld + appeals.infants_rejected != appeals.infants_heard


@rule("5013", ERROR, on=School, tags="PrimaryAppeals Governance", terms="SPR")
def primary_appeals_not_collected_from(school):
    """Primary appeals are not collected from this kind of school.

    Fails when: PrimaryAppeals present with any value > 0 and Governance not in (VA, FO, CA).

    Fix: Remove the appeal figures.
    """
    return any_above_zero(*appeal_items(school, "primary")) & ~school.governance.is_in(OWN_ADMISSIONS)


@rule("5014", ERROR, on=School, tags="PrimaryAppeals Phase", terms="SPR", phases="NS SP PR")
def primary_appeals_not_collected_phase(school):
    """Primary appeals are not collected in this phase.

    Fails when: PrimaryAppeals present and Phase in (NS, SP, PR).

    Fix: Remove the appeal figures.
    """
    return school.primary_appeals.present & school.phase.is_in(["NS", "SP", "PR"])


@rule("5018", ERROR, on=School, tags="InfantAppeals Governance", terms="SPR")
def infant_appeals_not_collected_from(school):
    """Infant appeals are not collected from this kind of school.

    Fails when: InfantAppeals present with any value > 0 and Governance not in (VA, FO, CA).

    Fix: Remove the appeal figures.
    """
    return any_above_zero(*appeal_items(school, "infants")) & ~school.governance.is_in(OWN_ADMISSIONS)


@rule("5019", ERROR, on=School, tags="InfantAppeals Phase", terms="SPR")
def infant_appeals_not_collected_phase(school):
    """Infant appeals are not collected in this phase.

    Fails when: InfantAppeals present and Phase not in (PS, AT).

    Fix: Remove the appeal figures.
    """
    return school.infant_appeals.present & ~school.phase.is_in(["PS", "AT"])


@rule("5125", ERROR, on=School, tags="SecondaryAppeals Governance", terms="SPR")
def secondary_appeals_not_collected_from(school):
    """Secondary appeals are not collected from this kind of school.

    Fails when: SecondaryAppeals present with any value > 0 and Governance not in (VA, FO, CA).

    Fix: Remove the appeal figures.
    """
    return any_above_zero(*appeal_items(school, "secondary")) & ~school.governance.is_in(OWN_ADMISSIONS)


@rule("5126", ERROR, on=School, tags="SecondaryAppeals Phase", terms="SPR", phases="NS SP PR")
def secondary_appeals_not_collected_phase(school):
    """Secondary appeals are not collected in this phase.

    Fails when: SecondaryAppeals present and Phase in (NS, SP, PR).

    Fix: Remove the appeal figures.
    """
    return school.secondary_appeals.present & school.phase.is_in(["NS", "SP", "PR"])
