"""Revisions of rules that newer ones have replaced: the sets that were released with them still run them."""
