"""Children nested in episodes: their order, their duplicates and the spelling of their booleans change nothing else."""

import copy
import io
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.reading import read
from schemas.sample.children_in_need.make import make_return
from schemas.sample.children_in_need.setting import Setting
from validation.check import check


def made(children, year=2026, seed=1, **options):
    out = io.BytesIO()
    planted = make_return(Setting(children=children, year=year, seed=seed), out, **options)
    return out.getvalue(), planted


def run(xml):
    found = check(read(io.BytesIO(xml)).tables)
    assert all(result.status == "ok" for result in found.rules.values())
    return found


def apart_from_place(findings):
    return sorted((f.rule, f.record, f.key or "", str(f.values)) for f in findings)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_children_and_of_their_records_never_changes_the_findings(seed, chance: random.Random):
    xml, _ = made(80, seed=seed, faults=30)
    root = etree.fromstring(xml)
    before = apart_from_place(run(xml).findings)
    for parent in [*root.iter("Children"), *root.iter("Child")]:
        same = [record for record in parent if record.tag in ("Child", "CINdetails")]
        shuffled = [copy.deepcopy(record) for record in same]
        chance.shuffle(shuffled)
        for old, new in zip(same, shuffled, strict=True):
            parent.replace(old, new)
    assert apart_from_place(run(etree.tostring(root)).findings) == before


def test_a_duplicated_child_sets_off_no_rule_about_dates():
    """Two children under one identifier are two children: their episodes are never compared with one another."""
    root = etree.fromstring(made(40)[0])
    children = next(root.iter("Children"))
    first = children[0]
    children.append(copy.deepcopy(first))
    upn = first.findtext("ChildIdentifiers/UPN")
    expected = {"8510", "1520"} if upn else {"8510"}
    assert {finding.rule for finding in run(etree.tostring(root)).findings} == expected


def test_booleans_are_understood_in_every_spelling():
    xml, _ = made(60, faults=25)
    before = apart_from_place(run(xml).findings)
    words = {b"true": b"1", b"false": b"0"}
    for tag in (b"ReferralNFA", b"ICPCnotRequired"):
        for word, digit in words.items():
            xml = xml.replace(b"<%b>%b<" % (tag, word), b"<%b>%b<" % (tag, digit))
    spelt = [(r, rec, k, v.replace("'true'", "'1'").replace("'false'", "'0'")) for r, rec, k, v in before]
    assert apart_from_place(run(xml).findings) == sorted(spelt)
