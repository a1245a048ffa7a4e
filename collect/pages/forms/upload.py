"""The form of the upload page."""

from __future__ import annotations

from typing import Any

from django import forms

from schemas.wording import Wording


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="Census file",
        help_text="The XML file your {system} made. It may be zipped (.zip) or compressed (.xml.gz). Up to 200 MB.",
        widget=forms.FileInput(attrs={"accept": ".xml,.zip,.gz,application/xml,text/xml"}),
        allow_empty_file=True,  # an empty file is refused with a sentence of its own
        max_length=1000,
        error_messages={
            "required": "Choose the file that your {system} made.",
            "missing": "Choose the file that your {system} made.",
        },
    )

    def refuse(self, sentence: str) -> None:
        """Say beside the field why the file was not taken."""
        self.add_error("file", sentence)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = self.fields["file"]
        field.help_text = wording.fill(str(field.help_text))
        for code in ("required", "missing"):
            field.error_messages[code] = wording.fill(str(field.error_messages[code]))
