"""People: who works here, in what role, and what can I change about them?"""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import Case, F, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import (
    ChangeRole,
    GiveSupport,
    HandOver,
    Invite,
    NotAllowed,
    Reinstate,
    Remove,
    Resend,
    StepIn,
    Suspend,
    TakeSupport,
)
from accounts.actions.base import Problem
from accounts.actions.people import OnMember, too_much
from accounts.authority import may_name_approvers, may_step_in, runs_accounts, stand_in, to_step_in_for
from accounts.confirming import confirm_identity
from accounts.organisations import Organisation
from accounts.pages.forms import AskForm, InviteForm, Plain, RoleForm, StepInForm
from accounts.pages.searching import seek, sought
from accounts.people import Membership
from accounts.scope import Actor, actor_of, offered
from accounts.tables import PeopleTable

STEPS: dict[str, type[OnMember]] = {
    step.name: step for step in (Resend, Suspend, Reinstate, Remove, ChangeRole, HandOver, GiveSupport, TakeSupport)
}
SHOWN = 50


def organisation_run_by(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation, where the actor runs its accounts. Raises Http404."""
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    if not runs_accounts(actor, organisation):
        raise Http404
    return organisation


def person_there(actor: Actor, organisation_id: int, membership_id: int) -> Membership:
    """One person of an organisation whose accounts the actor runs. Raises Http404."""
    organisation = organisation_run_by(actor, organisation_id)
    return get_object_or_404(organisation.memberships.select_related("person", "organisation"), pk=membership_id)


def shown(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The list of people of one organisation."""
    actor = actor_of(request)
    # People are listed and sorted as they were invited until they join.
    named = Case(When(joined_at=None, then=F("invited_name")), default=F("person__full_name"))
    rows = Membership.objects.filter(organisation=organisation).select_related("person", "organisation")
    table = PeopleTable(rows.annotate(shown_name=named).order_by("shown_name"))
    tables.RequestConfig(request, paginate={"per_page": SHOWN}).configure(table)
    is_own = organisation.pk == actor.organisation.pk
    context = {
        "table": table,
        "organisation": organisation,
        "is_own": is_own,
        "stand_in": None if is_own else stand_in(actor, organisation),
        "may_help_others": actor.is_la or actor.is_dfe,
    }
    return render(request, "accounts/people.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the approver's own organisation. For anyone else there is no such page."""
    actor = actor_of(request)
    if not actor.is_approver:
        raise Http404
    return shown(request, actor.organisation)


@require_safe
def people_of(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """The people of an organisation for which the approver stepped in."""
    return shown(request, organisation_run_by(actor_of(request), organisation_id))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Invite somebody. The answer is the same whether or not they have an account somewhere else."""
    actor = actor_of(request)
    organisation = organisation_run_by(actor, organisation_id)
    confirm_identity(request)
    said: dict[str, Any] = {
        "offers": [one for one in offered(organisation) if not too_much(actor, organisation, "", {one: date.max})],
        "names_approvers": may_name_approvers(actor, organisation),
    }
    form = InviteForm(request.POST, **said) if request.method == "POST" else InviteForm(**said)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            Invite(actor, organisation, asked["email"], asked["full_name"], asked["role"], asked["may"]).perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            messages.success(request, f"We sent {asked['full_name']} a link. It works for 48 hours.")
            return redirect("account-people-of", organisation.pk)
    return render(request, "accounts/invite.html", {"form": form, "organisation": organisation})


@require_safe
def person(request: HttpRequest, organisation_id: int, membership_id: int) -> HttpResponse:
    """One person: role, state, and what can be done."""
    actor = actor_of(request)
    membership = person_there(actor, organisation_id, membership_id)
    steps = [step for step in STEPS.values() if not problems_of(actor, membership, step)]
    context = {"membership": membership, "organisation": membership.organisation, "steps": steps}
    return render(request, "accounts/person.html", context)


def problems_of(actor: Actor, membership: Membership, step: type[OnMember]) -> list[Problem]:
    """Why a step cannot be taken, whatever its form will ask for."""
    if step is ChangeRole:
        other = next(role for role in Membership.Role.values if role != membership.role)
        return ChangeRole(actor, membership, other).problems()
    return step(actor, membership).problems()


@require_http_methods(["GET", "HEAD", "POST"])
def person_step(request: HttpRequest, organisation_id: int, membership_id: int, step: str) -> HttpResponse:
    """The question; sent, it is done once and the person's page says so."""
    if step not in STEPS:
        raise Http404
    actor = actor_of(request)
    membership = person_there(actor, organisation_id, membership_id)
    confirm_identity(request)
    wanted = STEPS[step]
    problems = problems_of(actor, membership, wanted)
    form = step_form(request, wanted, membership)
    if request.method == "POST" and form.is_valid():
        try:
            made(actor, membership, wanted, form).perform()
        except NotAllowed as stopped:
            problems = stopped.problems
        else:
            messages.success(request, f"{membership.name}: {wanted.done.lower()}.")
            home = step == HandOver.name or not runs_accounts(actor_of(request), membership.organisation)
            if home:
                return redirect("home")
            return redirect("account-person", membership.organisation_id, membership.pk)
    context = {
        "membership": membership,
        "organisation": membership.organisation,
        "step": wanted,
        "form": form,
        "problems": problems,
    }
    return render(request, "accounts/person_step.html", context)


def step_form(request: HttpRequest, wanted: type[OnMember], membership: Membership) -> Plain:
    """What a step asks for."""
    data = request.POST if request.method == "POST" else None
    if wanted is ChangeRole:
        return RoleForm(data, initial={"role": membership.role})
    return AskForm(data) if wanted.asks_reason else Plain(data)


def made(actor: Actor, membership: Membership, wanted: type[OnMember], form: Plain) -> OnMember:
    """The action with what its form said."""
    if wanted is ChangeRole:
        return ChangeRole(actor, membership, form.cleaned_data["role"])
    return wanted(actor, membership, form.cleaned_data.get("reason", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """For whom can I step in? LAs: their schools without approver. DfE: everybody, found by name or number.

    What is searched for is sent in the body: somebody may search for a person here.
    """
    actor = actor_of(request)
    if not actor.is_approver or not (actor.is_la or actor.is_dfe):
        raise Http404
    if request.method == "POST":
        seek(request, "organisations", request.POST.get("q", ""))
        return redirect("account-organisations")
    text = sought(request, "organisations")
    found = to_step_in_for(actor, text)
    context = {"q": text, "total": found.count(), "organisations": found[:SHOWN]}
    return render(request, "accounts/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step_in(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Step in for an organisation, with a reason that it sees."""
    actor = actor_of(request)
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    if not may_step_in(actor, organisation):
        raise Http404
    confirm_identity(request)
    form = StepInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            StepIn(actor, organisation, form.cleaned_data["reason"]).perform()
        except NotAllowed as stopped:
            add_problems(form, stopped.problems)
        else:
            return redirect("account-people-of", organisation.pk)
    return render(request, "accounts/step_in.html", {"form": form, "organisation": organisation})


def add_problems(form: Plain, problems: list[Problem]) -> None:
    """Show what stopped an action beside its field, or above the form."""
    for problem in problems:
        form.add_error(problem.code if problem.code in form.fields else None, problem.text)
