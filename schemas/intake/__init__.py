"""Taking in an uploaded file: unpack it, and refuse in plain words what is not one census return in XML.

:func:`open_upload` gives the guarded stream of XML, :func:`peek` the few header values that say what the file is.
"""

from schemas.intake.limits import LIMITS, Limits
from schemas.intake.opening import open_upload
from schemas.intake.peeking import Peek, peek
from schemas.intake.refusals import SENTENCES, Refused, refuse

__all__ = ["LIMITS", "SENTENCES", "Limits", "Peek", "Refused", "open_upload", "peek", "refuse"]
