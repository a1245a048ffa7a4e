"""Examples of the rules about childcare that the school offers or points to."""

from validation.rules.school_census.examples._fragments import care, of, school

it = of("2900")
it.fails(care(TypeOfChildcare="B"))
it.fails(care(OnSite="U"), care(OnSite="Y"), care(TypeOfChildcare="A"), times=2)
it.passes(care(OnSite="Y"))
it.passes(care(OnSite="N"))
it.passes(school(SchoolName="Mill Lane Primary School"))

it = of("2910")
it.fails(care(TypeOfChildcare="B"))
it.fails(care(ChildcareSignposting="Y"))
it.passes(care(ChildcareSignposting="YF"))
it.passes(care(ChildcareSignposting="U"))

for code, tag in (("2915", "OpeningTime"), ("2920", "ClosingTime")):
    it = of(code)
    it.fails(care(OnSite="Y"))
    it.fails(care(OnSite="Y", **{tag: "7:30"}))
    it.fails(care(OnSite="Y", **{tag: "7.30"}))
    it.fails(care(OnSite="Y", **{tag: "0730"}))
    it.just_fails(care(OnSite="Y", **{tag: "24:00"}))
    it.just_passes(care(OnSite="Y", **{tag: "23:59"}))
    it.just_passes(care(OnSite="Y", **{tag: "00:00"}))
    it.just_fails(care(OnSite="Y", **{tag: "07:60"}))
    it.passes(care(OnSite="Y", **{tag: "07:30"}))
    it.passes(care(OnSite="N"))
    it.passes(care(OnSite="N", **{tag: "7.30"}))
    it.passes(care(TypeOfChildcare="B"))

it = of("2925")
it.fails(care(OnSite="Y"))
it.passes(care(OnSite="Y", NoOfChildcarePlaces=0))
it.passes(care(OnSite="N"))

it = of("2930")
it.fails(care(OnSite="Y"))
it.fails(care(OnSite="Y", ChildcareProvider="ABC"))
it.passes(care(OnSite="Y", ChildcareProvider="PIP"))
it.passes(care(OnSite="N", ChildcareProvider="ABC"))

it = of("2935")
it.fails(care(OnSite="Y"))
it.fails(care(OnSite="Y", OtherSchools="X"))
it.passes(care(OnSite="Y", OtherSchools="U"))
it.passes(care(OnSite="N"))

it = of("2940")
it.fails(care(OnSite="Y", TypeOfChildcare="B"))
it.just_fails(care(OnSite="Y", TypeOfChildcare="A", ChildcareWksOpen=0))
it.just_passes(care(OnSite="Y", TypeOfChildcare="A", ChildcareWksOpen=1))
it.just_passes(care(OnSite="Y", TypeOfChildcare="U", ChildcareWksOpen=38))
it.just_fails(care(OnSite="Y", TypeOfChildcare="U", ChildcareWksOpen=39))
it.passes(care(OnSite="Y", TypeOfChildcare="H"))
it.passes(care(OnSite="N", TypeOfChildcare="B"))

it = of("2945")
for detail in (
    dict(OpeningTime="07:30"),
    dict(ClosingTime="18:00"),
    dict(NoOfChildcarePlaces=0),
    dict(ChildcareProvider="SCH"),
    dict(OtherSchools="N"),
    dict(ChildcareWksOpen=38),
):
    it.fails(care(OnSite="N", **detail))
it.passes(care(OnSite="N", TypeOfChildcare="B", ChildcareSignposting="YF"))
it.passes(care(OnSite="Y", OpeningTime="07:30"))
it.passes(care(OpeningTime="07:30"))

it = of("2950")
it.fails(school(SchoolName="Mill Lane Primary School"), times=1)
it.fails(care(TypeOfChildcare="B"), care(TypeOfChildcare="A"), times=1)
for three in ("BAH", "BAU", "BHU", "AHU"):
    it.just_fails(*(care(TypeOfChildcare=kind) for kind in three))
it.just_passes(*(care(TypeOfChildcare=kind) for kind in "BAHU"))
it.fails(*(care(TypeOfChildcare=kind) for kind in "BAHX"))

it = of("2955")
it.fails(care(TypeOfChildcare="B"), care(TypeOfChildcare="A"), care(TypeOfChildcare="B"), times=1)
it.passes(*(care(TypeOfChildcare=kind) for kind in "BAHU"))
it.passes(care(OnSite="Y"), care(OnSite="Y"))

it = of("2970")
it.just_fails(care(TypeOfChildcare="U", OnSite="Y", OpeningTime="08:00", ClosingTime="16:59"))
it.just_passes(care(TypeOfChildcare="U", OnSite="Y", OpeningTime="08:00", ClosingTime="17:00"))
it.fails(care(TypeOfChildcare="U", OnSite="Y", OpeningTime="18:00", ClosingTime="08:00"))
it.passes(care(TypeOfChildcare="U", OnSite="Y", OpeningTime="08:00"))
it.passes(care(TypeOfChildcare="U", OnSite="Y", OpeningTime="8.00", ClosingTime="09:00"))
it.passes(care(TypeOfChildcare="B", OnSite="Y", OpeningTime="07:30", ClosingTime="09:00"))
it.passes(care(TypeOfChildcare="U", OnSite="N", OpeningTime="08:00", ClosingTime="12:00"))

it = of("2975")
it.fails(care(TypeOfChildcare="H", OnSite="Y"))
it.just_fails(care(TypeOfChildcare="H", OnSite="Y", ChildcareWksOpen=0))
it.just_passes(care(TypeOfChildcare="H", OnSite="Y", ChildcareWksOpen=1))
it.just_passes(care(TypeOfChildcare="H", OnSite="Y", ChildcareWksOpen=15))
it.just_fails(care(TypeOfChildcare="H", OnSite="Y", ChildcareWksOpen=16))
it.passes(care(TypeOfChildcare="B", OnSite="Y", ChildcareWksOpen=38))
it.passes(care(TypeOfChildcare="H", OnSite="N"))
