"""Examples of the rules about classes and the reconciliation of pupils in them with pupils on roll."""

from validation.rules.school_census.examples._fragments import (
    leaver,
    lesson,
    of,
    pupil,
    reconciliation,
    school,
    several,
)

BELOW_RECEPTION = ("E1", "E2", "N1", "N2")
TO_YEAR_7 = (*BELOW_RECEPTION, "R", "1", "2", "3", "4", "5", "6", "7")
WITH_CLASSES = ("PS", "MP", "MS", "SS", "AT")
"""Phases that report classes and the reconciliation; the others do not."""
WITHOUT_CLASSES = ("NS", "SP", "PR")
OTHER_CLASS_ITEM = dict(ClassName="Oak")
"""A class of which what the rule looks at is not said."""

for code, tag, phase in (
    ("920", "PartTimeNotIn", "PS"),
    ("940", "PrivateStudy", "PS"),
    ("950", "PupilsAtOtherSchool", "PS"),
    ("953", "WorkExperience", "SS"),
    ("957", "FEcollege", "SS"),
):
    it = of(code)
    it.fails(school(SchoolName="Mill Lane School"), phase=phase, times=1)
    it.fails(reconciliation(), phase=phase, times=1)
    it.passes(reconciliation(**{tag: 0}), phase=phase)

it = of("930")
it.just_fails(reconciliation(PartTimeNotIn=2), pupil(PartTime="true"), pupil(PartTime="false"))
it.just_passes(reconciliation(PartTimeNotIn=1), pupil(PartTime="true"), pupil(PartTime="false"))
it.fails(reconciliation(PartTimeNotIn=1), pupil(Boarder="N"), leaver(PartTime="true"))
it.just_passes(reconciliation(PartTimeNotIn=0))
it.passes(pupil(PartTime="true"))

it = of("1000")
it.just_fails(lesson(HomePupils=1), *several(2, pupil(Boarder="N")))
it.just_passes(lesson(HomePupils=2), *several(2, pupil(Boarder="N")))
it.just_fails(lesson(HomePupils=3), *several(2, pupil(Boarder="N")))
it.passes(lesson(HomePupils=1, GuestPupils=4), lesson(HomePupils=1), pupil(Boarder="N"), pupil(Boarder="B"))
it.passes(
    reconciliation(PartTimeNotIn=1, PrivateStudy=1, PupilsAtOtherSchool=1, WorkExperience=1, FEcollege=1),
    lesson(HomePupils=1),
    lesson(GuestPupils=5),
    *several(6, pupil(Boarder="N")),
    leaver(Boarder="N"),
)
it.fails(pupil(Boarder="N"))
it.passes(reconciliation(PrivateStudy=1), pupil(Boarder="N"))
it.passes(school(SchoolName="Mill Lane School"))

it = of("1010Q")
it.just_fails(lesson(HomePupils=9), *several(10, pupil(Boarder="N")))
it.just_passes(lesson(HomePupils=10), *several(11, pupil(Boarder="N")))
it.fails(pupil(Boarder="N"))
it.passes(lesson(HomePupils=5), lesson(HomePupils=6), *several(11, pupil(Boarder="N")), leaver(Boarder="N"))
it.passes(lesson(HomePupils=12), *several(10, pupil(Boarder="N")))
it.passes(school(SchoolName="Mill Lane School"))

it = of("1050")
it.fails(lesson(Teachers=1), lesson(ClassName=" "), lesson(ClassName="Oak"), times=2)
it.passes(lesson(ClassName="Oak"))

it = of("1060")
it.fails(lesson(ClassName="Oak"), lesson(ClassName="Ash"), lesson(ClassName=" OAK "), times=1)
it.passes(lesson(ClassName="Oak 1"), lesson(ClassName="Oak1"))
it.passes(lesson(Teachers=1), lesson(Teachers=1))

it = of("1070Q")
it.fails(lesson(**OTHER_CLASS_ITEM))
it.passes(lesson(Teachers=0))

it = of("1090")
it.fails(lesson(**OTHER_CLASS_ITEM))
it.passes(lesson(NonTeachers=0))

it = of("1100")
it.just_fails(lesson(Teachers=0, NonTeachers=0))
it.just_passes(lesson(Teachers=1, NonTeachers=0))
it.fails(lesson(**OTHER_CLASS_ITEM))
it.passes(lesson(NonTeachers=1))
it.fails(lesson(PPATeachers=1))

it = of("1110Q")
it.fails(lesson(NonTeachers=0), lesson(NonTeachers=0), times=1)
it.passes(lesson(NonTeachers=0), lesson(NonTeachers=1))
it.passes(lesson(NonTeachers=0), lesson(**OTHER_CLASS_ITEM))
it.passes(school(SchoolName="Mill Lane School"))

for code, tag, wrong, right in (
    ("1130", "Category", "X", "N"),
    ("1160", "KeyStage", "4", "M"),
    ("1170", "ClassActivity", "ZZ", "EN"),
):
    it = of(code)
    for year in (*TO_YEAR_7, "M"):
        it.fails(lesson(YearGroup=year))
    it.fails(lesson(YearGroup="3", **{tag: wrong}))
    it.passes(lesson(YearGroup="3", **{tag: right}))
    it.just_passes(lesson(YearGroup="8"))
    it.passes(lesson(YearGroup="X"))
    it.passes(lesson(**OTHER_CLASS_ITEM))

it = of("1140")
TO_YEAR_6 = school(LowestNCyear="R", HighestNCyear="6")
it.fails(TO_YEAR_6, lesson(**OTHER_CLASS_ITEM))
it.fails(TO_YEAR_6, lesson(YearGroup="15"))
it.just_fails(TO_YEAR_6, lesson(YearGroup="N2"))
it.just_passes(TO_YEAR_6, lesson(YearGroup="R"))
it.just_passes(TO_YEAR_6, lesson(YearGroup="6"))
it.just_fails(TO_YEAR_6, lesson(YearGroup="7"))
it.passes(TO_YEAR_6, lesson(YearGroup="M"))
it.passes(TO_YEAR_6, lesson(YearGroup="X"))
it.passes(school(LowestNCyear="N1", HighestNCyear="6"), lesson(YearGroup="E1"))
it.passes(school(LowestNCyear="X", HighestNCyear="X"), lesson(YearGroup="7"))
it.fails(school(HighestNCyear="6"), lesson(YearGroup="7"))

it = of("1150Q")
for year in BELOW_RECEPTION:
    it.fails(lesson(Category="O", YearGroup=year))
it.passes(lesson(Category="N", YearGroup="N2"))
it.passes(lesson(Category="O", YearGroup="R"))
it.passes(lesson(Category="O", YearGroup="M"))

it = of("1155Q")
it.fails(lesson(Category="N", YearGroup="R"))
it.fails(lesson(Category="N", YearGroup="X"))
for year in BELOW_RECEPTION:
    it.passes(lesson(Category="N", YearGroup=year))
it.passes(lesson(Category="N", YearGroup="M"))
it.passes(lesson(Category="N"))
it.passes(lesson(Category="O", YearGroup="R"))

it = of("1180Q")
it.fails(lesson(ClassActivity="OT"), lesson(ClassActivity="OT"), times=1)
it.passes(lesson(ClassActivity="OT"), lesson(ClassActivity="EN"))
it.passes(lesson(ClassActivity="OT"), lesson(**OTHER_CLASS_ITEM))
it.passes(school(SchoolName="Mill Lane School"))

it = of("1190")
for stage, last, too_high in (("F", "R", "1"), ("1", "2", "3"), ("2", "6", "7"), ("3", "9", "10")):
    it.just_passes(lesson(KeyStage=stage, YearGroup=last))
    it.just_fails(lesson(KeyStage=stage, YearGroup=too_high))
for stage, first, too_low in (("1", "1", "R"), ("2", "3", "2"), ("3", "7", "6")):
    it.just_passes(lesson(KeyStage=stage, YearGroup=first))
    it.just_fails(lesson(KeyStage=stage, YearGroup=too_low))
it.passes(lesson(KeyStage="F", YearGroup="E1"), lesson(KeyStage="F", YearGroup="N2"))
it.fails(lesson(KeyStage="4", YearGroup="10"))
it.fails(lesson(KeyStage="1", YearGroup="X"))
it.passes(lesson(KeyStage="M", YearGroup="R"), lesson(KeyStage="1", YearGroup="M"))
it.passes(lesson(YearGroup="3"), lesson(KeyStage="1"))

it = of("1200")
it.fails(lesson(GuestPupils=0))
it.passes(lesson(HomePupils=0))

it = of("1210")
it.fails(lesson(HomePupils=28))
it.passes(lesson(GuestPupils=0))

it = of("1220")
it.just_fails(lesson(HomePupils=0, GuestPupils=0))
it.just_passes(lesson(HomePupils=0, GuestPupils=1))
it.fails(lesson(**OTHER_CLASS_ITEM))
it.passes(lesson(HomePupils=1))

it = of("1235")
for activity in ("GP", "OT", "TV"):
    it.fails(*(lesson(YearGroup=year, ClassActivity=activity) for year in ("R", "1", "2")), times=3)
it.passes(lesson(YearGroup="1", ClassActivity="EN"))
it.just_passes(lesson(YearGroup="3", ClassActivity="OT"))
it.just_passes(lesson(YearGroup="N2", ClassActivity="OT"))
it.passes(lesson(YearGroup="M", ClassActivity="OT"))

it = of("1240Q")
it.just_fails(lesson(GuestPupils=5, HomePupils=5))
it.just_passes(lesson(GuestPupils=4, HomePupils=5))
it.passes(lesson(GuestPupils=5))
it.passes(lesson(HomePupils=5))

it = of("2090Q")
it.fails(pupil(TypeOfClass="N"), lesson(Category="O"), times=1)
it.fails(pupil(TypeOfClass="N"), pupil(TypeOfClass="N"), times=1)
it.passes(pupil(TypeOfClass="N"), lesson(Category="O"), lesson(Category="N"))
it.passes(pupil(TypeOfClass="O"), lesson(Category="O"))
it.passes()

it = of("2110Q")
it.just_fails(lesson(Category="N", HomePupils=2), pupil(TypeOfClass="N"), pupil(TypeOfClass="O"))
it.just_passes(lesson(Category="N", HomePupils=1), lesson(Category="O", HomePupils=30), pupil(TypeOfClass="N"))
it.fails(lesson(Category="N", HomePupils=1), lesson(Category="N", HomePupils=1), pupil(TypeOfClass="N"), times=1)
it.passes(lesson(Category="N", GuestPupils=5))
it.passes(lesson(HomePupils=5))

it = of("5023")
for phase in WITHOUT_CLASSES:
    it.fails(reconciliation(PrivateStudy=0), phase=phase)
for phase in WITH_CLASSES:
    it.passes(reconciliation(PrivateStudy=0), phase=phase)
it.fails(reconciliation(), phase="SP")
it.passes(school(SchoolName="Mill Lane School"), phase="PR")

for code, tag in (("5026", "WorkExperience"), ("5027", "FEcollege")):
    it = of(code)
    it.fails(reconciliation(**{tag: 0}), phase="PS")
    it.fails(reconciliation(**{tag: 3}), phase="MP")
    for phase in ("MS", "SS", "AT"):
        it.passes(reconciliation(**{tag: 3}), phase=phase)
    it.passes(reconciliation(PrivateStudy=3), phase="PS")

it = of("5032")
it.fails(lesson(ClassName="Oak"), lesson(ClassName="Ash"), phase="SP", times=1)
it.fails(school(Classes={}), phase="NS")
for phase in WITH_CLASSES:
    it.passes(lesson(ClassName="Oak"), phase=phase)
it.passes(school(SchoolName="Mill Lane School"), phase="SP")

for code, tag, value in (("5036", "Category", "O"), ("5037", "KeyStage", "3"), ("5038", "ClassActivity", "MA")):
    it = of(code)
    it.fails(lesson(YearGroup="7", **{tag: value}), phase="SS")
    it.just_fails(lesson(YearGroup="8", **{tag: value}), phase="AT")
    it.just_passes(lesson(YearGroup="7", **{tag: value}), phase="AT")
    it.passes(*(lesson(YearGroup=year, **{tag: value}) for year in (*TO_YEAR_7, "M")), phase="PS")
    it.fails(lesson(YearGroup="X", **{tag: value}), phase="PS")
    it.fails(lesson(**{tag: value}), phase="MP")
    it.passes(lesson(**{tag: value}), phase="PS")
    it.passes(lesson(YearGroup="8"), phase="SS")

for code, tag in (("5039", "HomePupils"), ("5040", "GuestPupils")):
    it = of(code)
    for phase in WITHOUT_CLASSES:
        it.fails(lesson(**{tag: 0}), phase=phase)
    for phase in WITH_CLASSES:
        it.passes(lesson(**{tag: 8}), phase=phase)
    it.passes(lesson(ClassName="Oak"), phase="SP")

it = of("5160")
for phase in WITH_CLASSES:
    it.fails(school(SchoolName="Mill Lane School"), phase=phase, times=1)
it.fails(school(Classes={}), phase="SS")
it.passes(lesson(ClassName="Oak"))
it.passes(school(SchoolName="Mill Lane School"), phase="SP")
