"""A second reading of the published rules: plain Python, one record at a time, without the engine.

``language`` parses the conditions of ``tests/spec/*/rules.json``; ``prose_school_census`` and ``prose_children_in_need``
read by hand what is prose. Nothing here imports the engine, the rules, or the reader of the portal, save ``engine``, which
is the other side of the comparison. ``make check-rules`` compares the two over many returns.
"""
