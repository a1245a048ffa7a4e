"""The home of a local authority and of DfE: which collections need me today?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.scope import Permission, actor_of
from collect import words
from collect.pages.task_cards import tasks_of
from collect.selectors.access import requests_for
from collect.selectors.desk_rows import DeskCollection, desk_collections
from collect.selectors.desks import failed_checks


@dataclass(frozen=True)
class Card:
    """One collection on the page. ``asks`` says what waits for the desk; ``href`` leads to that part of its list."""

    desk: DeskCollection
    asks: str
    href: str

    @property
    def days_left(self) -> int:
        """Days until the due date."""
        return self.desk.collection.days_left()


def card(desk: DeskCollection, *, is_dfe: bool) -> Card:
    """What a collection asks of its desk today."""
    page = reverse("desk", args=[desk.collection.slug])
    asks = []
    if desk.needs:
        wait = "return waits" if desk.needs == 1 else "returns wait"
        asks.append(f"{desk.needs:,} {wait} for {'DfE' if is_dfe else 'you'}")
    if desk.late:
        asks.append(f"{words.number_of(desk.late, 'return is', 'returns are')} overdue")
    if not asks:
        return Card(desk, "Nothing waits for you today.", page)
    href = f"{page}?needs={'me' if desk.needs else 'late'}"
    return Card(desk, f"{words.listed(asks)}.", href)


def desk_home(request: HttpRequest) -> HttpResponse:
    """The collections on the desk, what each needs today, and how far its returns are."""
    actor = actor_of(request)
    cards = [card(desk, is_dfe=actor.is_dfe) for desk in desk_collections(actor)]
    opened = [one for one in cards if one.desk.collection.has_opened()]
    open_cards = [one for one in opened if one.desk.collection.is_open()]
    own = None if actor.is_dfe else tasks_of(actor)
    # One green button a page: what one sends oneself goes before what others wait for.
    is_urgent = own is not None and any(one.is_urgent for one in own.open_cards[:1])
    context = {
        "open_cards": open_cards,
        "closed_cards": [one for one in opened if not one.desk.collection.is_open()],
        "coming": [one.desk.collection for one in cards if not one.desk.collection.has_opened()],
        "main": None if is_urgent else next((one for one in open_cards if one.desk.needs or one.desk.late), None),
        "own": own,
        "failed": list(failed_checks(actor)[:20]) if actor.is_dfe else [],
        "may_view": actor.may(Permission.VIEW),
        "requests": list(requests_for(actor)),
        "is_dfe": actor.is_dfe,
    }
    return render(request, "collect/desk_home.html", context)
