"""Keeping what a check found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collect.support import Found, Outcome, Scripted, error, query
from validation import store
from validation.models import Finding, RuleCount, Run, StructureFault

RULESET = "school-census-autumn:2026.1"


def saved(*found: Found, cap: int = 1000, **rules: Outcome) -> Run:
    checked = Scripted(list(found), RULESET, rules=dict(rules))
    return store.save(checked, store.findings_frame(checked.findings), levels={}, cap=cap)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"A": "1", "B": None}, {"B": None, "A": "1"}, True),
        ({"A": "1"}, {"A": "2"}, False),
        ({"A": "1"}, {"A": "1", "B": None}, False),
        ({"A": "12", "B": "3"}, {"A": "1", "B": "23"}, False),
    ],
    ids=["order does not matter", "a value", "an item more", "values run together"],
)
def test_a_fingerprint_tells_values_apart(
    one: dict[str, str | None], other: dict[str, str | None], equal: bool
) -> None:
    assert (store.fingerprint(one) == store.fingerprint(other)) is equal


def test_a_long_identity_stays_unmistakable() -> None:
    one, other = "x" * 300, "x" * 299 + "y"
    assert len(store.identity(one)) == store.IDENTITY_LENGTH
    assert store.identity(one) != store.identity(other)
    assert store.identity(None) == ""


def test_findings_come_back_from_the_file_as_they_were(tmp_path: Path) -> None:
    frame = store.findings_frame([error(2), query(1)])
    store.write_findings(tmp_path / "tables", frame)
    assert store.read_findings(tmp_path / "tables").equals(frame)
    assert store.read_findings(tmp_path / "tables", ["1500"])["row"].to_list() == [2]
    store.write_findings(tmp_path / "none", store.findings_frame([]))
    assert store.read_findings(tmp_path / "none").height == 0


@pytest.mark.django_db
def test_counts_are_exact_and_rows_capped() -> None:
    run = saved(*(error(n) for n in range(7)), *(query(n) for n in range(3)), cap=5)
    assert (run.errors, run.queries) == (7, 3)
    assert dict(RuleCount.objects.values_list("rule", "failures")) == {"1500": 7, "1590Q": 3}
    assert Finding.objects.filter(rule="1500").count() == 5
    assert list(Finding.objects.values_list("position", flat=True)) == [0, 1, 2, 3, 4, 7, 8, 9]


@pytest.mark.django_db
def test_a_rule_that_found_nothing_has_no_row() -> None:
    run = saved(error(1), **{"10": Outcome(0), "11": Outcome(0, status="skipped", note="no earlier return")})
    assert (run.rules_run, run.skipped, run.could_not_run) == (2, 1, 0)
    assert set(run.rules.values_list("rule", flat=True)) == {"1500", "11"}


@pytest.mark.django_db
def test_values_stay_what_they_were() -> None:
    saved(Found(values={"Surname": "Ó Briain–“x”", "DOB": None}))
    assert Finding.objects.get().values == {"Surname": "Ó Briain–“x”", "DOB": None}


@pytest.mark.django_db
def test_faults_are_capped_and_counted() -> None:
    from schemas.faults import Fault

    checked = Scripted([], RULESET)
    faults = [Fault(line=n, path="Message/School", message="x" * 600) for n in range(1, 10)]
    frame = store.findings_frame([])
    run = store.save(checked, frame, levels={}, faults=faults, fault_count=1234, fault_cap=4)
    assert (run.structure_faults, run.provisional) == (1234, True)
    assert list(StructureFault.objects.values_list("line", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_storing_twenty_thousand_findings_takes_no_query_each(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(500):  # type: ignore[operator]
        saved(*(query(n, rule=f"{n % 25}Q") for n in range(20_000)), cap=1000)
    assert Finding.objects.count() == 20_000
