"""Years 12 to 14: programmes, learning aims, GCSE grades already held, bursary."""

from __future__ import annotations

from datetime import date
from random import Random

from schemas.sample.draws import chance
from schemas.sample.school_census import shares
from schemas.sample.school_census.roll import Seat
from schemas.sample.school_census.setting import Setting, entry_day, leaving_day
from schemas.sample.school_census.traits import Traits
from schemas.sample.write import Fields

FIRST_GROUP = 12

# Qualification number and subject classification, in the shape of real ones.
_SUBJECTS = (
    ("60146084", "2210"),
    ("60147672", "1010"),
    ("60148548", "1110"),
    ("60144836", "1210"),
    ("60146771", "5030"),
    ("6014868X", "4010"),
    ("60149577", "4110"),
    ("60151055", "4890"),
    ("60150313", "3210"),
    ("60154858", "5110"),
    ("60118787", "2650"),
    ("60171595", "0018"),
)
_ENGLISH_AND_MATHS = ("English", "Maths")


def is_post16(group: int) -> bool:
    """The year group follows learning aims."""
    return group >= FIRST_GROUP


def characteristics(setting: Setting, seat: Seat, traits: Traits) -> Fields:
    """GCSEs, hours and bursary of a pupil of year 12 and above, or of one who has left from there."""
    own = chance(setting.school, "post16", seat.cohort, seat.number)
    fields: Fields = {}
    for subject in _ENGLISH_AND_MATHS:
        fields |= _gcse(own, subject, traits)
    if own.random() < shares.POST16_BURSARY:
        fields["LearnerSupport"] = {
            "LearnerSupportItem": [{"LearnerSupportCode": own.choice(("55", "56", "56", "56"))}]
        }
    if seat.group > FIRST_GROUP or seat.has_left:
        fields |= {
            "QualHrsPreviousYear": own.choice((540, 560, 580)),
            "Non_qualHrsPreviousYear": own.randrange(50, 100),
        }
    if not seat.has_left:
        fields |= {"FTEmp": False, "QualHrs": own.choice((540, 560, 580)), "Non_qualHrs": own.randrange(50, 110)}
    return fields


def _gcse(own: Random, subject: str, traits: Traits) -> Fields:
    """A grade from year 11; one who did not reach grade 4 is exempt, since an unmet condition would be queried."""
    if own.random() < 0.9:
        grade, stage, exemption = own.choice("4455566778899"), "1", "N"
    else:
        grade, stage, exemption = own.choice("123"), "3", "L" if traits.sen == "E" else own.choice("OU")
    return {
        f"{subject}GCSEHighestPriorAttainment": grade,
        f"{subject}GCSEPriorAttainmentYear11": stage,
        f"{subject}GCSEFundingExemption": exemption,
    }


def learning_aims(setting: Setting, seat: Seat) -> Fields:
    """The programme of a pupil of year 12 and above with its three or four aims; of a leaver, ended."""
    own = chance(setting.school, "aims", seat.cohort, seat.number)
    started_year = seat.cohort + FIRST_GROUP
    start = max(date(started_year, 9, 3), entry_day(seat.joined))
    end = max(date(started_year + 2, 7, 10), start)
    ending: Fields = {"Status": "1"}
    if seat.has_left:
        left = leaving_day(setting.now)
        finished = seat.group > FIRST_GROUP
        ending = {"ActualEndDate": left, "Status": "2"} if finished else {"ActualEndDate": left, "Status": "3"}
        if not finished:
            ending["WithdrawalReason"] = own.choice(("3", "97", "98"))
    subjects = own.sample(_SUBJECTS, own.choice((3, 3, 3, 4)))
    aims = [
        {"QN": number, "SCC": subject, "CoreAim": place == 0, "LearningStartDate": start, "LearningPlannedEndDate": end}
        | _ending("Learning", "LearningAim", ending)
        for place, (number, subject) in enumerate(subjects)
    ]
    programme: Fields = {"ProgType": "01", "ProgrammeStartDate": start, "ProgrammePlannedEndDate": end}
    programme |= _ending("Programme", "ProgrammeAim", ending) | {"LearningAim": aims}
    if own.random() < 0.3 and seat.group > FIRST_GROUP:
        day = date(started_year + 1, 6, 22)
        work = {"WPStartDate": day, "WPEndDate": date(started_year + 1, 7, 3), "WPHours": 35, "WPMode": "2"}
        programme["WorkPlacement"] = [work]
    return {"ProgrammeAim": [programme]}


def _ending(date_stem: str, stem: str, ending: Fields) -> Fields:
    return {(date_stem if name.endswith("Date") else stem) + name: value for name, value in ending.items()}
