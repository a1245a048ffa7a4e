"""The command line: ``python -m validation check FILE``, ``rules`` and ``explain``. No Django, no network."""
