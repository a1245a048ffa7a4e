"""How Django's forms become GOV.UK components: ``{{ form }}`` and ``{{ field.as_field_group }}`` need nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    # The first that fits: subclasses stand before what they derive from.
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectDateWidget, "date"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.widgets.Input, "input"),
)
CLASSES = {
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "input": "govuk-input",
}
ERROR_CLASSES = {
    "date": "govuk-input--error",
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
    "password": "govuk-input--error",
    "input": "govuk-input--error",
}


class GovukBoundField(BoundField):
    """A form's field that knows which GOV.UK component it is."""

    @property
    def kind(self) -> str:
        """The component: input, password, textarea, select, radios, checkboxes, checkbox, date or file."""
        return next((kind for widget, kind in KINDS if isinstance(self.field.widget, widget)), "input")

    @property
    def first_input_id(self) -> str:
        """Where the error summary's link goes: the first input of the field."""
        if self.kind in ("radios", "checkboxes"):
            return f"{self.auto_id}_0"
        return self.id_for_label

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes and the component's classes, without the browser's own checks and placeholders."""
        built = super().build_widget_attrs(attrs, widget)
        if self.is_hidden:
            return built
        # Messages come from the server, in our words, for everyone alike.
        built.pop("required", None)
        built["placeholder"] = False
        classes = [CLASSES.get(self.kind, ""), ERROR_CLASSES.get(self.kind, "") if self.errors else ""]
        own = (widget or self.field.widget).attrs.get("class", "")
        built["class"] = " ".join(filter(None, [*classes, own]))
        if self.kind == "textarea":
            built.setdefault("rows", (widget or self.field.widget).attrs.get("rows", 5))
            built["cols"] = False
        if self.kind in ("radios", "checkboxes", "date"):
            # The group carries the error; said again on every option it would be noise.
            built.pop("aria-invalid", None)
        return built


class GovukRenderer(TemplatesSetting):
    """Django's renderer over the project's templates, with fields that know their component."""

    bound_field_class = GovukBoundField
