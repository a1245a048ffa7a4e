"""Every module of ``validation`` is either of the Django half or held by the import contract to run without Django."""

import tomllib
from pathlib import Path
from pkgutil import iter_modules

import validation

DJANGO_HALF = {"apps", "migrations", "models", "store"}
ROOT = Path(__file__).parents[2]


def test_every_pure_module_is_under_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    sources = [contract.get("source_modules", []) for contract in contracts]
    (held,) = (modules for modules in sources if "validation.check" in modules)
    pure = {module.name for module in iter_modules(validation.__path__)} - DJANGO_HALF
    assert set(held) == {f"validation.{name}" for name in pure}
