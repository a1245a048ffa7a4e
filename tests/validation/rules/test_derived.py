"""Derived values belong to a family: two families may name one alike, and no name is given twice in one."""

import polars as pl
import pytest

from schemas.declare import Group, Record, text
from schemas.layout import Family
from validation import records
from validation.build import Build
from validation.records import Records, View, derived, derived_of


def family(code):
    class Message(Group):
        class Person(Record, key="number", stream=True):
            number = text("Number", max_length=10)
            name = text("Name", max_length=10)

    return Family(code, Message, ())


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(records, "_DERIVED", {})


def written(of):
    """What the value ``short`` of a family's people is built from."""
    people = Records.of(of, "Person")
    build = Build(of)
    expression = View(build, people.nodes).short
    assert expression.meta.root_names() == ["=short"]
    return str(build.derived["Person", "short"])


@pytest.mark.usefixtures("registry")
def test_two_families_that_name_a_value_alike_keep_their_own():
    one, other = family("one"), family("other")

    @derived(Records.of(one, "Person"))
    def short(person):
        return person.name.str.slice(0, 1)

    first = written(one)

    @derived(Records.of(other, "Person"))
    def short(person):  # noqa: F811
        return person.number

    assert written(one) == first
    assert written(other) != first
    assert set(derived_of("one")) == set(derived_of("other")) == {("Person", "short")}


@pytest.mark.usefixtures("registry")
def test_a_name_cannot_be_given_twice():
    people = Records.of(family("one"), "Person")

    def short(person):
        return person.name

    derived(people)(short)
    with pytest.raises(ValueError, match="short of Person in one is derived twice"):
        derived(people)(short)


@pytest.mark.usefixtures("registry")
def test_a_derived_value_is_not_hidden_by_an_item():
    people = Records.of(family("one"), "Person")

    def name(person):
        return pl.lit("never seen")

    with pytest.raises(ValueError, match="name of Person in one is an item"):
        derived(people)(name)
