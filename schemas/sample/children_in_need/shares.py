"""How often things occur among children in need. Decided: round figures near published national ones."""

STORIES = (
    ("nothing more", 12.0),
    ("assessed", 30.0),
    ("planned", 20.0),
    ("enquired", 10.0),
    ("protected", 10.0),
    ("long planned", 8.0),
    ("long protected", 4.0),
    ("disabled", 6.0),
)
"""What becomes of a referral; the last three began before the census year."""

AGES = ((0, 7.0), *((age, 5.0) for age in range(1, 10)), *((age, 6.0) for age in range(10, 16)), (16, 6.0), (17, 5.0))
UNBORN = 0.02
BOYS = 0.53

SOURCES = (
    *(("6", 28.0), ("2A", 20.0), ("1A", 7.0), ("1B", 2.0), ("1D", 2.0), ("2B", 2.0), ("3A", 3.0), ("3B", 2.0)),
    *(("3C", 1.0), ("3D", 2.0), ("3E", 5.0), ("3F", 4.0), ("4", 1.5), ("5A", 5.0), ("5B", 4.0), ("5C", 5.0)),
    *(("5D", 3.0), ("7", 3.0), ("8", 4.0), ("9", 2.0), ("10", 1.0), ("1C", 0.5)),
)
NEEDS = (
    *(("N1", 57.0), ("N2", 3.0), ("N3", 3.0), ("N4", 9.0), ("N5", 15.0), ("N6", 3.0), ("N7", 1.0), ("N8", 4.0)),
    *(("N9", 2.0), ("N0", 2.0)),
)
ETHNICITIES = (
    *(("WBRI", 63.0), ("WOTH", 7.0), ("WIRI", 0.5), ("WIRT", 0.3), ("WROM", 1.0), ("MWBC", 3.5), ("MWBA", 1.5)),
    *(("MWAS", 2.0), ("MOTH", 3.5), ("AIND", 1.0), ("APKN", 3.5), ("ABAN", 1.5), ("AOTH", 2.0), ("BCRB", 1.5)),
    *(("BAFR", 4.0), ("BOTH", 1.5), ("CHNE", 0.3), ("OOTH", 3.0), ("REFU", 0.5), ("NOBT", 2.0)),
)
ABUSE = (("NEG", 48.0), ("EMO", 37.0), ("PHY", 8.0), ("SAB", 4.0), ("MUL", 3.0))
CLOSED = (("RC7", 70.0), ("RC5", 12.0), ("RC3", 9.0), ("RC4", 5.0), ("RC1", 4.0))
"""Reasons for closing an episode that had more than an assessment."""

DISABILITIES = ("MOB", "LD", "COMM", "AUT", "BEH", "PC", "HAND", "INC", "HEAR", "VIS", "CON", "DDA")
DISABLED = 0.1
"""Share of children, besides those known to the service for disabled children, with a disability."""

_FACTORS = (
    "1B 2B 3B 3A 4B 4A 16A 17A 18B 18C 19B 19C 4C 1C 2C 3C 5A 5B 6A 6B 7A 9A 10A 11A 12A 13A 14A 15A 20 1A 2A 5C 6C 8F "
    "24A 23A 22A"
)
FACTORS = tuple(_FACTORS.split())
"""Factors of assessments, the usual ones first."""

NO_FACTOR = "21"
"""Says that an assessment found none."""

WITHOUT_UPN = (("UN2", 2.0), ("UN3", 3.0), ("UN4", 1.0), ("UN5", 2.0), ("UN6", 3.0))
"""Reasons why a child of school age has no UPN."""
NO_UPN, FORMER_UPN, TEMPORARY_UPN = 0.06, 0.02, 0.02
DIED = 0.004
"""Share of children with a long plan."""
PRE_PROCEEDINGS = 0.3
"""Share of the children with a protection plan, from 2026-27, besides the first child of the return."""
FAMILY_MEETING_OFFERED, FAMILY_MEETING_HELD, WENT_TO_COURT = 0.7, 0.6, 0.4
PRE_PROCEEDINGS_OUTCOMES = (("A", 40.0), ("B", 40.0), ("C", 20.0))
REFERRED_AGAIN = 0.2
"""Share of the episodes that were closed, or had nothing more, early enough."""
