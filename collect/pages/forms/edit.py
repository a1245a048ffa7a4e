"""The form of one record's items: made from their declarations, for any record of any collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collect.selectors.dictionary import Dictionary
from collect.selectors.editing import Record
from schemas.declare import Item, ItemType
from schemas.editing import NotAccepted, accepted
from schemas.faults import what_it_should_be
from schemas.layout import Node

YES_NO = (("true", "Yes"), ("false", "No"))
NARROW = {ItemType.INTEGER, ItemType.DECIMAL, ItemType.DATE}


@dataclass(frozen=True)
class Block:
    """The fields of one named part of a record."""

    name: str
    fields: list[forms.BoundField]


class RecordForm(forms.Form):
    """What a record is to hold.

    What is not touched stays as it is, also where it cannot be read; what is typed must be something that the file can
    hold. Whether it is right is for the rules to say.
    """

    def __init__(self, record: Record, items: Iterable[Node], words: Dictionary, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.record, self.words = record, words
        self.nodes = {record.path_of(node).replace("/", "-"): node for node in items}
        self.now = {name: record.values.get(record.path_of(node), ()) for name, node in self.nodes.items()}
        for name, node in self.nodes.items():
            self.fields[name] = _field(node, self.now[name], words)
        self.values: dict[str, tuple[str, ...]] = {}
        """What was changed, by path below the record; there when the form is valid."""

    def blocks(self) -> Iterator[Block]:
        """The fields in the named blocks of the declaration."""
        by_group: dict[str, Block] = {}
        for name, node in self.nodes.items():
            assert node.parent is not None
            block = by_group.setdefault(node.parent.path, Block(node.parent.label, []))
            block.fields.append(self[name])
        yield from by_group.values()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, node in self.nodes.items():
            typed = cleaned.get(name)
            if typed is None or _as_typed(typed) == _as_typed(self.fields[name].initial):
                continue
            try:
                self.values[self.record.path_of(node)] = self._read(node, typed)
            except NotAccepted as problem:
                self.add_error(name, f"{node.label} {problem}.")
        return cleaned

    def _read(self, node: Node, typed: str | list[str]) -> tuple[str, ...]:
        assert node.item is not None
        parts = typed if isinstance(typed, list) else typed.splitlines() if node.item.repeats else [typed]
        values = tuple(value for part in parts if (value := accepted(node.item, part)))
        if node.required and not values:
            raise NotAccepted("cannot be left out")
        return values


def _as_typed(value: Any) -> list[str]:
    lines = value if isinstance(value, (list, tuple)) else str(value or "").splitlines()
    return [str(line).strip() for line in lines if str(line).strip()]


def _field(node: Node, now: tuple[str, ...], words: Dictionary) -> forms.Field:
    item = node.item
    assert item is not None
    options: dict[str, Any] = {"label": _label(node), "required": False}
    codes = words.codes(node)
    if item.type is ItemType.BOOLEAN and not item.repeats:
        return forms.ChoiceField(**options, choices=_choices(YES_NO, now), initial=now[0] if now else "")
    if codes and item.repeats and len(set(now)) == len(now):
        listed = [*codes, *((value, f"{value}: not in the list") for value in now if value not in dict(codes))]
        return forms.MultipleChoiceField(
            **options, choices=listed, initial=list(now), widget=forms.CheckboxSelectMultiple
        )
    named = [(code, f"{code}: {meaning}" if meaning else code) for code, meaning in codes]
    if codes and not item.repeats:
        return forms.ChoiceField(**options, choices=_choices(named, now), initial=now[0] if now else "")
    shown = [_shown(item, value) for value in now]
    if item.repeats:
        return forms.CharField(
            **options,
            initial="\n".join(shown),
            help_text=f"One on each line. {_hint(item)}".strip(),
            widget=forms.Textarea(attrs={"rows": max(3, len(now) + 1)}),
        )
    attrs: dict[str, Any] = {"class": "govuk-input--width-10"} if item.type in NARROW else {}
    if item.type is ItemType.INTEGER:
        attrs["inputmode"] = "numeric"
    widget = forms.TextInput(attrs={**attrs, "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(**options, initial=shown[0] if shown else "", help_text=_hint(item), widget=widget)


def _label(node: Node) -> SafeString | str:
    if node.label == node.tag:
        return node.label
    return format_html('{} <span class="collect-tagname">{}</span>', node.label, node.tag)


def _choices(listed: Iterable[tuple[str, str]], now: tuple[str, ...]) -> list[tuple[str, str]]:
    """What there is to choose from: nothing, what is listed, and what the file holds if that is not among it."""
    known = list(listed)
    other = [(value, f"{value}: not in the list") for value in now[:1] if value not in dict(known)]
    return [("", "Not given"), *other, *known]


def _shown(item: Item, value: str) -> str:
    """A date as people write it; anything else, and what is no date, as the file holds it."""
    if item.type is not ItemType.DATE:
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day.month} {day.year}"


def _hint(item: Item) -> str:
    match item.type:
        case ItemType.DATE:
            return "For example, 27 3 2019"
        case ItemType.STRING | ItemType.CODE if not item.pattern:
            return ""
        case ItemType.INTEGER | ItemType.DECIMAL if item.low is not None and item.low < 0:
            return ""  # bounds so wide that rules do the work
    words = what_it_should_be(item)
    return words[0].upper() + words[1:]
