"""Load the demonstration: organisations, people, an open collection and a familiarisation, with their returns."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.demo import create_organisations_and_people
from accounts.models import Organisation
from collect.models import Collection
from collect.services import lists, register
from collect.services.opening import open_returns
from schemas import collections
from scoping import unscoped
from validation.book import rulebook

Blade = Collection.Blade
DATA = Path(__file__).parents[2] / "data"
REGISTER = DATA / "demo-register.csv"
LISTS = sorted((DATA / "lists").glob("demo-*.csv"))

DEMO = (
    # type, year in which the academic year starts, blade, name
    ("school-census-autumn", 2026, Blade.LIVE, "School census autumn 2026"),
    ("school-census-spring", 2026, Blade.FAMILIARISATION, "School census spring 2027: familiarisation"),
)
DUE_AFTER, CLOSES_AFTER = timedelta(days=14), timedelta(days=42)


class Command(BaseCommand):
    help = "Loads invented organisations, people and collections to try the portal with. Safe to run again."

    @unscoped("the demo fills an empty portal")
    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        demo = create_organisations_and_people()
        for type_code, year, blade, name in DEMO:
            collection = open_collection(type_code, year, blade, name, timezone.localdate())
            open_returns(collection, demo.schools)
            count = collection.returns.count()
            self.stdout.write(f"{collection.name}: open until {collection.closes_on:%-d %B %Y}, {count} returns")
        done = register.load(REGISTER)
        if not done.same_file:
            self.stdout.write(f"The school register is loaded: {done.rows} invented establishments.")
        for path in LISTS:
            if not lists.load(path.stem.removeprefix("demo-"), path).same_file:
                self.stdout.write(f"A list is loaded: {path.stem.removeprefix('demo-')}.")
        people = Organisation.objects.count()
        self.stdout.write(f"{people} organisations and {len(demo.sign_ins)} sign-ins are there.")


def open_collection(type_code: str, year: int, blade: str, name: str, today: date) -> Collection:
    """The collection, open today: made, or its dates moved on where they have passed since."""
    collection = Collection.objects.filter(type_code=type_code, year=year, blade=blade).first()
    if collection is None:
        return Collection.objects.create(
            name=name,
            slug=f"{type_code}-{year}" if blade == Blade.LIVE else f"{type_code}-{year}-{blade}",
            type_code=type_code,
            year=year,
            blade=blade,
            reference_date=collections.get(type_code).reference_date(year),
            opens_on=today,
            due_on=today + DUE_AFTER,
            closes_on=today + CLOSES_AFTER,
            ruleset=rulebook(type_code, year).coordinate,
        )
    if today > collection.due_on:
        collection.due_on, collection.closes_on = today + DUE_AFTER, today + CLOSES_AFTER
        collection.save(update_fields=["due_on", "closes_on"])
    return collection
