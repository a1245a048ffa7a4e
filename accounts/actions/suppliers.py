"""Suppliers of software: the register of schools does not have them, so DfE adds them."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.actions.base import NOT_YOURS, AccountAction, Problem
from accounts.organisations import Organisation
from accounts.scope import Actor


class AddSupplier(AccountAction):
    """Add a supplier. Its people come by stepping in, or by a PIN where it has a UKPRN."""

    name = "add_supplier"
    done = "Added a supplier"
    emits = ("supplier_added",)

    def __init__(self, actor: Actor, name: str, ukprn: str = ""):
        super().__init__(actor)
        self.actor: Actor = actor
        self.made = Organisation(kind=Organisation.Kind.SUPPLIER, name=name.strip(), ukprn=ukprn.strip())

    @property
    def organisation(self) -> Organisation:
        """The supplier."""
        return self.made

    def problems(self) -> list[Problem]:
        if not (self.actor.is_dfe and self.actor.is_approver and self.actor.is_at_work):
            return [Problem(NOT_YOURS, "Only approvers of DfE add suppliers.")]
        try:
            self.made.clean_fields()
        except ValidationError as wrong:
            return [Problem(name, texts[0]) for name, texts in wrong.message_dict.items()]
        same = Organisation.objects.filter(kind=Organisation.Kind.SUPPLIER, name__iexact=self.made.name)
        if same.exists():
            return [Problem("name", "There is a supplier with this name already.")]
        if self.made.ukprn and Organisation.objects.filter(ukprn=self.made.ukprn).exists():
            return [Problem("ukprn", "Another organisation has this UKPRN.")]
        return []

    def change(self) -> None:
        self.made.save()
        self.emit(after={"Name": self.made.name, "UKPRN": self.made.ukprn})
