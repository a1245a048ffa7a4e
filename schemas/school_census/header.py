"""The header of a school census return: which collection, which census day, who sends it."""

from schemas import common
from schemas.declare import DECIDED, REBUILT, Group, code, integer, text


class Header(Group, required=True):
    """What the file is: collection, term, year, census day and sender."""

    class CollectionDetails(Group, required=True):
        collection = code("Collection", "Collection", pattern="[A-Z]{2,3}", required=True, note="SC")
        term = code("Term", "Term", pattern="[A-Z]{3}", required=True)
        year = integer(
            "Year",
            2000,
            2099,
            required=True,
            note="Calendar year of census day, so spring 2026 is 2026 although its academic year is 2025",
        )
        reference_date = common.REFERENCE_DATE

    class Source(Group, required=True):
        source_level = common.SOURCE_LEVEL
        lea = common.LEA
        estab = text("Estab", pattern="[0-9]{4}", number="200002", required=True)
        urn = text("URN", pattern="[0-9]{6}")
        software_code = common.SOFTWARE_CODE
        release = common.RELEASE
        x_version = text("Xversion", max_length=50, evidence=REBUILT)
        serial_no = common.SERIAL_NO
        date_time = common.DATE_TIME

    class Content(Group, evidence=DECIDED, note="Old block, accepted and ignored"):
        class CBDSLevels(Group, evidence=DECIDED):
            cbds_level = common.CBDS_LEVEL.but(evidence=DECIDED, note="Each CBDSLevel holds one level name")
