"""Collections, returns, submissions, the workflow, explanations and reports.

Writes live in ``actions`` (what people do) and ``services`` (what follows from it); reads in ``selectors``.
"""
