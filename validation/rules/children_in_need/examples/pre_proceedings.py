"""Examples of the rules about pre-proceedings and family group decision making."""

from validation.rules.children_in_need.examples._fragments import child, of, several

BEFORE, FIRST, LAST, AFTER = "2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01"
DAY, NEXT_DAY = "2026-06-01", "2026-06-02"


def begun(**said):
    """A child with one episode and one block of pre-proceedings in it."""
    return several("PreProceedingsandFGDM", said)


it = of("8995Q")
it.fails(child(CINdetails=[{}]), times=1)
it.passes(child(CINdetails=[{}]), begun())

it = of("9000Q")
it.fails(begun(LBPSentDate=DAY))
it.fails(several("PreProceedingsandFGDM", {}, {"PPStartDate": DAY}, {}), times=2)
it.passes(begun(PPStartDate=DAY), child(CINdetails=[{}]))

for code, item in {"9005": "PPStartDate", "9008": "InitialPPMeetingDate"}.items():
    it = of(code)
    it.just_fails(begun(**{item: BEFORE}))
    it.just_passes(begun(**{item: FIRST}))
    it.just_passes(begun(**{item: LAST}))
    it.just_fails(begun(**{item: AFTER}))
    it.passes(begun())

for code, item, earlier in (
    ("9006", "LBPSentDate", "PPStartDate"),
    ("9009", "StepDecisionDate", "PPStartDate"),
    ("9012", "CourtAppDate", "StepDecisionDate"),
    ("9013", "LetterInitCPDate", "CourtAppDate"),
):
    it = of(code)
    it.just_fails(begun(**{item: BEFORE}))
    it.just_passes(begun(**{item: FIRST}))
    it.just_passes(begun(**{item: LAST}))
    it.just_fails(begun(**{item: AFTER}))
    it.just_fails(begun(**{earlier: NEXT_DAY, item: DAY}))
    it.just_passes(begun(**{earlier: DAY, item: DAY}))
    it.fails(begun(**{earlier: BEFORE, item: BEFORE}))
    it.passes(begun(), begun(**{earlier: DAY}))
    it.passes(several("PreProceedingsandFGDM", {earlier: NEXT_DAY}, {item: DAY}))

it = of("9007")
it.fails(begun(LBPSentDate=DAY))
it.fails(begun(LBPSentDate=DAY, FGDMMeetingFac="true"))
it.passes(begun(LBPSentDate=DAY, FGDMMeetingOffer="0"), begun(LBPSentDate=DAY, FGDMMeetingOffer="true"))
it.passes(begun(FGDMMeetingOffer="1"), begun())

it = of("9010Q")
it.fails(begun(FGDMMeetingOffer="true"))
it.fails(begun(FGDMMeetingOffer="1"))
it.passes(begun(FGDMMeetingOffer="1", FGDMMeetingFac="0"), begun(FGDMMeetingOffer="true", FGDMMeetingFac="true"))
it.passes(begun(FGDMMeetingOffer="0"), begun(FGDMMeetingOffer="false"), begun())

it = of("9011")
it.fails(begun(PPOutcome="D"))
it.passes(begun(PPOutcome="A"), begun(PPOutcome="B"), begun(PPOutcome="C"), begun())

it = of("9015Q")
it.fails(begun(InitialPPMeetingDate=DAY))
it.just_passes(begun(InitialPPMeetingDate=DAY, ReviewMeetingsCount="0"))
it.passes(begun(InitialPPMeetingDate=DAY, ReviewMeetingsCount="3"), begun(ReviewMeetingsCount="3"), begun())
