"""Code sets: the values an item may take, with the academic years in which each is accepted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.declare import Evidence


@dataclass(frozen=True)
class Code:
    """One value of a code set, and the academic years in which it is accepted (both included)."""

    code: str
    label: str
    since: int | None
    until: int | None
    evidence: Evidence

    def accepted_in(self, year: int) -> bool:
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


@dataclass(frozen=True)
class CodeSet:
    """A named list of values."""

    name: str
    codes: tuple[Code, ...]

    def accepted_in(self, year: int) -> tuple[str, ...]:
        """The code values accepted in academic year ``year``, in published order."""
        return tuple(code.code for code in self.codes if code.accepted_in(year))

    def label(self, value: str) -> str | None:
        return next((code.label for code in self.codes if code.code == value), None)


class CodeSets(Mapping[str, CodeSet]):
    """The code sets of a family, by name. A misspelt name raises ``KeyError`` that lists what there is."""

    def __init__(self, codesets: Mapping[str, CodeSet]):
        self._codesets = dict(codesets)

    @classmethod
    def load(cls, *files: Path) -> CodeSets:
        """Read CSV files with the columns codeset, code, label, year_from, year_to, evidence."""
        codes: dict[str, list[Code]] = {}
        for path in files:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    codes.setdefault(row["codeset"], []).append(
                        Code(
                            code=row["code"],
                            label=row["label"],
                            since=int(row["year_from"]) if row["year_from"] else None,
                            until=int(row["year_to"]) if row["year_to"] else None,
                            evidence=Evidence(row["evidence"]),
                        )
                    )
        return cls({name: CodeSet(name, tuple(members)) for name, members in codes.items()})

    def __getitem__(self, name: str) -> CodeSet:
        try:
            return self._codesets[name]
        except KeyError:
            raise KeyError(f"no code set {name}; there are {', '.join(sorted(self._codesets))}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._codesets)

    def __len__(self) -> int:
        return len(self._codesets)
