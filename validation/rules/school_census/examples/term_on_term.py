"""Examples of the rules that compare a return with the one before it: 20% and 10 pupils are a sharp change."""

from typing import Any

from validation.rules.school_census.examples._fragments import of, pupil


def roll(some, of_all, base=None, **content):
    """``of_all`` pupils, ``some`` of them with this content."""
    base = base or {}
    return [pupil(**base, **content)] * some + [pupil(**base)] * (of_all - some)


it = of("TonT1B")
it.just_fails(*roll(0, 60), before=roll(0, 50))
it.just_passes(*roll(0, 59), before=roll(0, 50))
it.passes(*roll(0, 30), before=roll(0, 21))
it.passes(*roll(0, 30), before=())

it = of("TonT1C")
it.just_fails(*roll(0, 40), before=roll(0, 50))
it.just_passes(*roll(0, 41), before=roll(0, 50))

it = of("TonT1D")
it.just_fails(pupil(), before=())
it.passes(pupil(), before=roll(0, 1))

INFANT, ELDER = {"NCyearActual": "1"}, {"NCyearActual": "6"}
MEALS = {"FSMperiod": {"FSMstartDate": "2024-09-01"}}
COMPARED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "TonT3": (MEALS, INFANT),
    "TonT4": (MEALS, {}),
    "TonT5": ({"SENprovision": "E"}, {}),
    "TonT6": ({"SENprovision": "K"}, {}),
    "TonT7": ({"Language": "POL"}, {}),
    "TonT8": ({"ServiceChild": "Y"}, {}),
    "TonT9": ({"Ethnicity": "NOBT"}, {}),
    "TonT13": ({"SchoolLunchTaken": "true"}, INFANT),
}
"""What is counted, and among whom."""
for stem, (content, base) in COMPARED.items():
    it = of(f"{stem}B")
    it.just_fails(*roll(60, 120, base, **content), before=roll(50, 120, base, **content))
    it.just_passes(*roll(60, 120, base, **content), before=roll(51, 120, base, **content))
    it.passes(*roll(60, 120, base, **content), before=roll(0, 120, base))
    if stem != "TonT13":
        it = of(f"{stem}C")
        it.just_fails(*roll(40, 120, base, **content), before=roll(50, 120, base, **content))
        it.just_passes(*roll(41, 120, base, **content), before=roll(50, 120, base, **content))
        it.passes(*roll(20, 40, base, **content), before=roll(60, 120, base, **content))
for stem in ("TonT3", "TonT4", "TonT5", "TonT6", "TonT7"):
    content, base = COMPARED[stem]
    it = of(f"{stem}D")
    it.just_fails(*roll(1, 60, base, **content), before=roll(0, 60, base))
    it.just_passes(*roll(1, 60, base, **content), before=roll(1, 60, base, **content))
    it.passes(*roll(0, 60, base), before=roll(0, 60, base))

# Only infants count among infants, and English is no other first language.
of("TonT3D").passes(*roll(1, 60, ELDER, **MEALS), before=roll(0, 60, ELDER))
of("TonT13B").passes(
    *roll(60, 120, ELDER, SchoolLunchTaken="true"), before=roll(20, 120, ELDER, SchoolLunchTaken="true")
)
of("TonT7D").passes(*roll(30, 60, Language="ENB"), before=roll(0, 60))

# Free meals are those open on each return's own census day.
ENDED = {"FSMperiod": {"FSMstartDate": "2024-09-01", "FSMendDate": "2026-05-20"}}
STILL = {"FSMperiod": {"FSMstartDate": "2024-09-01", "FSMendDate": "2026-05-21"}}
of("TonT4D").just_fails(*roll(20, 60, **MEALS), before=roll(20, 60, **ENDED))
of("TonT4D").just_passes(*roll(20, 60, **MEALS), before=roll(20, 60, **STILL))
