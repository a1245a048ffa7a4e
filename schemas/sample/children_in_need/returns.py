"""A whole sample return of the children in need census."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from schemas.sample.children_in_need.children import Children
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.rows import Rows
from schemas.sample.write import Fields


class SampleReturn:
    """A clean return, ready to have faults planted and to be written.

    :ivar children: each is made when it is looked at.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.makes = Children(setting)
        self.children: Rows[int] = Rows(list(range(setting.children)), self.makes.child)
        self.header = _header(setting)
        self.message: Fields = {"Header": self.header, "Children": {"Child": self.children}}


def _header(setting: Setting) -> Fields:
    return {
        "CollectionDetails": {
            "Collection": setting.collection.message_code,
            "Year": setting.ref.year,
            "ReferenceDate": setting.ref,
        },
        "Source": {
            "SourceLevel": "L",
            "LEA": setting.lea,
            "SoftwareCode": "Sample",
            "Release": "1",
            "SerialNo": "001",
            "DateTime": datetime.combine(setting.ref + timedelta(days=30), time(9, 30)),
        },
        "Content": {"CBDSLevels": {"CBDSLevel": ["Child"]}},
    }
