"""Upload: a file for the return, from its source, its agent or the collector."""

from __future__ import annotations

import uuid
from typing import BinaryIO

from accounts.scope import Actor
from collect.actions.new_file import NewFile, Received
from collect.models import Return
from collect.services import receive
from collect.services.storing import stored
from schemas.intake import Refused


class Upload(NewFile):
    """A file is received; the return's status follows when it has been checked.

    ``perform`` gives the event as all actions do; ``receive`` gives more. Both raise ``Refused`` for a file that cannot
    be one for this return; all that is left of it then is an event with the code of the refusal.
    """

    name = "upload"
    label = "Upload a file"
    done = "Uploaded a file"
    waits_for_check = False

    def __init__(self, actor: Actor, return_: Return, file: BinaryIO | None = None, filename: str = ""):
        super().__init__(actor, return_)
        self.file, self.filename = file, filename

    def receive(self) -> Received:
        """Take the file in. The same bytes again, even at the same moment, are the same submission."""
        if self.file is None:
            raise ValueError("Upload was made without a file; it can only be asked for reasons")
        self.refuse_if_not_possible()
        try:
            receive.refuse_quickly(self.return_, self.file, self.filename)
        except Refused as refused:
            receive.note_refusal(self.return_, self.actor, refused)
            raise
        submission_id = uuid.uuid4()
        with stored(self.file, self.return_.pk, submission_id) as held:
            received = self.keep(held, submission_id, self.filename)
            held.kept = not received.same_as_before
        return received
