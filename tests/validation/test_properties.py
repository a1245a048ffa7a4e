"""What must hold for every return, tried on sample returns with planted faults."""

import io
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.reading import read
from schemas.sample.school_census.make import make_return
from schemas.sample.school_census.setting import PHASES, TERMS, Setting
from validation.check import check

# Rules of one pupil that compare it with the other pupils of the return.
ACROSS_PUPILS = {"1520", "1578", "1620Q", "3160"}

SETTINGS = st.builds(
    lambda phase, term, year, seed: Setting(term=term, year=year, phase=phase, pupils=40, seed=seed),
    st.sampled_from(PHASES),
    st.sampled_from(TERMS),
    st.sampled_from([2025, 2026]),
    st.integers(0, 10_000),
)


def faulty(setting):
    out = io.BytesIO()
    make_return(setting, out, faults=8)
    return etree.fromstring(out.getvalue())


def findings(root):
    run = check(read(io.BytesIO(etree.tostring(root))).tables)
    assert all(result.status != "could_not_run" for result in run.rules.values())
    return run.findings


def apart_from_place(found):
    return sorted((f.rule, f.record, f.key or "", str(f.values)) for f in found)


@settings(max_examples=12, deadline=None)
@given(SETTINGS, st.randoms(use_true_random=False))
def test_the_order_of_pupils_never_changes_the_findings(setting, chance: random.Random):
    root = faulty(setting)
    before = apart_from_place(findings(root))
    for parent in root.iter("PupilsOnRoll", "PupilsNoLongerOnRoll"):
        pupils = list(parent)
        chance.shuffle(pupils)
        parent[:] = pupils
    assert apart_from_place(findings(root)) == before


@settings(max_examples=8, deadline=None)
@given(SETTINGS, st.integers(0, 39))
def test_a_pupil_alone_has_the_same_findings_as_among_the_others(setting, chosen):
    root = faulty(setting)
    everyone = findings(root)
    (roll,) = root.iter("PupilsOnRoll")
    alone = roll[chosen % len(roll)]
    upn = alone.findtext("PupilIdentifiers/UPN")
    twice = sum(1 for element in root.iter("UPN") if element.text == upn)
    if upn is None or twice > 1:
        return  # Its findings cannot be told from another's.
    mine = [f for f in everyone if f.key == upn and f.rule not in ACROSS_PUPILS]
    roll[:] = [alone]
    for leavers in root.iter("PupilsNoLongerOnRoll"):
        leavers[:] = []
    again = [f for f in findings(root) if f.key == upn and f.rule not in ACROSS_PUPILS]
    assert apart_from_place(again) == apart_from_place(mine)
