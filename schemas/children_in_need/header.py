"""The header of a children in need return: which year, and which local authority sends it."""

from schemas import common
from schemas.declare import Group, code, integer


class Header(Group, required=True):
    """What the file is: collection, year, reference date and sender."""

    class CollectionDetails(Group, required=True):
        collection = code("Collection", "Collection", pattern="[A-Z]{3}", required=True)
        year = integer(
            "Year", 2000, 2099, required=True, note="Calendar year of the 31 March reference date (2026 for 2025-26)"
        )
        reference_date = common.REFERENCE_DATE

    class Source(Group, required=True):
        source_level = common.SOURCE_LEVEL
        lea = common.LEA
        software_code = common.SOFTWARE_CODE
        release = common.RELEASE
        serial_no = common.SERIAL_NO
        date_time = common.DATE_TIME

    class Content(Group, note="Accepted and ignored"):
        class CBDSLevels(Group):
            cbds_level = common.CBDS_LEVEL
