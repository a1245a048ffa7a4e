"""The data dictionary: the layout of each message, its items and its code sets."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reference.pages.rules import crumbs
from reference.sets import family_or_404, released
from schemas import collections
from schemas.collections import CollectionType
from schemas.faults import what_it_should_be
from schemas.layout import Layout, Node
from validation.rule import Rule, code_order

PAGE_SIZE = 50


def _name(kinds: list[CollectionType]) -> str:
    """What a family is called: the words its collections have in common."""
    first = kinds[0].name
    return first if len(kinds) == 1 else first.rpartition(" ")[0]


def _way(family: str, kinds: list[CollectionType], *more: str) -> dict[str, object]:
    steps: list[str | tuple[str, str]] = [("Data dictionary", "/dictionary/")]
    steps += [(_name(kinds), f"/dictionary/{family}/"), *more] if more else [_name(kinds)]
    return crumbs(*steps)


@login_not_required
@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """The families of collections."""
    rows = [(code, _name(kinds), kinds) for code, kinds in collections.families().items()]
    return render(request, "reference/dictionary.html", {"rows": rows, **crumbs("Data dictionary")})


@login_not_required
@require_safe
def items(request: HttpRequest, family: str) -> HttpResponse:
    """The items of a family, with search."""
    kinds = family_or_404(family)
    words = request.GET.get("q", "").strip()[:100]
    found: dict[str, Node] = {}
    for node in kinds[0].declared().nodes:
        text = f"{node.tag} {node.label} {node.number}".lower()
        if node.kind == "item" and all(word in text for word in words.lower().split()):
            found.setdefault(node.tag, node)
    rows = sorted(found.values(), key=lambda node: node.label.lower())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "reference/items.html",
        {
            "family": family,
            "name": _name(kinds),
            "kind": kinds[0],
            "words": words,
            "page": page,
            "page_obj": page,
            "total": len(rows),
            "query": query.urlencode(),
            **_way(family, kinds),
        },
    )


@login_not_required
@require_safe
def item(request: HttpRequest, family: str, tag: str) -> HttpResponse:
    """One item: what it is, where it stands, its codes, and the rules that look at it."""
    kinds = family_or_404(family)
    nodes = [node for node in kinds[0].declared().nodes if node.tag == tag and node.item is not None]
    if not nodes:
        raise Http404(f"no item {tag}")
    first = nodes[0].item
    assert first is not None
    codes = kinds[0].codesets()[first.codes] if first.codes else None
    return render(
        request,
        "reference/item.html",
        {
            "family": family,
            "kind": kinds[0],
            "node": nodes[0],
            "item": first,
            "should_be": f"one of the codes in {first.codes}" if codes else what_it_should_be(first),
            "codes": codes,
            "places": nodes,
            "rules": _rules_about(kinds, [tag]),
            **_way(family, kinds, nodes[0].label),
        },
    )


def _rules_about(kinds: Iterable[CollectionType], tags: list[str]) -> list[tuple[str, Rule]]:
    """The rules in the newest sets that name one of ``tags``: each once, with a collection that has it."""
    found: dict[str, tuple[str, Rule]] = {}
    for kind in kinds:
        for ruleset in released(kind.code)[:1]:
            for rule in ruleset.rules.values():
                if set(tags) & set(rule.tags):
                    found.setdefault(rule.code, (kind.code, rule))
    return [found[code] for code in sorted(found, key=code_order)]


@login_not_required
@require_safe
def layout(request: HttpRequest, family: str) -> HttpResponse:
    """The message of one academic year, element by element."""
    kinds = family_or_404(family)
    years = kinds[0].years
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else max(years)
    chosen = kinds[0].layout(year)
    return render(
        request,
        "reference/layout.html",
        {
            "family": family,
            "kind": kinds[0],
            "year": year,
            "year_name": kinds[0].year_name(year),
            "years": [(one, kinds[0].year_name(one)) for one in years],
            "rows": list(_rows(chosen)),
            **_way(family, kinds, "Layout"),
        },
    )


def _rows(chosen: Layout) -> Iterable[tuple[int, Node]]:
    for node in chosen.nodes:
        yield node.path.count("/"), node


@login_not_required
@require_safe
def codesets(request: HttpRequest, family: str) -> HttpResponse:
    """The code sets of a family."""
    kinds = family_or_404(family)
    rows = sorted(kinds[0].codesets().values(), key=lambda codes: codes.name)
    return render(request, "reference/codesets.html", {"family": family, "rows": rows, **_way(family, kinds, "Codes")})


@login_not_required
@require_safe
def codeset(request: HttpRequest, family: str, name: str) -> HttpResponse:
    """One code set, and the items that use it."""
    kinds = family_or_404(family)
    found = kinds[0].codesets().get(name)
    if found is None:
        raise Http404(f"no code set {name}")
    used = {node.tag: node for node in kinds[0].declared().nodes if node.item is not None and node.item.codes == name}
    return render(
        request,
        "reference/codeset.html",
        {"family": family, "codes": found, "used": used.values(), **_way(family, kinds, f"Codes: {name}")},
    )
