"""Sample returns of children in need under all rules: clean ones give no findings, faults give those announced."""

from __future__ import annotations

import io
from collections import Counter

import pytest

from schemas.reading import read
from schemas.sample.children_in_need.faults.book import BOOK
from schemas.sample.children_in_need.make import make_return
from schemas.sample.children_in_need.setting import Setting
from validation.check import COULD_NOT_RUN, check


def findings(content: bytes) -> Counter[tuple[str, str, int, str | None]]:
    reading = read(io.BytesIO(content), "return.xml")
    assert reading.faults == []
    run = check(reading.tables)
    assert not [code for code, result in run.rules.items() if result.status == COULD_NOT_RUN]
    return Counter((found.rule, found.record, found.row, found.key) for found in run.findings)


def planted(setting: Setting, **options: object) -> tuple[bytes, Counter[tuple[str, str, int, str | None]]]:
    out = io.BytesIO()
    expected = make_return(setting, out, **options)  # type: ignore[arg-type]
    return out.getvalue(), Counter((one.rule, one.record, one.row, one.key) for one in expected)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("children", [1, 2, 3, 6, 7, 20, 50, 400, 3000])
def test_a_clean_return_has_no_findings(children: int, year: int) -> None:
    for seed in (1, 2, 3) if children < 1000 else (1,):
        assert findings(planted(Setting(children, year, seed=seed))[0]) == Counter()


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize(("children", "faults"), [(200, 80), (1000, 300)])
def test_many_faults_together_give_what_they_announce(children: int, faults: int, year: int) -> None:
    content, announced = planted(Setting(children, year, seed=7), faults=faults)
    assert findings(content) == announced


def test_a_fault_is_planted_only_in_the_years_of_its_rule() -> None:
    with pytest.raises(LookupError, match="9005"):
        planted(Setting(300, 2025, seed=2), rules=["9005"])


@pytest.mark.parametrize("rule", [fault.rule for fault in BOOK])
def test_each_fault_by_itself_gives_what_it_announces(rule: str) -> None:
    content, announced = planted(Setting(300, BOOK[rule].since or 2025, seed=2), rules=[rule])
    assert rule in {code for code, *_ in announced}
    assert findings(content) == announced
