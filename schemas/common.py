"""Items that stand in the return of more than one collection, declared once.

A collection whose layout bounds or annotates one differently says only that: ``common.UPN.but(max_length=13)``.
"""

from schemas.declare import code, date, datetime, text

# The header of a return.
REFERENCE_DATE = date("ReferenceDate", number="N00603")
SOURCE_LEVEL = code("SourceLevel", "SourceLevel", pattern="[A-Z]")
LEA = text("LEA", pattern="[0-9]{3}", required=True)
SOFTWARE_CODE = text("SoftwareCode", max_length=50)
RELEASE = text("Release", max_length=50)
SERIAL_NO = text("SerialNo", pattern="[0-9]{3,}")
DATE_TIME = datetime("DateTime")
CBDS_LEVEL = text("CBDSLevel", max_length=20, repeats=True)

# A person.
UPN = text("UPN", number="N00001")
FORMER_UPN = text("FormerUPN", number="N00002")
SEX = code("Sex", "Sex", number="N00783")
ETHNICITY = code("Ethnicity", "Ethnicity", number="N00177")
