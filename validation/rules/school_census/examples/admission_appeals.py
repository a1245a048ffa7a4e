"""Examples of the rules about admission appeals."""

from validation.rules.school_census.examples._fragments import of, school

STEPS = ("Lodged", "Withdrawn", "Heard", "Upheld", "Rejected")

for code, kind in (("560", "Primary"), ("561", "Secondary"), ("630", "Infants")):
    it = of(code)
    it.just_fails(school(**{f"{kind}Lodged": 5, f"{kind}Withdrawn": 2, f"{kind}Heard": 2}))
    it.just_fails(school(**{f"{kind}Lodged": 5, f"{kind}Withdrawn": 2, f"{kind}Heard": 4}))
    it.just_passes(school(**{f"{kind}Lodged": 5, f"{kind}Withdrawn": 2, f"{kind}Heard": 3}))
    it.passes(school(**{f"{kind}Lodged": 0, f"{kind}Withdrawn": 0, f"{kind}Heard": 0}))
    it.passes(school(**{f"{kind}Lodged": 5, f"{kind}Heard": 3}))
    it.passes(school(Governance="VA"))

for code, kind in (("570", "Primary"), ("571", "Secondary"), ("640", "Infants")):
    it = of(code)
    it.just_fails(school(**{f"{kind}Heard": 5, f"{kind}Upheld": 2, f"{kind}Rejected": 2}))
    it.just_fails(school(**{f"{kind}Heard": 5, f"{kind}Upheld": 2, f"{kind}Rejected": 4}))
    it.just_passes(school(**{f"{kind}Heard": 5, f"{kind}Upheld": 2, f"{kind}Rejected": 3}))
    it.passes(school(**{f"{kind}Heard": 5, f"{kind}Upheld": 2}))
    it.passes(school(Governance="VA"))

for code, kind, other, phase in (
    ("564Q", "Primary", "Secondary", "PS"),
    ("565Q", "Secondary", "Primary", "SS"),
    ("566Q", "Infants", "Primary", "PS"),
):
    it = of(code)
    it.fails(school(Governance="VA"), phase=phase, times=1)
    it.fails(school(Governance="FO", **{f"{kind}Lodged": 0, f"{kind}Heard": 0}), phase=phase)
    it.fails(school(Governance="CA", **{f"{other}Lodged": 4}), phase=phase)
    for step in STEPS:
        it.just_passes(school(Governance="CA", **{f"{kind}{step}": 1}), phase=phase)
    it.passes(school(Governance="CO"), phase=phase)
    it.passes(school(SchoolName="Mill Lane School"), phase=phase)

for code, step in (
    ("580", "Lodged"),
    ("590", "Withdrawn"),
    ("600", "Heard"),
    ("610", "Upheld"),
    ("620", "Rejected"),
):
    it = of(code)
    it.just_fails(school(**{f"Infants{step}": 4, f"Primary{step}": 3}))
    it.just_passes(school(**{f"Infants{step}": 4, f"Primary{step}": 4}))
    it.passes(school(**{f"Infants{step}": 4}))
    it.passes(school(Governance="VA"))

for code, kind, phase in (("5013", "Primary", "PS"), ("5018", "Infants", "PS"), ("5125", "Secondary", "SS")):
    it = of(code)
    for step in STEPS:
        it.just_fails(school(Governance="CO", **{f"{kind}{step}": 1}), phase=phase)
    it.just_passes(school(Governance="VC", **{f"{kind}Heard": 0}), phase=phase)
    it.fails(school(Governance="VC", **{f"{kind}Lodged": 3, f"{kind}Upheld": 0}), phase=phase, times=1)
    it.passes(school(Governance="CA", **{f"{kind}Lodged": 3}), phase=phase)
    it.passes(school(Governance="FO", **{f"{kind}Lodged": 3}), phase=phase)
    it.passes(school(**{f"{kind}Lodged": 3}), phase=phase)
    it.passes(school(Governance="CO"), phase=phase)

for code, kind in (("5014", "Primary"), ("5126", "Secondary")):
    it = of(code)
    it.fails(school(**{f"{kind}Lodged": 0}), phase="NS")
    it.fails(school(**{f"{kind}Appeals": {}}), phase="SP")
    it.fails(school(**{f"{kind}Lodged": 2}), phase="PR")
    it.passes(school(**{f"{kind}Lodged": 2}), phase="AT")
    it.passes(school(AdmissionAppeals={}), phase="NS")
    it.passes(school(SchoolName="Mill Lane School"), phase="NS")

it = of("5019")
it.fails(school(InfantsLodged=0), phase="MP")
it.fails(school(InfantAppeals={}), phase="SS")
it.passes(school(InfantsLodged=1), phase="PS")
it.passes(school(InfantsLodged=1), phase="AT")
it.passes(school(PrimaryLodged=1), phase="MP")
it.passes(school(Phase=None, InfantsLodged=1))
