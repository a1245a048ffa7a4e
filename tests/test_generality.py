"""A collection is a folder of declarations, a folder of rules and a line in the registry: nothing else names one."""

import ast
import re
import subprocess
from pathlib import Path

from schemas import collections

ROOT = Path(__file__).parents[1]

NAMES = re.compile(r"school[ _-]?census|children[ _-]?in[ _-]?need|\bcin\b", re.IGNORECASE)

OWN_FOLDERS = re.compile(
    r"^(schemas|schemas/sample|validation/rules)/(school_census|children_in_need)/"
    r"|^schemas/xsd/|^validation/rulesets/|^docs/|^tests/|^README\.md$"
)
"""Declarations, sample returns and rules of one collection; what is made from them; what is written about them."""

ALLOWED = {
    "schemas/collections.py": "the registry",
    "collect/management/commands/load_demo.py": "the demonstration opens collections of its own choice",
    "tools/screenshots.py": "takes pictures of the demonstration",
}

TAGS_ALLOWED = {
    ("schemas/intake/peeking.py", "Term"): "the header says it where a collection has terms",
    ("schemas/intake/peeking.py", "Estab"): "the header says it where a school sends the return",
    ("validation/fragments.py", "Term"): "the header says it where a collection has terms",
    ("reference/pages/rules.py", "Phase"): "the label of a choice that is there where rules have phases",
}


MADE = {".git", ".venv", "var", "build", "__pycache__", "node_modules", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


def tracked():
    """The files of the project: those that git knows or, without it, all but what is made from them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if not listed.returncode:
        return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    every = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(str(path) for path in every if not MADE & set(path.parts) and ".egg-info" not in str(path))


def names_in(text):
    return sorted({found[0] for found in NAMES.finditer(text)})


def test_no_other_file_names_a_collection():
    found = {}
    for name in tracked():
        if OWN_FOLDERS.search(name) or name in ALLOWED:
            continue
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # A picture or a font.
        if said := names_in(f"{name}\n{text}"):
            found[name] = said
    assert found == {}


def test_what_is_allowed_still_needs_to_be():
    assert [name for name in ALLOWED if not names_in((ROOT / name).read_text(encoding="utf-8"))] == []


def tags_of_one_family():
    """Tags that only one family declares: whoever writes one knows which collection it is."""
    families = [{node.tag for node in kinds[0].declared().nodes} for kinds in collections.families().values()]
    return {tag for tags in families for tag in tags if sum(tag in others for others in families) == 1}


def literals(path):
    """The strings of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    }


def test_the_engine_knows_no_tag_or_code_of_one_collection():
    own = tags_of_one_family() | {kind.message_code for kind in collections.all()}
    found = {}
    for name in tracked():
        if not name.startswith(("schemas/", "validation/", "reference/")) or not name.endswith(".py"):
            continue
        if OWN_FOLDERS.search(name) or "/migrations/" in name:
            continue
        said = {text for text in literals(ROOT / name) if text in own} - {
            tag for module, tag in TAGS_ALLOWED if module == name
        }
        if said:
            found[name] = sorted(said)
    assert found == {}


def test_every_family_has_its_folders():
    for family, kinds in collections.families().items():
        folder = family.replace("-", "_")
        for place in (f"schemas/{folder}", f"schemas/sample/{folder}", f"validation/rules/{folder}"):
            assert (ROOT / place / "__init__.py").exists(), place
        for year in kinds[0].years:
            assert (ROOT / "schemas" / "xsd" / f"{family}-{year}.xsd").exists()
