"""What the headteacher reads before signing a school census."""

from schemas.summary import Breakdown, Figures, Holding, Records, Sum, Summary

PUPIL = "PupilOnRoll"

SUMMARY = Summary(
    headline=("NCyearActual", "Sex", "EnrolStatus"),
    tables=(
        Figures(
            "Pupils",
            (
                Records("Pupils on roll", PUPIL),
                Records("Pupils no longer on roll", "PupilNoLongerOnRoll"),
                Holding("Pupils eligible for free school meals now", PUPIL, "FSMperiod", absent="FSMendDate"),
                Holding("Pupils with a suspension or exclusion", PUPIL, "TermlyExclusion"),
            ),
        ),
        Breakdown("Pupils on roll by year group and sex", PUPIL, "NCyearActual", across="Sex"),
        Breakdown("Enrolment status", PUPIL, "EnrolStatus"),
        Breakdown("SEN provision", PUPIL, "SENprovision"),
        Breakdown("First language", PUPIL, "Language", most=8),
        Breakdown("Ethnicity", PUPIL, "Ethnicity", terms=("SPR",)),
        Figures(
            "Attendance",
            (
                Sum("Possible sessions", "TermlyAttendance/SessionsPossible"),
                Sum("Sessions with an attendance code", "TermlyAttendance/SessionDetails/SessionDetail/Sessions"),
            ),
            own_period=True,
        ),
        Breakdown(
            "Sessions by attendance code",
            "TermlyAttendance/SessionDetails/SessionDetail",
            "AttendanceReason",
            total="Sessions",
            own_period=True,
        ),
    ),
)
