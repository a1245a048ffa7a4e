"""Examples of the rules that look things up in the school register and in lists."""

from validation.rules.school_census.examples._fragments import header, of, pupil

A, B = "H801200001001", "X823200125012"
REGISTER = {"register_by_laestab": [{"laestab": "8234001", "urn": "123456"}]}

it = of("160")
it.fails(header(URN="123457"), given=REGISTER)
it.fails(given=REGISTER)
it.passes(header(URN="123456"), given=REGISTER)

BY_URN = {"register_by_urn": [{"urn": "123456", "laestab": "8234002"}]}
it = of("2360")
it.fails(pupil(APProvisionDetail={"PrevURN": "654321"}), given=BY_URN)
it.fails(pupil(APProvisionDetail={"PrevURN": "12345"}), given=BY_URN)
it.fails(pupil(APProvisionDetail={"APReason": "LTX"}), given=BY_URN)
it.passes(pupil(APProvisionDetail={"PrevURN": "123456"}), given=BY_URN)


def aim(**content):
    return pupil(UPN=A, ProgrammeAim={"LearningAim": [content]})


LISTED = {"qualifications": [{"qn": "60144563", "academic": True, "last_certification": "2026-08-31"}]}
it = of("2720")
it.fails(aim(QN="99999999"), given=LISTED)
it.passes(aim(QN="60144563"), aim(SCC="1"), given=LISTED)

it = of("2721")
it.fails(aim(QN="60144563", CoreAim="true"), given=LISTED)
it.passes(aim(QN="60144563", CoreAim="false"), aim(QN="99999999", CoreAim="true"), given=LISTED)

it = of("2850")
it.just_fails(aim(QN="60144563", LearningStartDate="2026-09-01"), given=LISTED)
it.just_passes(aim(QN="60144563", LearningStartDate="2026-08-31"), given=LISTED)

it = of("2724")
it.fails(aim(SCC="0002"), given={"subjects": [{"scc": "0001"}]})
it.passes(aim(SCC="0001"), given={"subjects": [{"scc": "0001"}]})

ELSEWHERE = {"main_registrations_elsewhere": [{"upn": A, "schools": "1"}]}
it = of("PX03")
it.fails(pupil(UPN=A, EnrolStatus="C"), given=ELSEWHERE)
it.passes(pupil(UPN=A, EnrolStatus="S"), pupil(UPN=B, EnrolStatus="M"), given=ELSEWHERE)
