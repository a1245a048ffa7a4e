"""Examples of the rules about assessments."""

from validation.rules.children_in_need.examples._fragments import assessed, child, of, several

it = of("1103")
it.just_fails(several("Assessments", {}, {"AssessmentActualStartDate": "2026-05-01"}, CINreferralDate="2026-05-02"))
it.just_passes(several("Assessments", {"AssessmentActualStartDate": "2026-05-02"}, CINreferralDate="2026-05-02"))
it.passes(
    child(
        CINdetails=[
            {"CINreferralDate": "2026-09-02"},
            {"CINreferralDate": "2026-05-01", "Assessments": [{"AssessmentActualStartDate": "2026-05-01"}]},
        ]
    )
)

it = of("2991Q")
it.fails(several("Section47", {}))
it.fails(child(CINdetails=[{"Section47": [{}]}, {"Assessments": [{}]}]))
it.passes(several("Section47", {}, Assessments=[{}]), several("Assessments", {}))

it = of("8608")
it.just_fails(assessed(AssessmentActualStartDate="2026-05-02", AssessmentAuthorisationDate="2026-05-01"))
it.just_passes(assessed(AssessmentActualStartDate="2026-05-01", AssessmentAuthorisationDate="2026-05-01"))
it.passes(assessed(AssessmentActualStartDate="2026-05-01"), assessed(AssessmentAuthorisationDate="2026-05-01"))

it = of("8614")
it.fails(assessed(AssessmentFactors=["1A"]))
it.passes(assessed(AssessmentAuthorisationDate="2026-05-01", AssessmentFactors=["1A"]), assessed())

it = of("8670Q")
it.just_fails(assessed(AssessmentActualStartDate="2027-01-24"))
it.just_passes(assessed(AssessmentActualStartDate="2027-01-25"))
it.just_fails(assessed(AssessmentActualStartDate="2026-01-26"), year=2025)
it.just_passes(assessed(AssessmentActualStartDate="2026-01-27"), year=2025)
it.passes(assessed(AssessmentActualStartDate="2026-05-01", AssessmentAuthorisationDate="2026-12-01"), assessed())

it = of("8696")
it.just_fails(assessed(AssessmentAuthorisationDate="2026-03-31"))
it.just_passes(assessed(AssessmentAuthorisationDate="2026-04-01"))
it.just_passes(assessed(AssessmentAuthorisationDate="2027-03-31"))
it.just_fails(assessed(AssessmentAuthorisationDate="2027-04-01"))
it.passes(assessed())

it = of("8736")
it.fails(assessed())
it.just_fails(assessed(AssessmentActualStartDate="2026-03-31"))
it.just_passes(assessed(AssessmentActualStartDate="2026-04-01"))
it.just_fails(assessed(AssessmentActualStartDate="2027-04-01"))
it.passes(assessed(AssessmentActualStartDate="2026-03-31", AssessmentAuthorisationDate="2026-04-01"))


def during(start, end=None):
    """An assessment between these dates."""
    dates = {"AssessmentActualStartDate": start, "AssessmentAuthorisationDate": end}
    return {tag: day for tag, day in dates.items() if day is not None}


it = of("8863Q")
it.just_fails(several("Assessments", during("2026-05-01", "2026-05-20"), during("2026-05-20", "2026-06-01")))
it.just_passes(several("Assessments", during("2026-05-01", "2026-05-20"), during("2026-05-21", "2026-06-01")))
it.fails(several("Assessments", during("2026-09-01"), during("2026-05-01")))
it.fails(several("Assessments", during("2026-05-01", "2026-05-20"), during("2026-05-01", "2026-05-21")))
it.passes(several("Assessments", during("2026-05-01", "2026-05-20"), during("2026-05-01", "2026-05-20")))
it.passes(several("Assessments", during("2026-05-01"), during("2026-05-01")))
it.passes(assessed(**during("2026-05-01")), assessed(**during("2026-05-02")))
it.just_passes(several("Assessments", during("2026-05-01"), during("2027-04-01")))

it = of("8869")
it.fails(assessed(AssessmentFactors=["1A", "21"]))
it.passes(assessed(AssessmentFactors=["21"]), assessed(AssessmentFactors=["1A", "2B"]), assessed())

it = of("8896")
it.fails(several("Assessments", {}, during("2026-05-01")))
it.passes(several("Assessments", {}, during("2026-05-01", "2026-05-20")))
it.passes(child(CINdetails=[{"Assessments": [{}]}, {"Assessments": [{}]}]))

it = of("8897Q")
it.just_fails(assessed(AssessmentAuthorisationDate="2026-04-01"))
it.fails(assessed(AssessmentAuthorisationDate="2026-05-01", AssessmentFactors=["1A", "99"]))
it.just_passes(assessed(AssessmentAuthorisationDate="2026-03-31"))
it.passes(assessed(AssessmentAuthorisationDate="2026-05-01", AssessmentFactors=["1A", "18A", "19A"]))
it.passes(assessed(AssessmentFactors=["99"]))

it = of("8898")
it.fails(assessed(AssessmentFactors=["1A", "2B", "1A"]))
it.passes(assessed(AssessmentFactors=["1A", "2B"]), several("Assessments", *[{"AssessmentFactors": "1A"}] * 2))

it = of("8945Q")
it.fails(assessed(AssessmentFactors=["1A", "18A"]))
it.passes(assessed(AssessmentFactors=["18B", "18C"]), assessed())

it = of("8950Q")
it.fails(assessed(AssessmentFactors=["19A"]))
it.passes(assessed(AssessmentFactors=["19B", "19C"]), assessed())
