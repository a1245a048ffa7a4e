"""Examples of the rules about the header and what a school says about itself."""

from validation.rules.school_census.examples._fragments import header, of, pupil, school, without

it = of("100")
it.fails(header(ReferenceDate=None))
it.just_fails(header(ReferenceDate="2026-09-30"))
it.just_fails(header(ReferenceDate="2026-10-02"))
it.fails(header(ReferenceDate="2025-10-02"))
it.fails(header(ReferenceDate="2026-10-01"), term="SPR")
it.passes(header(ReferenceDate="2026-10-01"))
it.passes(header(ReferenceDate="2027-01-21"), term="SPR")
it.passes(header(ReferenceDate="2026-05-21"), term="SUM", year=2025)
it.passes(header(ReferenceDate="2025-10-02"), year=2025)
it.fails(header(ReferenceDate="2026-10-01"), year=2025)

it = of("110")
it.fails(school(Governance="CO"))
it.fails(school(SchoolName="   "))
it.passes(school(SchoolName="Mill Lane Primary School"))
it.passes(without("School"))

it = of("120")
it.fails(school(Phase=None, SchoolName="Mill Lane Primary School"))
it.fails(school(Phase="XX"))
it.passes(school(Phase="PS"))
it.passes(school(Phase="AT"))

it = of("130")
it.just_fails(header(Estab="1999"), phase="PS")
it.just_passes(header(Estab="2000"), phase="PS")
it.just_passes(header(Estab="3999"), phase="PS")
it.just_fails(header(Estab="4000"), phase="PS")
it.just_passes(header(Estab="6899"), phase="PS")
it.just_fails(header(Estab="6900"), phase="PS")
it.just_passes(header(Estab="1099"), phase="NS")
it.just_fails(header(Estab="1100"), phase="NS")
it.just_passes(header(Estab="1100"), phase="PR")
it.just_fails(header(Estab="1200"), phase="PR")
it.just_passes(header(Estab="6999"), phase="SS")
it.just_fails(header(Estab="7000"), phase="SS")
it.just_passes(header(Estab="7000"), phase="SP")
it.just_fails(header(Estab="5949"), phase="SP")
it.fails(header(Estab="0999"), phase="NS")
it.passes(header(Estab="4001"), school(Phase=None, SchoolName="Mill Lane School"))

it = of("140")
it.fails(school(SchoolName="Mill Lane Primary School"))
it.passes(school(SchoolType="03"))

it = of("150")
for phase, kinds in {
    "NS": "49 50 51",
    "PS": "01 02 03 04 16 17 18 42 43 49",
    "MP": "05 06 45 49",
    "MS": "07 08 41 49",
    "SS": "09 10 11 12 21 22 25 26 27 28 29 30 31 32 33 36 37 38 39 44 46 47 48 49",
    "SP": "49 52 53",
    "PR": "49 54",
    "AT": "47 49 55",
}.items():
    for kind in kinds.split():
        it.passes(school(SchoolType=kind), phase=phase)
it.fails(school(SchoolType="21"), phase="PS")
it.fails(school(SchoolType="03"), phase="SS")
it.fails(school(SchoolType="98"), phase="PS")
it.fails(school(SchoolType="54"), phase="SP")
it.passes(school(SchoolName="Mill Lane Primary School"), phase="PS")
it.passes(school(Phase=None, SchoolType="03"))

it = of("165")
it.fails(without("School"), times=1)
it.fails(without("School"), pupil(Surname="Okafor"), times=1)
it.passes(school(SchoolName="Mill Lane Primary School"))
it.passes(school(Phase=None))

it = of("210")
it.fails(school(LowestNCyear="R"))
it.fails(school(HighestNCyear="15"))
it.fails(school(HighestNCyear="M"))
it.passes(school(HighestNCyear="14"))
it.passes(school(HighestNCyear="X"))
it.passes(school(HighestNCyear="E2"))

it = of("220")
it.fails(school(HighestNCyear="6"))
it.fails(school(LowestNCyear="0"))
it.fails(school(LowestNCyear="M"))
it.passes(school(LowestNCyear="E1"))
it.passes(school(LowestNCyear="R"))
it.passes(school(LowestNCyear="X"))

it = of("221")
it.fails(school(Intake="SEL1"), phase="NS")
it.fails(school(Intake="SPEC"), phase="PR")
it.passes(school(Intake="COMP"), phase="NS")
it.passes(school(SchoolName="Mill Lane Nursery School"), phase="NS")
it.passes(school(Intake="SEL1"), phase="SS")

it = of("222")
it.fails(school(Governance="VA"), phase="NS")
it.fails(school(Governance="FO"), phase="PR")
it.passes(school(Governance="CO"), phase="NS")
it.passes(school(Governance="CA"), phase="PR")
it.passes(school(SchoolName="Mill Lane Nursery School"), phase="NS")
it.passes(school(Governance="VA"), phase="PS")

it = of("223")
it.fails(school(Intake="SPEC"), phase="PS")
it.fails(school(Intake="HOSP"), phase="SS")
it.passes(school(Intake="SPEC"), phase="SP")
it.passes(school(Intake="COMP"), phase="PS")
it.passes(school(Phase=None, Intake="SPEC"))

it = of("224")
it.fails(school(Intake="COMP"), phase="SP")
it.passes(school(Intake="SPEC"), phase="SP")
it.passes(school(Intake="HOSP"), phase="SP")
it.passes(school(SchoolName="Mill Lane School"), phase="SP")
it.passes(school(Intake="COMP"), phase="PS")

it = of("230")
it.just_fails(school(LowestNCyear="7", HighestNCyear="6"))
it.just_passes(school(LowestNCyear="6", HighestNCyear="6"))
it.just_fails(school(LowestNCyear="1", HighestNCyear="R"))
it.just_fails(school(LowestNCyear="R", HighestNCyear="N2"))
it.just_fails(school(LowestNCyear="E2", HighestNCyear="N1"))
it.just_passes(school(LowestNCyear="N1", HighestNCyear="E1"))
it.fails(school(LowestNCyear="10", HighestNCyear="9"))
it.fails(school(LowestNCyear="X", HighestNCyear="6"))
it.fails(school(LowestNCyear="R", HighestNCyear="X"))
it.fails(school(LowestNCyear="X"))
it.fails(school(HighestNCyear="X"))
it.passes(school(LowestNCyear="X", HighestNCyear="X"))
it.passes(school(LowestNCyear="9", HighestNCyear="10"))
it.passes(school(LowestNCyear="E1", HighestNCyear="14"))
it.passes(school(LowestNCyear="6"))

it = of("240")
it.fails(school(SchoolName="Mill Lane Primary School"))
it.fails(school(Intake="SEL9"))
it.passes(school(Intake="COMP"))
it.passes(school(Intake="SEL4"))

it = of("260")
it.fails(school(SchoolName="Mill Lane Primary School"))
it.fails(school(Governance="ZZ"))
it.fails(school(Governance="IN"))
it.passes(school(Governance="NM"))
it.passes(school(Governance="CA"))

it = of("261")
it.fails(school(SchoolType="49", Governance="CO"))
it.passes(school(SchoolType="49", Governance="CA"))
it.passes(school(SchoolType="49"))
it.passes(school(SchoolType="03", Governance="CO"))

it = of("262")
it.fails(school(SchoolType="03", Governance="CA"))
it.passes(school(SchoolType="49", Governance="CA"))
it.passes(school(Governance="CA"))
it.passes(school(SchoolType="03", Governance="CO"))

it = of("263")
it.fails(school(SchoolType="47", Governance="CA"), phase="SS")
it.passes(school(SchoolType="47", Governance="CT"), phase="SS")
it.passes(school(SchoolType="47"), phase="SS")
it.passes(school(SchoolType="49", Governance="CA"), phase="SS")

it = of("264")
it.fails(school(SchoolType="49", Governance="CT"), phase="SS")
it.passes(school(SchoolType="47", Governance="CT"), phase="AT")
it.passes(school(Governance="CT"), phase="SS")
it.passes(school(SchoolType="49", Governance="CA"), phase="SS")

it = of("270Q")
it.fails(school(SchoolName="Mill Lane Primary School"))
it.fails(school(Email="office.milllane.example"))
it.passes(school(Email="office@milllane.example"))

it = of("420")
it.fails(school(SchoolName="Mill Lane Primary School"))
it.passes(school(PhoneNo="01632 960123"))
