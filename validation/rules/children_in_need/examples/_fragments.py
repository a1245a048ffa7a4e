"""Makers of the fragments that the examples are written with."""

from validation.examples import examples_for
from validation.fragments import fragment, without

__all__ = ["child", "header", "of", "without"]

of = examples_for("children-in-need")
header = fragment("Header")
child = fragment("Child")
