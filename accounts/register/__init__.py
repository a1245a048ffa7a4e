"""Taking organisations from the public register of schools: who is new, what changed, and who goes on as whom.

Reading the file is left to whoever has it; here its rows come as ``Entry`` and ``Link``.
"""
