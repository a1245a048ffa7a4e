"""Organisations, people, what each may do for which organisation, and signing in."""
