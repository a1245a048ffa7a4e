"""Examples of the rules about pupil referral units and alternative provision schools."""

from validation.rules.school_census.examples._fragments import leaver, of, pupil, school, unit

it = of("540")
it.fails(school(SchoolName="Mill Lane Unit"), times=1)
it.fails(unit(TeenMotherPlaces=2), times=1)
it.passes(unit(ChildMothers="false"))

it = of("541")
it.fails(school(SchoolName="Mill Lane Unit"))
it.fails(unit(ChildMothers="false"))
it.passes(unit(TeenMotherPlaces=0))

it = of("542")
it.fails(school(SchoolName="Mill Lane Unit"))
it.fails(unit(ChildMothers="false"))
it.passes(unit(ChildcarePlaces="0"))

it = of("2690")
it.fails(pupil(Boarder="N"))
it.just_fails(pupil(UnitContactTime="-0.5"))
it.just_passes(pupil(UnitContactTime="0"))
it.passes(pupil(UnitContactTime="22.5"))
it.passes(leaver(Boarder="N"))
