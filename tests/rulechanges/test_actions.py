"""Two people change a rule; nobody does alone, nothing happens twice, and what was done stays written."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.scope import Actor
from collect.actions.base import NotPossible
from rulechanges.actions import Confirm, Propose, Undo, Withdraw
from rulechanges.models import ChangeEvent, Patch
from rulechanges.services import in_force
from tests.collect.factories import actor_for, collector
from tests.factories import DfE, LocalAuthority

pytestmark = [pytest.mark.django_db, pytest.mark.services]
SET, RULE = "school-census-autumn:2026.1", "1500"


def propose(actor: Actor, **said: object) -> Patch:
    wanted: dict[str, object] = {"kind": "switch_off", "reason": "It counts guests.", **said}
    return Propose(actor, SET, RULE, **wanted).perform()  # type: ignore[arg-type]


def codes(stopped: pytest.ExceptionInfo[NotPossible]) -> set[str]:
    return stopped.value.codes


def test_a_proposal_changes_nothing_until_another_person_confirms(proposer: Actor, confirmer: Actor) -> None:
    patch = propose(proposer)
    assert in_force.patches(SET) == []
    with pytest.raises(NotPossible) as stopped:
        Confirm(proposer, patch).perform()
    assert codes(stopped) == {"own_proposal"}
    Confirm(confirmer, patch).perform()
    (only,) = in_force.patches(SET)
    assert (only.code, only.level, only.id) == (RULE, None, str(patch.pk))
    assert list(patch.events.values_list("action", "person")) == [
        ("propose", proposer.person.pk),
        ("confirm", confirmer.person.pk),
    ]


def test_the_database_refuses_one_person_for_both(proposer: Actor) -> None:
    patch = propose(proposer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Patch.objects.filter(pk=patch.pk).update(
            state="confirmed", confirmed_by=proposer.person, confirmed_at=timezone.now()
        )


def test_only_dfe_staff_who_may_authorise_change_rules() -> None:
    for actor, code in (
        (actor_for(LocalAuthority.create()), "not_yours"),
        (actor_for(DfE.create(), "view", "edit"), "no_permission"),
    ):
        with pytest.raises(NotPossible) as stopped:
            propose(actor)
        assert codes(stopped) == {code}
    assert not Patch.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"kind": "abolish"}, "kind_unknown"),
        ({"kind": "undo"}, "kind_unknown"),
        ({"kind": "set_level", "level": ""}, "level_missing"),
        ({"kind": "set_level", "level": "error"}, "level_same"),
    ],
)
def test_a_proposal_that_makes_no_sense(proposer: Actor, said: dict[str, str], code: str) -> None:
    with pytest.raises(NotPossible) as stopped:
        propose(proposer, **said)
    assert codes(stopped) == {code}


def test_a_rule_that_is_off_or_proposed_is_not_proposed_again(proposer: Actor, confirmer: Actor) -> None:
    patch = propose(proposer)
    with pytest.raises(NotPossible) as stopped:
        propose(confirmer)
    assert codes(stopped) == {"proposed_already"}
    Confirm(confirmer, patch).perform()
    with pytest.raises(NotPossible) as stopped:
        propose(proposer)
    assert codes(stopped) == {"is_off"}


def test_sent_twice_it_is_done_once(proposer: Actor, confirmer: Actor) -> None:
    token = uuid.uuid4()
    assert propose(proposer, token=token) == propose(proposer, token=token)
    patch = Patch.objects.get()
    Confirm(confirmer, patch).perform()
    Confirm(confirmer, patch).perform()
    assert ChangeEvent.objects.count() == 2
    with pytest.raises(NotPossible) as stopped:
        Confirm(collector(), patch).perform()
    assert codes(stopped) == {"not_proposed"}


def test_a_start_to_come_waits_for_its_hour(proposer: Actor, confirmer: Actor) -> None:
    later = timezone.now() + timedelta(hours=3)
    patch = propose(proposer, starts_at=later)
    Confirm(confirmer, patch).perform()
    assert in_force.patches(SET) == []
    Patch.objects.update(starts_at=timezone.now() - timedelta(seconds=1))
    assert len(in_force.patches(SET)) == 1


def test_a_start_that_passed_while_it_waited_is_now(proposer: Actor, confirmer: Actor) -> None:
    patch = propose(proposer)
    Patch.objects.update(starts_at=timezone.now() - timedelta(days=2))
    before = timezone.now()
    assert Confirm(confirmer, patch).perform().starts_at >= before


def test_a_proposal_can_be_withdrawn_and_a_change_in_force_cannot(proposer: Actor, confirmer: Actor) -> None:
    patch = propose(proposer)
    Withdraw(confirmer, patch).perform()
    Withdraw(confirmer, patch).perform()
    with pytest.raises(NotPossible):
        Confirm(confirmer, patch).perform()
    other = propose(proposer)
    Confirm(confirmer, other).perform()
    with pytest.raises(NotPossible, match="Undo it instead"):
        Withdraw(proposer, other).perform()


def test_undoing_needs_two_people_as_well_and_can_be_undone(proposer: Actor, confirmer: Actor) -> None:
    patch = propose(proposer)
    with pytest.raises(NotPossible) as stopped:
        Undo(proposer, patch, "It was right.").perform()
    assert codes(stopped) == {"not_confirmed"}
    Confirm(confirmer, patch).perform()
    undo = Undo(confirmer, patch, "It was right.").perform()
    assert len(in_force.patches(SET)) == 1
    with pytest.raises(NotPossible) as stopped:
        Undo(proposer, patch, "Again.").perform()
    assert codes(stopped) == {"undone_already"}
    with pytest.raises(NotPossible) as stopped:
        Confirm(confirmer, undo).perform()
    assert codes(stopped) == {"own_proposal"}
    Confirm(proposer, undo).perform()
    assert in_force.patches(SET) == []
    again = Undo(proposer, undo, "It was wrong after all.").perform()
    Confirm(confirmer, again).perform()
    assert [p.id for p in in_force.patches(SET)] == [str(patch.pk)]


def test_what_happened_stays_written(proposer: Actor) -> None:
    propose(proposer)
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        ChangeEvent.objects.update(action="nothing")
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        ChangeEvent.objects.all().delete()
