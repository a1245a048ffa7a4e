"""Reads for pages. Nothing here changes anything; what is fetched, is fetched through ``collect.scope``."""
