"""The language of conditions: what a sentence says of a record."""

import pytest

from tests.second_reading.language import parse
from tests.second_reading.records import read
from tests.second_reading.words import NotSaid, split

RETURN = """<Message><Header><CollectionDetails><Collection>SC</Collection><Term>AUT</Term><Year>2026</Year>
<ReferenceDate>2026-10-01</ReferenceDate></CollectionDetails></Header>
<School><SchoolCharacteristics><Phase>PS</Phase></SchoolCharacteristics></School>
<Pupils><PupilsOnRoll><PupilOnRoll><PupilIdentifiers><DOB>2022-08-31</DOB><Sex> M </Sex><Surname/></PupilIdentifiers>
<PupilCharacteristics><FundedHours>15.10</FundedHours></PupilCharacteristics>
<PupilStatus><PartTime>1</PartTime><NCyearActual>N2</NCyearActual></PupilStatus>
<SpecialEducationalNeeds><SENprovision>K</SENprovision></SpecialEducationalNeeds>
<Exclusions><TermlyExclusion><Category>SUSP</Category><Sessions>4</Sessions></TermlyExclusion>
<TermlyExclusion><Category>PERM</Category></TermlyExclusion></Exclusions>
</PupilOnRoll></PupilsOnRoll></Pupils></Message>"""

TRUE = [
    "Sex = M",
    "Surname absent",
    "Surname absent or Sex absent",
    "Sex absent and Surname absent or PartTime true",  # and binds first
    "Phase = PS and AGE = 4",  # items of the school; the birthday is on the day
    "ATTAGE = 3",
    "POS(NCyearActual) < 0",
    "EXPPOS = 0",
    "SENprovision in (K, E)",
    "NCyearActual in (E1, E2, N1, N2, R, 1-7)",
    "FundedHours present and (below 0, above 15, or more than 2 decimals)",
    "FundedHours above 14, below 0, or more than 2 decimals",
    "HoursAtSetting + FundedHours (absent = 0) > 15",
    "any TermlyExclusion with Category = PERM",
    "any TermlyExclusion has Sessions > 3",
    "more than one TermlyExclusion",
    "no TermlyExclusion with Category = X",
    "count of TermlyExclusion with Category in (SUSP, PERM) = 2",
    "sum of Sessions over TermlyExclusion = 4",
    "more than half of TermlyExclusion have Category present",
    "not (W3 or LUNCHAGE)",
    "W4",
    "exactly one of Sex, Surname present",
    "Surname and Forename both absent",
    "ReferenceDate > DOB",
]
FALSE = [
    "Sex absent",
    "Sex in (m)",  # letter case matters
    "Ethnicity = WBRI",  # a comparison with an absent value
    "Ethnicity not in (WBRI)",
    "Ethnicity not WBRI",
    "Ethnicity not in codeset Ethnicity",
    "QualHrs > 0",
    "QualHrs + Non_qualHrs < 40",
    "AGE >= 5",
    "FundedHours more than 2 decimals",
    "more than 50% of TermlyExclusion have Sessions present",
    "more than 10% of LearningAim have QN present",  # of none nothing fails
    "fewer than 95% of LearningAim have QN present",
    "two TermlyExclusion with the same Category",
    "DOB outside window EXC and Sex = F",
]
PROSE = ["Sex is missing in some way", "the pupil left", "UPN ends with a letter", "DOB outside", "SEX absent"]


@pytest.fixture(scope="module")
def pupil():
    (pupil,) = read(RETURN.encode()).every("PupilOnRoll")
    return pupil


@pytest.mark.parametrize("said", TRUE)
def test_holds(pupil, said):
    assert parse(said, "school_census", 2026)(pupil) is True


@pytest.mark.parametrize("said", FALSE)
def test_does_not_hold(pupil, said):
    assert parse(said, "school_census", 2026)(pupil) is False


@pytest.mark.parametrize("said", PROSE)
def test_prose_is_refused(said):
    with pytest.raises(NotSaid):
        parse(said, "school_census", 2026)


def test_words():
    said = "UKcountry in (NIR, SCT) and FSMendDate >= 2026-01-31, or 10% of 3A-3F"
    assert " ".join(split(said)) == "UKcountry in ( NIR , SCT ) and FSMendDate >= 2026-01-31 , or 10% of 3A-3F"


def test_a_row_counts_within_a_tag_and_an_item_is_not_taken_from_the_record_around():
    given = read(RETURN.encode())
    first, second = given.every("TermlyExclusion")
    assert (first.row, second.row) == (1, 2)
    assert first.get("SENprovision") is None
    assert first.get("NCyearActual") == "N2"
