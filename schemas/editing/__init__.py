"""Changing values of a return that is a file: the same bytes but for the records that were changed.

What is to change is a list of :class:`RecordChange`; :func:`patched` gives the new file.
"""

from schemas.editing.changes import Changes, RecordChange, dump, load, without
from schemas.editing.patching import patched
from schemas.editing.places import Found, around, at, find, inside, key_of, values_of
from schemas.editing.values import NotAccepted, accepted

__all__ = [
    "Changes",
    "Found",
    "NotAccepted",
    "RecordChange",
    "accepted",
    "around",
    "at",
    "dump",
    "find",
    "inside",
    "key_of",
    "load",
    "patched",
    "values_of",
    "without",
]
