"""Text is escaped everywhere: where a template or a line of Python says that something is markup, it stands here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("accounts", "census", "collect", "reference", "rulechanges", "scoping", "schemas", "validation")
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|\{%\s*autoescape\s+off|\{%\s*filter\s[^%]*safe")

# File → how often, and why that is no danger.
IN_TEMPLATES = {
    "templates/account/email/base_message.txt": (1, "an email in plain text"),
    "templates/account/email/login_code_message.txt": (1, "an email in plain text"),
    "templates/account/email/password_reset_key_message.txt": (1, "an email in plain text"),
}
# File → the functions used there, and why that is no danger.
IN_PYTHON = {
    "accounts/tables.py": (["format_html", "format_html"], "constant markup, its arguments escaped"),
    "accounts/templatetags/portal.py": (["format_html"], "constant markup, its arguments escaped"),
    "collect/pages/forms/edit.py": (["format_html"], "constant markup, its arguments escaped"),
}
MARKS = {"mark_safe", "format_html", "format_html_join", "SafeString", "SafeText", "html_safe", "__html__"}
BUILDS = {"format_html", "format_html_join"}


def templates() -> Iterator[Path]:
    """All templates of the portal, of pages and of emails."""
    for folder in ("templates", *ROOMS):
        yield from (one for one in (ROOT / folder).rglob("*") if one.suffix in (".html", ".txt") and one.is_file())


def test_templates_take_nothing_for_markup_but_what_is_listed() -> None:
    found = {
        str(path.relative_to(ROOT)): times
        for path in templates()
        if (times := len(UNESCAPED.findall(path.read_text(encoding="utf-8"))))
    }
    assert found == {path: times for path, (times, _) in IN_TEMPLATES.items()}
    assert all(path.endswith(".txt") for path in IN_TEMPLATES)


@pytest.mark.parametrize(
    "bad", ["{{ a|safe }}", "{{ a | safe }}", "{{ a|lower|safe }}", "{% autoescape off %}", "{{ a|safeseq|join:'' }}"]
)
def test_the_search_of_templates_finds_them(bad: str) -> None:
    assert UNESCAPED.search(bad)


def marks(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Calls that make markup, and methods that say that something is markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKS:
                yield name, node
        elif isinstance(node, ast.FunctionDef) and node.name in MARKS:
            yield node.name, node


def sources() -> Iterator[tuple[str, ast.AST]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_python_takes_nothing_for_markup_but_what_is_listed() -> None:
    found = {path: used for path, tree in sources() if (used := [name for name, _ in marks(tree)])}
    assert found == {path: used for path, (used, _) in IN_PYTHON.items()}


def test_markup_made_in_python_is_a_constant_of_ours() -> None:
    for path, tree in sources():
        for name, node in marks(tree):
            assert name in BUILDS, path
            assert isinstance(node, ast.Call)
            place = 1 if name == "format_html_join" else 0
            assert isinstance(node.args[place], ast.Constant), f"{path}:{node.lineno}"


@pytest.mark.parametrize("bad", ["mark_safe(x)", "html.format_html(x)", "class A:\n def __html__(self): pass"])
def test_the_search_of_python_finds_them(bad: str) -> None:
    assert list(marks(ast.parse(bad)))


HTMX = re.compile(r"\bhx-(?!ignore\b)[a-z]")
POLLING = 'include "components/polling.html"'


def test_htmx_is_loaded_by_the_pages_that_use_it_alone() -> None:
    pages = [path for path in templates() if path.suffix == ".html" and path.name != "polling.html"]
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    using = {
        path.name
        for path, text in texts.items()
        if HTMX.search(re.sub(r"(?s){% comment %}.*?{% endcomment %}", "", text))
    }
    loading = {path.name for path, text in texts.items() if POLLING in text}
    assert using == loading == {"checking.html", "patch.html", "preview.html"}
    assert not any("htmx.min.js" in text for text in texts.values())
