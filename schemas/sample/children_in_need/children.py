"""The children of a sample return: who they are, and their episodes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schemas.identifiers import UPN_AUTHORITIES, UPN_LETTERS, upn_check_letter
from schemas.sample.children_in_need import shares
from schemas.sample.children_in_need.episodes import STORIES, Episode
from schemas.sample.children_in_need.pre_proceedings import SINCE, pre_proceedings
from schemas.sample.children_in_need.setting import Setting
from schemas.sample.draws import chance, pick
from schemas.sample.write import Fields

_CARRIERS = 6
"""So many children, where there are so many, have the disabilities between them that every return should show."""
_OLD_STORIES = ("long planned", "long protected", "disabled")
_SCHOOL_AGE = 6


class Children:
    """Makes each child by number, the same whenever it is asked for."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        carriers = min(_CARRIERS, setting.children)
        self._carried = {
            place * setting.children // carriers: shares.DISABILITIES[place::carriers] for place in range(carriers)
        }

    def is_carrier(self, number: int) -> bool:
        """The return relies on the disabilities of this child."""
        return number in self._carried

    def child(self, number: int) -> Fields:
        """The child with this number (from 0)."""
        setting, own = self.setting, chance(self.setting.authority, "child", number)
        carried = self._carried.get(number)
        if carried is None and own.random() < shares.UNBORN:
            return self._unborn(own, number)
        age = own.randint(7, 15) if carried else pick(own.random(), shares.AGES)
        born = _birthday(setting.ref, age, own)
        story = "disabled" if carried else pick(own.random(), shares.STORIES)
        if story in _OLD_STORIES and age < 5:
            story = "planned"
        episodes = self._episodes(own, story, born)
        identifiers: Fields = {"LAchildID": _number(setting, number)}
        identifiers |= self._upn(
            own, number, born, nothing_more=all(e.fields["ReferralNFA"] != "false" for e in episodes)
        )
        identifiers |= {"PersonBirthDate": born, "Sex": "M" if own.random() < shares.BOYS else "F"}
        if story == "long planned" and len(episodes) == 1 and own.random() < shares.DIED:
            self._dies(episodes[0], identifiers)
        if setting.year >= SINCE:
            self._before_proceedings(number, episodes)
        return {
            "ChildIdentifiers": identifiers,
            "ChildCharacteristics": {
                "Ethnicity": pick(own.random(), shares.ETHNICITIES),
                "Disabilities": {"Disability": list(carried) if carried else _disabilities(own, story)},
            },
            "CINdetails": [episode.fields for episode in episodes],
        }

    def _unborn(self, own: Random, number: int) -> Fields:
        ref = self.setting.ref
        expected = ref + timedelta(days=own.randint(1, 150))
        referral = ref - timedelta(days=own.randint(0, 60))
        return {
            "ChildIdentifiers": {
                "LAchildID": _number(self.setting, number),
                "UPNunknown": "UN1",
                "ExpectedPersonBirthDate": expected,
                "Sex": "U",
            },
            "ChildCharacteristics": {
                "Ethnicity": pick(own.random(), shares.ETHNICITIES),
                "Disabilities": {"Disability": ["NONE"]},
            },
            "CINdetails": [STORIES["assessed"](self.setting, own, referral).fields],
        }

    def _episodes(self, own: Random, story: str, born: date) -> list[Episode]:
        setting = self.setting
        if story in _OLD_STORIES:
            referral = setting.start - timedelta(days=own.randint(130, 900))
        else:
            first = max(setting.start, born - timedelta(days=90))
            referral = first + timedelta(days=own.randint(0, (setting.ref - first).days))
        episodes = [STORIES[story](setting, own, referral)]
        if story != "disabled" and own.random() < shares.REFERRED_AGAIN:
            over: date | None = episodes[0].fields.get("CINclosureDate", referral if story == "nothing more" else None)
            if over is not None and (setting.ref - over).days > 30:
                again = over + timedelta(days=own.randint(14, (setting.ref - over).days))
                new = [one for one in shares.STORIES if one[0] not in _OLD_STORIES]
                episodes.append(STORIES[pick(own.random(), new)](setting, own, again))
        return episodes

    def _upn(self, own: Random, number: int, born: date, *, nothing_more: bool) -> Fields:
        if born > date(self.setting.ref.year - _SCHOOL_AGE, 8, 31):
            return {"UPNunknown": "UN1"}
        if own.random() < shares.NO_UPN:
            return {"UPNunknown": "UN7" if nothing_more else pick(own.random(), shares.WITHOUT_UPN)}
        found = {"UPN": self.upn(number, born, temporary=own.random() < shares.TEMPORARY_UPN)}
        if own.random() < shares.FORMER_UPN:
            found["FormerUPN"] = self.upn(number + self.setting.children, born, temporary=True)
        return found

    def upn(self, number: int, born: date, *, temporary: bool = False) -> str:
        """A valid UPN that only the child with this number has."""
        authority = self.setting.lea if self.setting.lea in UPN_AUTHORITIES else "823"
        last = UPN_LETTERS[number % 10] if temporary else str(number % 10)
        school, serial = divmod(number // 10, 100)
        twelve = f"{authority}{2000 + school:04d}{(born.year + 4) % 100:02d}{serial:02d}{last}"
        return upn_check_letter(twelve) + twelve

    def _before_proceedings(self, number: int, episodes: list[Episode]) -> None:
        """Pre-proceedings in the last episode of some; always of the first child, so that every return has some."""
        own, fields = chance(self.setting.authority, "pre-proceedings", number), episodes[-1].fields
        if number == 0 or ("ChildProtectionPlans" in fields and own.random() < shares.PRE_PROCEEDINGS):
            made = pre_proceedings(self.setting, own, fields)
            if made is not None:
                fields["PreProceedingsandFGDM"] = [made]

    def _dies(self, episode: Episode, identifiers: Fields) -> None:
        """The plan and the episode end on the day of death."""
        fields = episode.fields
        day = self.setting.start + timedelta(days=episode.own.randint(30, 330))
        fields["CINPlanDates"][0]["CINPlanEndDate"] = day
        fields |= {"CINclosureDate": day, "ReasonForClosure": "RC2"}
        identifiers["PersonDeathDate"] = day


def _number(setting: Setting, number: int) -> str:
    """The authority's own number of a child."""
    return f"C{setting.lea}{number + 1:07d}"


def _birthday(ref: date, age: int, own: Random) -> date:
    """A birthday that makes a child so old on the reference date."""
    return ref - timedelta(days=round(age * 365.25) + own.randint(1, 360))


def _disabilities(own: Random, story: str) -> list[str]:
    if story != "disabled" and own.random() >= shares.DISABLED:
        return ["NONE"]
    return own.sample(shares.DISABILITIES, own.choice((1, 1, 1, 2, 2, 3)))
