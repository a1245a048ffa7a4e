"""The rules of a rule set as a list with search, and each rule on a page of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reference.changes_in_force import changes_of
from reference.sets import chosen_set, collection_or_404, released, version_of
from schemas import collections
from schemas.collections import CollectionType
from schemas.tables import format_value
from validation.book import RuleSet
from validation.changes import changes, history
from validation.examples import example_xml, load_examples, setting, setting_before
from validation.fragments import Fragment
from validation.plan import Plan
from validation.provenance import provenance_of
from validation.rule import Example, Rule

PAGE_SIZE = 50


class RuleFilter(forms.Form):
    """What of the rules to list. Everything is optional; an unknown choice is taken for none."""

    q = forms.CharField(label="Number or words", required=False, max_length=100)
    level = forms.ChoiceField(
        label="Level", required=False, choices=[("", "Errors and queries"), ("error", "Errors"), ("query", "Queries")]
    )
    block = forms.ChoiceField(label="Part of the return", required=False)
    item = forms.CharField(label="Field", required=False, max_length=60)
    phase = forms.ChoiceField(label="Phase", required=False)
    since = forms.ChoiceField(label="Changed since", required=False)

    def __init__(self, data: Any, ruleset: RuleSet, kind: CollectionType, sets: list[RuleSet]):
        super().__init__(data, auto_id="filter-%s")
        blocks = sorted({(rule.block, rule.block_name) for rule in ruleset.rules.values()}, key=lambda b: b[1])
        phases = sorted({phase for rule in ruleset.rules.values() for phase in rule.phases})
        self.choices_of("block", [("", "All parts"), *blocks])
        self.choices_of("phase", [("", "All"), *((phase, kind.phase_name(phase)) for phase in phases)])
        if not kind.phase_item:
            del self.fields["phase"]
        earlier = [version_of(other) for other in sets if other is not ruleset]
        self.choices_of("since", [("", "Any time"), *((version, f"Since {version}") for version in earlier)])
        self.is_valid()

    def choices_of(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def value(self, name: str) -> str:
        """What was asked for, or nothing."""
        return str(self.cleaned_data.get(name, "") or "").strip()


def wanted(ruleset: RuleSet, asked: RuleFilter) -> list[Rule]:
    """The rules of a set that the filter lets through, in the order of their numbers."""
    since = asked.value("since")
    changed = None
    if since:
        changed = {change.code for change in changes(chosen_set(ruleset.collection, since), ruleset)}
    words = asked.value("q").lower().split()
    found = []
    for rule in ruleset.rules.values():
        text = f"{rule.code} {rule.message} {rule.fails_when} {rule.fix}".lower()
        if (
            all(word in text for word in words)
            and asked.value("level") in ("", str(rule.level))
            and asked.value("block") in ("", rule.block)
            and (not asked.value("item") or asked.value("item").lower() in {tag.lower() for tag in rule.tags})
            and (not asked.value("phase") or not rule.phases or asked.value("phase") in rule.phases)
            and (changed is None or rule.code in changed)
        ):
            found.append(rule)
    return found


@login_not_required
@require_safe
def collections_list(request: HttpRequest) -> HttpResponse:
    """Every collection with its rule sets."""
    rows = [(kind, released(kind.code)) for kind in collections.all()]
    return render(request, "reference/rule_sets.html", {"rows": [row for row in rows if row[1]], **crumbs("Rules")})


@login_not_required
@require_safe
def rules_list(request: HttpRequest, collection: str) -> HttpResponse:
    """The rules of one set, narrowed as the address says."""
    kind = collection_or_404(collection)
    ruleset = chosen_set(collection, request.GET.get("set", ""))
    sets = released(collection)
    asked = RuleFilter(request.GET, ruleset, kind, sets)
    rules = wanted(ruleset, asked)
    page = Paginator(rules, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "reference/rules.html",
        {
            "kind": kind,
            "ruleset": ruleset,
            "version": version_of(ruleset),
            "sets": [(version_of(other), other) for other in sets],
            "filter": asked,
            "page": page,
            "page_obj": page,
            "total": len(rules),
            "all": len(ruleset.rules),
            "query": _without_page(request),
            **crumbs(("Rules", "/rules/"), kind.name),
        },
    )


@login_not_required
@require_safe
def rule_page(request: HttpRequest, collection: str, code: str) -> HttpResponse:
    """One rule: what it wants and why, examples, and how it has changed."""
    kind = collection_or_404(collection)
    versions = history(collection, code)
    if not versions:
        raise Http404(f"no rule {code}")
    version = request.GET.get("set", "")
    current = next((v for v in versions if version in ("", version_of(v.ruleset))), None)
    if current is None:
        raise Http404(f"no rule {code} in {version}")
    rule = current.ruleset.rules.get(code) or (current.change.old if current.change else None)
    assert rule is not None
    load_examples(kind.family)
    declared = {node.tag for node in kind.declared().nodes if node.kind == "item"}
    return render(
        request,
        "reference/rule.html",
        {
            "kind": kind,
            "rule": rule,
            "withdrawn": code not in versions[0].ruleset.rules,
            "ruleset": current.ruleset,
            "fields": [(tag, tag in declared, _label(kind, tag)) for tag in rule.tags],
            "phases": [kind.phase_name(phase) for phase in rule.phases],
            "examples": _examples(rule),
            "versions": [(version_of(v.ruleset), v) for v in versions],
            "provenance": provenance_of(rule),
            "told": changes_of(collection, code),
            **crumbs(("Rules", "/rules/"), (kind.name, f"/rules/{collection}/"), f"Rule {code}"),
        },
    )


def _examples(rule: Rule) -> list[dict[str, Any]]:
    shown = []
    for example in rule.examples:
        kind, year, phase = setting(rule, example)
        shown.append(
            {
                "before": None if example.before is None else _said(example.before),
                "before_where": _before(rule, example),
                "given": _given(rule, example),
                "fails": example.findings != 0,
                "boundary": example.boundary,
                "says": _said(example.fragments),
                "absent": [fragment.tag for fragment in example.fragments if fragment.absent],
                "where": f"{kind.name} {kind.year_name(year)}" + (f", phase {phase}" if phase else ""),
                "xml": example_xml(rule, example),
            }
        )
    return sorted(shown, key=lambda example: not example["fails"])


def _said(fragments: Iterable[Fragment]) -> list[str]:
    """The fragments in words, each once and how often."""
    counted = Counter(str(fragment) for fragment in fragments if not fragment.absent)
    return [text if number == 1 else f"{number:,} times {text}" for text, number in counted.items()]


def _before(rule: Rule, example: Example) -> str:
    if example.before is None:
        return ""
    kind, year = setting_before(rule, example)
    return f"{kind.name} {kind.year_name(year)}"


def _given(rule: Rule, example: Example) -> list[str]:
    """What is given besides the return, in words."""
    references = Plan(*setting(rule, example)[:2], [rule]).build.references
    lines = []
    for name, rows in example.given.items():
        for row in rows:
            held = ", ".join(f"{column} {format_value(value)}" for column, value in row.items() if value is not None)
            lines.append(f"{references[name].words}: {held}")
        if not rows:
            lines.append(f"{references[name].words}: nothing")
    return lines


def _label(kind: CollectionType, tag: str) -> str:
    node = next((node for node in kind.declared().nodes if node.tag == tag), None)
    return node.label if node is not None else tag


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def crumbs(*steps: str | tuple[str, str]) -> dict[str, Any]:
    """The way to a page: (text, address) pairs, and last the page itself."""
    made = [{"text": step} if isinstance(step, str) else {"text": step[0], "href": step[1]} for step in steps]
    return {"crumbs": [{"text": "Home", "href": "/"}, *made]}
