"""Rules and dictionary, as anybody reads them without signing in."""

import csv
import io
import json
import zipfile
from html import unescape

import pytest
from django.test import Client

from reference.sets import released
from schemas import collections
from validation.book import rulebook

pytestmark = pytest.mark.django_db  # a rule's page asks what was changed while a collection ran
AUTUMN = "school-census-autumn"


@pytest.fixture
def anybody():
    return Client()


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_rules_can_be_searched_and_filtered(anybody):
    newest = rulebook(AUTUMN, 2026)
    assert f"{len(newest.rules)} rules, in force from" in text(anybody.get(f"/rules/{AUTUMN}/"))
    found = text(anybody.get(f"/rules/{AUTUMN}/", {"q": "two pupil records share", "level": "error"}))
    assert "1 rule<" in found
    assert "Two pupil records share a UPN." in found
    queries = text(anybody.get(f"/rules/{AUTUMN}/", {"level": "query", "item": "SENprovision"}))
    assert "1990Q" in queries
    assert ">2120<" not in queries


def test_rules_of_a_phase_are_those_for_it_and_for_all(anybody):
    nursery = json.loads(anybody.get(f"/rules/{AUTUMN}/rules.json", {"phase": "NS"}).content)
    assert {rule["code"] for rule in nursery} >= {"1500", "5065"}
    assert all(not rule["phases"] or "NS" in rule["phases"] for rule in nursery)


def test_a_search_without_result_says_what_to_do(anybody):
    assert "No rule is like that." in text(anybody.get(f"/rules/{AUTUMN}/", {"q": "zzzz"}))


def test_a_rule_page_says_what_it_wants_why_and_shows_examples(anybody):
    page = text(anybody.get(f"/rules/{AUTUMN}/1520/"))
    assert "Two pupil records share a UPN." in page
    assert "Correct or merge the records." in page
    assert "PupilOnRoll: UPN H801200001001" in page
    assert "&lt;UPN&gt;H801200001001&lt;/UPN&gt;" in page
    assert '/dictionary/school-census/items/UPN/"' in page


def test_a_query_says_whether_confirming_is_enough(anybody):
    assert "Confirming that the value is right is enough" in text(anybody.get(f"/rules/{AUTUMN}/1760Q/"))
    assert "The explanation must give a reason." in text(anybody.get(f"/rules/{AUTUMN}/1601Q/"))


def test_a_withdrawn_rule_still_has_its_page(anybody):
    page = text(anybody.get(f"/rules/{AUTUMN}/1767Q/"))
    assert "This rule is no longer checked." in page


def test_what_changed_is_told_rule_by_rule(anybody):
    page = text(anybody.get(f"/rules/{AUTUMN}/changes/", {"old": "2025.1", "new": "2026.1"}))
    assert "Rule 1767Q" in page
    assert "Withdrawn" in page
    same = text(anybody.get(f"/rules/{AUTUMN}/changes/", {"old": "2026.1", "new": "2026.1"}))
    assert "Nothing changed between these two sets." in same


def test_the_rules_can_be_taken_away(anybody):
    count = len(rulebook(AUTUMN, 2026).rules)
    response = anybody.get(f"/rules/{AUTUMN}/rules.csv")
    assert "attachment" in response["Content-Disposition"]
    assert len(list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))) == count
    assert len(json.loads(anybody.get(f"/rules/{AUTUMN}/rules.json").content)) == count
    book = zipfile.ZipFile(io.BytesIO(anybody.get(f"/rules/{AUTUMN}/rules.xlsx").content))
    assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_an_item_page_leads_to_its_codes_places_and_rules(anybody):
    page = text(anybody.get("/dictionary/school-census/items/SENprovision/"))
    assert "100472" in page
    assert "TermlyExclusion/SENprovision" in page
    assert "/dictionary/school-census/codes/SENprovision/" in page
    assert ">2120</a>" in page


def test_items_can_be_found_by_name_tag_or_number(anybody):
    for words in ("date of birth", "DOB", "N00066"):
        assert "1 item<" in text(anybody.get("/dictionary/school-census/", {"q": words}))


def test_the_layout_is_that_of_its_year(anybody):
    assert "KinshipCare" in text(anybody.get("/dictionary/school-census/layout/", {"year": "2026"}))
    assert "KinshipCare" not in text(anybody.get("/dictionary/school-census/layout/", {"year": "2025"}))


def test_the_xsd_can_be_downloaded(anybody):
    response = anybody.get("/dictionary/school-census/2026.xsd")
    assert response.content.startswith(b"<?xml")
    assert "school-census-2026.xsd" in response["Content-Disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/rules/nothing/",
        f"/rules/{AUTUMN}/99999/",
        f"/rules/{AUTUMN}/?set=1999.1",
        f"/rules/{AUTUMN}/1520/?set=1999.1",
        f"/rules/{AUTUMN}/rules.pdf",
        "/dictionary/nothing/",
        "/dictionary/school-census/items/Nothing/",
        "/dictionary/school-census/codes/Nothing/",
        "/dictionary/school-census/1999.xsd",
    ],
)
def test_what_is_not_there_is_not_found(anybody, path):
    assert anybody.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/rules/", "/dictionary/", "/dictionary/school-census/codes/"])
def test_indexes_answer(anybody, path):
    text(anybody.get(path))


@pytest.mark.parametrize("kind", collections.all(), ids=lambda kind: kind.code)
def test_the_pages_of_every_collection_answer(anybody, kind):
    newest = released(kind.code)[0]
    some, count = next(iter(newest.rules)), len(newest.rules)
    rules = f"/rules/{kind.code}/"
    assert f"{count} rules, in force from" in text(anybody.get(rules))
    assert f"A query asks the {kind.wording.sender} to check" in text(anybody.get(rules))
    assert newest.rules[some].fix in unescape(text(anybody.get(f"{rules}{some}/")))
    assert "What changed in the rules" in text(anybody.get(f"{rules}changes/"))
    assert len(json.loads(anybody.get(f"{rules}rules.json").content)) == count
    assert len(list(csv.reader(io.StringIO(anybody.get(f"{rules}rules.csv").content.decode("utf-8-sig"))))) == count + 1
    found = text(anybody.get(rules, {"level": "query"}))
    assert all(f">{code}<" not in found for code, rule in newest.rules.items() if rule.level == "error")


@pytest.mark.parametrize("family", collections.families())
def test_the_dictionary_of_every_family_answers(anybody, family):
    kind, address = collections.families()[family][0], f"/dictionary/{family}/"
    key = next(record.key for record in kind.people_records())
    assert key.label in text(anybody.get(address, {"q": key.tag}))
    assert f"/dictionary/{family}/" in text(anybody.get(f"{address}items/{key.tag}/"))
    for name in kind.codesets():
        text(anybody.get(f"{address}codes/{name}/"))
    for year in kind.years:
        assert key.tag in text(anybody.get(f"{address}layout/", {"year": str(year)}))
        assert anybody.get(f"{address}{year}.xsd").content.startswith(b"<?xml")
    assert anybody.get(f"{address}items.csv").status_code == 200


@pytest.mark.parametrize(("family", "code"), [("school-census", AUTUMN), ("children-in-need", "children-in-need")])
def test_phases_and_terms_are_there_where_they_mean_something(anybody, family, code):
    kind = collections.get(code)
    rule = next(iter(released(code)[0].rules))
    layout, rules = text(anybody.get(f"/dictionary/{family}/layout/")), text(anybody.get(f"/rules/{code}/"))
    assert (">Terms<" in layout) == (kind.term is not None)
    for page in (layout, text(anybody.get(f"/rules/{code}/{rule}/"))):
        assert (">Phases<" in page) == bool(kind.phase_item)
    assert ('name="phase"' in rules) == bool(kind.phase_item)
