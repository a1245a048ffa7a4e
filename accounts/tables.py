"""Tables of the account pages."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables

from accounts.models import Membership
from accounts.templatetags.portal import moment


class PeopleTable(tables.Table):
    """People of one organisation: role, state and last sign-in."""

    caption = "People in your organisation"
    name = tables.Column(accessor="person__full_name", verbose_name="Name")
    email = tables.Column(accessor="person__email", verbose_name="Email address")
    role = tables.Column(verbose_name="Role")
    is_active = tables.Column(verbose_name="State")
    last_sign_in = tables.Column(accessor="person__last_login", verbose_name="Last sign-in", default="Never")

    class Meta:
        """Sorted by name until told otherwise."""

        model = Membership
        fields = ("name", "email", "role", "is_active", "last_sign_in")
        order_by = "name"
        empty_text = "There is nobody in your organisation yet."

    def render_is_active(self, record: Membership) -> str:
        """In words: both the person and their membership must be active."""
        return "Active" if record.is_active and record.person.is_active else "Suspended"

    def render_last_sign_in(self, value: datetime) -> str:
        """In British time."""
        return moment(value)
