"""Tables of the account pages."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Membership
from accounts.templatetags.portal import moment

COLOURS = {"invited": "blue", "active": "green", "suspended": "yellow", "removed": "grey"}


class PeopleTable(tables.Table):
    """People of one organisation: role, state and last sign-in."""

    caption = "People in your organisation"
    name = tables.Column(accessor="name", order_by="shown_name", verbose_name="Name")
    email = tables.Column(accessor="person__email", verbose_name="Email address")
    role = tables.Column(verbose_name="Role")
    is_active = tables.Column(verbose_name="State", order_by=("removed_at", "is_active", "joined_at"))
    last_sign_in = tables.Column(accessor="person__last_login", verbose_name="Last sign-in", empty_values=())

    class Meta:
        """Sorted by name until told otherwise."""

        model = Membership
        fields = ("name", "email", "role", "is_active", "last_sign_in")
        order_by = "name"
        empty_text = "There is nobody in your organisation yet."

    def render_name(self, record: Membership) -> SafeString:
        """A link to what can be done."""
        href = reverse("account-person", args=[record.organisation_id, record.pk])
        return format_html('<a class="govuk-link" href="{}">{}</a>', href, record.name)

    def render_is_active(self, record: Membership) -> SafeString:
        """In words and colour."""
        state = record.state
        return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', COLOURS[state], state.label)

    def render_last_sign_in(self, record: Membership) -> str:
        """In British time. Of somebody who has not joined nothing is said."""
        if record.joined_at is None:
            return ""
        return moment(record.person.last_login) or "Never"

    def order_last_sign_in(self, rows: object, is_descending: bool) -> tuple[object, bool]:
        """Those who have not joined are sorted as if they had never signed in."""
        from django.db.models import Case, F, QuerySet, When

        assert isinstance(rows, QuerySet)
        last = Case(When(joined_at=None, then=None), default=F("person__last_login"))
        order = F("seen_last").desc(nulls_last=True) if is_descending else F("seen_last").asc(nulls_first=True)
        return rows.annotate(seen_last=last).order_by(order), True
