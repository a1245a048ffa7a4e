"""A second reading of the published rules: plain Python, one record at a time, without the engine.

``language`` parses the conditions of ``tests/spec/*/rules.json``, ``prose`` reads by hand what is prose. Neither knows
the engine, its rules or the reader of the portal. ``corpus`` makes returns and ``agreement`` compares; ``make
check-rules`` does so over many.
"""
