"""Yearly check: are these still your people? And which organisations below are overdue with it?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import NotAllowed
from accounts.confirming import confirm_identity
from accounts.organisations import Organisation
from accounts.pages.forms import Plain
from accounts.people import Membership
from accounts.people_checks import answer, last_check, open_check, overdue_below, people_to_check
from accounts.scope import actor_of
from accounts.spreadsheet import download
from accounts.templatetags.portal import moment

STAYS, GOES = "stays", "goes"
PAGE_SIZE = 50


class PeopleCheckForm(Plain):
    """One question for each person."""

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for membership in people:
            self.fields[self.field_of(membership)] = forms.ChoiceField(
                label=membership.name,
                help_text=about(membership),
                choices=[(STAYS, "Still works here"), (GOES, "Remove")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {membership.name} still works here"},
            )

    @staticmethod
    def field_of(membership: Membership) -> str:
        """The name of a person's question."""
        return f"person-{membership.pk}"

    def those_who(self, said: str) -> list[Membership]:
        """The people of whom this was said."""
        return [one for one in self.people if self.cleaned_data[self.field_of(one)] == said]


def about(membership: Membership) -> str:
    """What helps to know a person: role, state, address and last sign-in."""
    words = [str(membership.get_role_display()), str(membership.state.label).lower(), membership.person.email]
    if membership.joined_at is not None:
        last = moment(membership.person.last_login)
        words.append(f"last signed in {last}" if last else "never signed in")
    return ", ".join(words)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def people_check(request: HttpRequest) -> HttpResponse:
    """All people on one page, each to be confirmed or removed. For anyone but approvers there is no such page."""
    actor = actor_of(request)
    if not (actor.is_approver and actor.is_at_work):
        raise Http404
    check = open_check(actor.organisation)
    if check is None:
        context = {"overdue": overdue_below(actor).exists(), "last": last_check(actor.organisation)}
        return render(request, "accounts/people_check_none.html", context)
    confirm_identity(request)
    people = list(people_to_check(actor, actor.organisation))
    form = PeopleCheckForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        goes = form.those_who(GOES)
        try:
            answer(actor, check, form.those_who(STAYS), goes)
        except NotAllowed as stopped:
            for problem in stopped.problems:
                form.add_error(None, problem.text)
        else:
            removed = f" You removed {len(goes)}." if goes else ""
            messages.success(request, f"Thank you: your people are checked for this year.{removed}")
            return redirect("home")
    return render(request, "accounts/people_check.html", {"form": form, "check": check, "people": people})


def number_of(organisation: Organisation) -> str:
    """The number that an organisation is known by."""
    return organisation.laestab or organisation.la_number or organisation.uid


@require_safe
@never_cache
def overdue(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The organisations below that have not checked their people in time."""
    actor = actor_of(request)
    if not (actor.is_approver and (actor.is_la or actor.is_trust or actor.is_dfe)):
        raise Http404
    late = overdue_below(actor)
    if request.GET.get("format") == "csv":
        rows = ([str(one.organisation), number_of(one.organisation), f"{one.due_on:%Y-%m-%d}"] for one in late)
        return download("overdue-checks-of-people.csv", ("Organisation", "Number", "Was due"), rows)
    page = Paginator(late, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/people_checks_overdue.html", {"page": page})
