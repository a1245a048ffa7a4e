"""What the portal remembers of collections: one module for each idea, all names here."""

from collect.models.collections import Collection
from collect.models.drafts import Draft
from collect.models.explanations import AcceptedError, Explanation, Standing
from collect.models.history import Event
from collect.models.jobs import Job
from collect.models.lists import ReferenceList
from collect.models.notifications import Notification
from collect.models.pupils import PupilIndex
from collect.models.reads import PupilDataRead
from collect.models.receipts import Receipt
from collect.models.register import Establishment, RegisterLoad
from collect.models.returns import Return, Status, Submission

__all__ = [
    "AcceptedError",
    "Collection",
    "Draft",
    "Establishment",
    "Event",
    "Explanation",
    "Job",
    "Notification",
    "PupilDataRead",
    "PupilIndex",
    "Receipt",
    "ReferenceList",
    "RegisterLoad",
    "Return",
    "Standing",
    "Status",
    "Submission",
]
