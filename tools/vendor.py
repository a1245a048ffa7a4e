"""Fetch the look of the portal and put it under static/vendor. Run it by hand to change a version; a run needs network.

    python -m tools.vendor              fetch with `npm pack`, write the files and vendor.toml
    python -m tools.vendor --check      prove that the files are what vendor.toml says (no network)

The GOV.UK typeface, crown and crest may be used on GOV.UK only, so they are taken out: text is set in Arial, and no
address under /assets remains.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MIT = """The MIT License (MIT)

{notice}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

Change = Callable[[str], str]


def without_source_map(text: str) -> str:
    """Drop the pointer to a source map that is not vendored."""
    return re.sub(r"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$", "\n", text)


def without_branding(css: str) -> str:
    """Drop the GOV.UK typeface and every picture that belongs to GOV.UK."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,", "")
    css = re.sub(r"(?:-webkit-)?(?:background|mask)-image:url\(/assets/[^)]*\);?", "", css)
    left = re.findall(r"/assets/[^)]*|GDS Transport", css)
    if left:
        raise SystemExit(f"govuk-frontend.min.css still holds {sorted(set(left))}: extend without_branding().")
    return without_source_map(css)


@dataclass(frozen=True)
class Package:
    """One npm package: the files wanted from it, and what is changed in each."""

    name: str
    version: str
    licence: str
    files: dict[str, tuple[str, Change]]
    notice: str = ""
    licence_file: str = ""
    folder: str = field(default="")


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.6.0",
        "MIT",
        {
            "govuk-frontend.min.css": ("dist/govuk/govuk-frontend.min.css", without_branding),
            "govuk-frontend.min.js": ("dist/govuk/govuk-frontend.min.js", without_source_map),
        },
        # The npm package declares MIT but carries no licence file.
        notice="Copyright (C) 2017 Crown Copyright (Government Digital Service)",
        folder="govuk-frontend",
    ),
    Package(
        "htmx.org",
        "4.0.1",
        "0BSD",
        {"htmx.min.js": ("dist/htmx.min.js", without_source_map)},
        licence_file="LICENSE",
        folder="htmx",
    ),
)


def fetch(package: Package, into: Path) -> Path:
    """Download one package with npm and unpack it; returns its folder."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    target = into / package.folder
    with tarfile.open(into / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def write(package: Package, source: Path) -> list[str]:
    """Write the wanted files of a package; returns its part of vendor.toml."""
    target = VENDOR / package.folder
    target.mkdir(parents=True, exist_ok=True)
    licence = (source / package.licence_file).read_text() if package.licence_file else MIT.format(notice=package.notice)
    (target / "LICENSE").write_text(licence)
    lines = ["[[package]]", f'name = "{package.name}"', f'version = "{package.version}"']
    lines += [f'licence = "{package.licence}"', f'folder = "{package.folder}"', "", "[package.sha256]"]
    for name, (path, change) in package.files.items():
        (target / name).write_text(change((source / path).read_text()))
    lines += [f'"{name}" = "{sha256(target / name)}"' for name in [*package.files, "LICENSE"]]
    return [*lines, ""]


def sha256(path: Path) -> str:
    """Hash of one file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults() -> list[str]:
    """What differs between static/vendor and its vendor.toml, one sentence each; empty when all is well."""
    found = []
    listed = {VENDOR / "vendor.toml"}
    for package in tomllib.loads((VENDOR / "vendor.toml").read_text())["package"]:
        for name, expected in package["sha256"].items():
            path = VENDOR / package["folder"] / name
            listed.add(path)
            if not path.exists():
                found.append(f"{path.relative_to(VENDOR)} is missing")
            elif sha256(path) != expected:
                found.append(f"{path.relative_to(VENDOR)} was changed by hand")
    found += [f"{p.relative_to(VENDOR)} is not listed" for p in VENDOR.rglob("*") if p.is_file() and p not in listed]
    return found


def main() -> int:
    """Fetch, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare the files with vendor.toml")
    if not parser.parse_args().check:
        lines = [
            "# Written by `python -m tools.vendor`: what is under static/vendor, after branding was taken out.",
            "",
        ]
        with tempfile.TemporaryDirectory() as folder:
            for package in PACKAGES:
                lines += write(package, fetch(package, Path(folder)))
        (VENDOR / "vendor.toml").write_text("\n".join(lines).rstrip() + "\n")
    found = faults()
    print("\n".join(found) or "static/vendor is what vendor.toml says.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
