"""How common things are on a roll.

Plausible, not exact: rounded by hand from the Department's published tables on schools, pupils and their
characteristics (2023/24) where they speak of it, and our own choice (decided) where they do not. What a rule watches
(no more than a tenth with a plan, and so on) is kept clear of its threshold.
"""

from __future__ import annotations

# Ethnicity, share in per cent, culture of the names, languages at home besides English with their shares in per cent.
ETHNICITIES: tuple[tuple[tuple[str, str, tuple[tuple[str, float], ...]], float], ...] = (
    (("WBRI", "british", (("CYM", 0.3),)), 62.4),
    (("WIRI", "irish", (("GAE", 2),)), 0.3),
    (("WIRT", "irish", (("TRI", 10),)), 0.1),
    (("WROM", "roma", (("RMI", 40), ("SLO", 20), ("RMN", 20))), 0.3),
    (("WEEU", "polish", (("POL", 90),)), 2.0),
    (("WEEU", "eastern_european", (("RMN", 45), ("LIT", 20), ("BUL", 15), ("HGR", 10))), 2.2),
    (("WEEU", "ukrainian", (("UKR", 92),)), 0.6),
    (("WEUR", "southern_european", (("POR", 35), ("ITA", 25), ("SPA", 25))), 1.2),
    (("WWEU", "western_european", (("FRN", 30), ("GER", 20), ("DUT", 10))), 0.5),
    (("WTUR", "turkish", (("TUR", 80),)), 0.4),
    (("MWBC", "caribbean", ()), 1.5),
    (("MWBA", "west_african", (("YOR", 5),)), 1.0),
    (("MWAS", "british", (("URD", 4), ("PNJ", 3))), 1.7),
    (("MOTH", "latin_american", (("SPA", 20), ("PORB", 10))), 2.5),
    (("AIND", "indian", (("PNJ", 20), ("GUJ", 18), ("MLM", 15), ("HIN", 10), ("TAM", 8), ("TEL", 6))), 4.2),
    (("APKN", "pakistani", (("URD", 42), ("PNJ", 22), ("PAT", 8))), 4.9),
    (("ABAN", "bangladeshi", (("BNG", 60), ("BNGS", 18))), 1.9),
    (("AOTH", "south_asian", (("TAM", 25), ("NEP", 20), ("PRSD", 15), ("SNH", 10), ("PAT", 10))), 1.7),
    (("AOTH", "east_asian", (("VIE", 25), ("TGL", 25), ("KOR", 8), ("JPN", 8))), 0.6),
    (("BCRB", "caribbean", (("CCE", 2),)), 1.0),
    (("BNGN", "west_african", (("YOR", 25), ("IGB", 12))), 2.2),
    (("BGHA", "west_african", (("AKA", 35),)), 0.8),
    (("BSOM", "east_african", (("SOM", 80),)), 1.1),
    (("BAOF", "central_african", (("LIN", 20), ("FRN", 20), ("SHO", 20))), 1.2),
    (("BOTH", "caribbean", ()), 0.7),
    (("CHNE", "chinese", (("CHIC", 55), ("CHIM", 25))), 1.2),
    (("OARA", "arab", (("ARA", 75),)), 1.0),
    (("OIRN", "persian_kurdish", (("PRS", 45), ("KURS", 30))), 0.5),
    (("OLAM", "latin_american", (("SPA", 55), ("PORB", 25))), 0.5),
    (("REFU", "british", ()), 0.7),
)

FREE_MEALS = 0.2
SEN_SUPPORT = 0.135
EHC_PLAN = 0.045
SERVICE_CHILD = 0.02
CARE_LEAVER = 0.015  # adopted, or left care to a guardian
YOUNG_CARER = 0.01
TOP_UP = 0.6  # of those with a plan
AP_PLACEMENT = 0.01
LUNCH_TAKEN = 0.82  # of infants
KINSHIP = 0.01
NURSERY_PART_TIME = 0.45
POST16_BURSARY = 0.07
NOT_MAIN_ONLY = 0.012  # main registration here, a second one elsewhere

SEN_NEEDS: tuple[tuple[str, float], ...] = (
    ("SLCN", 24),
    ("SEMH", 22),
    ("ASD", 15),
    ("MLD", 13),
    ("SPLD", 13),
    ("PD", 2.5),
    ("HI", 1.8),
    ("VI", 1.1),
    ("SLD", 2),
    ("PMLD", 0.7),
    ("OTH", 4),
    ("DS", 0.5),
)
"""Main type of need."""

YOUTH_SUPPORT: tuple[tuple[str, float], ...] = (("Yes", 82), ("No", 6), ("SNR", 9), ("UNS", 3))
LEFT_CARE: tuple[tuple[str, float], ...] = (("A", 60), ("G", 28), ("C", 8), ("R", 4))

EXCLUSION_REASONS: tuple[tuple[str, float], ...] = (
    ("DB", 48),
    ("PP", 17),
    ("VA", 15),
    ("PA", 6),
    ("VP", 4),
    ("DA", 3),
    ("DM", 3),
    ("RA", 2),
    ("BU", 1),
    ("TH", 1),
)
SUSPENDED_IN_A_YEAR = {"PS": 0.012, "MP": 0.03, "MS": 0.05, "SS": 0.07, "SP": 0.03, "AT": 0.05, "PR": 0.3}

ABSENCES: tuple[tuple[str, float], ...] = (
    ("I", 50),
    ("M", 8),
    ("G", 7),
    ("O", 16),
    ("C", 5),
    ("U", 3),
    ("L", 9),
    ("R", 1),
    ("N", 1),
)
"""Reasons a session was missed (L: came late)."""
