"""A date of birth after census day is one finding, whoever it is of and whatever else the return says of them."""

import io
from datetime import timedelta

import pytest

from schemas.reading import read
from schemas.sample.making import write_planted
from schemas.sample.school_census.faults.book import Plan
from schemas.sample.school_census.returns import SampleReturn
from schemas.sample.school_census.setting import PHASES, TERMS, Setting
from validation.check import check


def findings(setting, *, moved):
    """Number of pupils whose birthday was moved after census day, and what the check finds, by key."""
    plan, expected = Plan(SampleReturn(setting)), []
    for rows in (plan.sample.pupils, plan.sample.leavers) if moved else ():
        for place in range(0, len(rows), 3):
            identity = rows.keep(place)["PupilIdentifiers"]
            identity["DOB"] = setting.day + timedelta(days=1 + len(expected))
            expected.append(identity["UPN"])
    out = io.BytesIO()
    write_planted(plan, [], out)
    tables = read(io.BytesIO(out.getvalue()), "return.xml").tables
    run = check(tables)
    return sorted(expected), sorted((finding.rule, finding.key) for finding in run.findings)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("phase", PHASES)
def test_it_is_the_only_finding(phase, term, year):
    setting = Setting(phase, 60, term, year, seed=3)
    assert findings(setting, moved=False) == ([], [])
    expected, found = findings(setting, moved=True)
    assert len(expected) >= 20
    assert found == [("PX11", key) for key in expected]
