"""Filters of the pages about returns."""
