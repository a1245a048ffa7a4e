"""The demonstration data."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from collect.models import Collection, Return
from validation.book import rulebook

pytestmark = pytest.mark.django_db


def test_the_demo_is_open_and_can_be_loaded_again() -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo", verbosity=0)
    live = Collection.objects.get(blade="live", type_code="school-census-autumn")
    assert live.name == "School census autumn 2026"
    assert live.is_open()
    assert live.days_left() == 14
    assert live.ruleset == rulebook("school-census-autumn", 2026).coordinate
    assert live.returns.count() == 12
    assert Collection.objects.get(blade="familiarisation").returns.count() == 12
    children = Collection.objects.get(type_code="children-in-need")
    assert children.is_open()
    assert sorted(children.returns.values_list("organisation__la_number", "agent")) == [("801", None), ("823", None)]
    academies = Return.objects.filter(organisation__is_academy=True)
    assert academies.exists()
    assert not academies.filter(agent__isnull=False).exists()
    maintained = Return.objects.filter(organisation__kind="school", organisation__is_academy=False)
    assert not maintained.filter(agent__isnull=True).exists()


def test_a_demo_that_slept_past_its_dates_is_open_again() -> None:
    call_command("load_demo", verbosity=0)
    long_ago = timezone.localdate() - timedelta(days=100)
    Collection.objects.update(opens_on=long_ago, due_on=long_ago, closes_on=long_ago)
    call_command("load_demo", verbosity=0)
    assert all(collection.is_open() for collection in Collection.objects.all())
