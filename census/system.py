"""The system pages (Django's admin): looking behind the portal, for DfE's system staff. Nothing is changed there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from accounts import models as accounts
from accounts.recording import record
from accounts.scope import Actor
from accounts.system_staff import is_system_staff
from collect import models as collect
from scoping import unscoped


class SystemSite(admin.AdminSite):
    """Pages that nobody else finds. Each look is an event."""

    site_header = site_title = "Census collection portal: system"
    index_title = "Look, do not touch"
    site_url = "/"
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the pages exist for who asks."""
        return is_system_staff(request)

    def get_urls(self) -> list[Any]:
        """Their addresses, none of which leads a stranger to the sign-in page: to them they do not exist."""
        found = list(super().get_urls())
        left = list(found)
        while left:
            address = left.pop()
            left += getattr(address, "url_patterns", [])
            if isinstance(address, URLPattern):
                login_not_required(getattr(address.callback, "__func__", address.callback))
        return found

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the site: not found for others, without being asked to sign in first."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404("There is no such page.")
            actor: Actor = request.actor  # type: ignore[attr-defined]
            with unscoped("system staff look behind every return"):
                record(
                    "system_page_read",
                    person=actor.person,
                    acting_for=actor.organisation,
                    organisation=actor.organisation,
                    on=request.path,
                )
                response = inner(request, *args, **kwargs)
                return response.render() if isinstance(response, TemplateResponse) else response

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one way to sign in, and it is not here."""
        raise Http404("There is no such page.")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Out by the portal's own page, which leaves its event."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """By the portal's own page, for the same reason."""
        return redirect("account_change_password")


class LookOnly(admin.ModelAdmin[Model]):
    """Rows to read."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_system_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_system_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """With what the list names, in one question."""
        return super().get_queryset(request).select_related()


site = SystemSite(name="system")

# No pupils, no findings, no explanations, no texts of e-mails: what is behind the portal, not what is in the returns.
SHOWN: dict[type[Model], tuple[str, ...]] = {
    accounts.Organisation: ("name", "kind", "la_number", "estab"),
    accounts.Person: ("full_name", "email", "is_active", "is_superuser", "last_login"),
    accounts.Membership: ("person", "organisation", "role", "is_active"),
    accounts.AccountEvent: ("happened_at", "action", "person", "organisation", "ip"),
    collect.Collection: ("name", "blade", "ruleset", "opens_on", "due_on", "closes_on"),
    collect.Return: ("id", "organisation", "collection", "status", "version"),
    collect.Submission: ("id", "number", "state", "size", "uploaded_at", "checked_at"),
    collect.Job: ("id", "kind", "state", "stage", "attempts", "queued_at", "last_error"),
    collect.Event: ("happened_at", "action", "person", "organisation", "status_after"),
    collect.PupilDataRead: ("read_at", "kind", "person", "organisation", "ip"),
    collect.Receipt: ("id", "issued_at", "key_id"),
}
LEFT_OUT: dict[type[Model], tuple[str, ...]] = {accounts.Person: ("password", "groups", "user_permissions")}

for model, columns in SHOWN.items():
    site.register(model, LookOnly, list_display=columns, exclude=LEFT_OUT.get(model))
