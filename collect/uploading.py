"""How Django takes in the files of a request."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from collect.services import leftovers


class TidyTemporaryFiles(TemporaryFileUploadHandler):
    """Each web process clears its own machine's folder before it receives a file there: no worker sees that folder."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        leftovers.remove_now_and_then()
        super().new_file(*args, **kwargs)
