"""Examples of the rules about section 47 enquiries."""

from validation.rules.children_in_need.examples._fragments import child, enquiry, episode, of, several

it = of("1104")
it.just_fails(several("Section47", {}, {"DateOfInitialCPC": "2026-05-01"}, CINreferralDate="2026-05-02"))
it.just_passes(several("Section47", {"DateOfInitialCPC": "2026-05-02"}, CINreferralDate="2026-05-02"))
it.passes(episode(DateOfInitialCPC="2026-05-01", CINreferralDate="2026-05-02"))

it = of("2884")
it.fails(several("Section47", {}, {"DateOfInitialCPC": "2026-05-01"}, DateOfInitialCPC="2026-05-01"))
it.passes(several("Section47", {"DateOfInitialCPC": "2026-05-02"}, DateOfInitialCPC="2026-05-01"))
it.passes(child(CINdetails=[{"DateOfInitialCPC": "2026-05-01"}, {"Section47": [{"DateOfInitialCPC": "2026-05-01"}]}]))
it.passes(several("Section47", {}))

it = of("2889")
it.just_fails(several("Section47", {}, {"S47ActualStartDate": "2026-05-01"}, CINreferralDate="2026-05-02"))
it.just_passes(several("Section47", {"S47ActualStartDate": "2026-05-02"}, CINreferralDate="2026-05-02"))

it = of("8615")
it.fails(enquiry(DateOfInitialCPC="2026-05-01"))
it.just_fails(enquiry(S47ActualStartDate="2026-05-02", DateOfInitialCPC="2026-05-01"))
it.just_passes(enquiry(S47ActualStartDate="2026-05-01", DateOfInitialCPC="2026-05-01"))
it.passes(enquiry(S47ActualStartDate="2026-05-01"), enquiry())

it = of("8675Q")
it.just_fails(enquiry(S47ActualStartDate="2027-03-07", ICPCnotRequired="0"))
it.just_passes(enquiry(S47ActualStartDate="2027-03-08", ICPCnotRequired="false"))
it.just_passes(enquiry(S47ActualStartDate="2027-03-08"))
it.just_fails(enquiry(S47ActualStartDate="2026-03-09", ICPCnotRequired="0"), year=2025)
it.just_passes(enquiry(S47ActualStartDate="2026-03-10"), year=2025)
it.passes(enquiry(S47ActualStartDate="2026-05-01", ICPCnotRequired="1"))
it.passes(enquiry(S47ActualStartDate="2026-05-01", DateOfInitialCPC="2026-05-08"), enquiry())
of("8675Q", revision=1).fails(enquiry(S47ActualStartDate="2026-05-01"))
of("8675Q", revision=2).passes(enquiry(S47ActualStartDate="2026-05-01"))

it = of("8715")
it.just_fails(enquiry(DateOfInitialCPC="2026-03-31"))
it.just_passes(enquiry(DateOfInitialCPC="2026-04-01"))
it.just_passes(enquiry(DateOfInitialCPC="2027-03-31"))
it.just_fails(enquiry(DateOfInitialCPC="2027-04-01"))
it.passes(episode(DateOfInitialCPC="2026-03-31"), enquiry())

it = of("8740")
it.fails(enquiry())
it.just_fails(enquiry(S47ActualStartDate="2026-03-31", ICPCnotRequired="false"))
it.just_passes(enquiry(S47ActualStartDate="2026-04-01"))
it.just_fails(enquiry(S47ActualStartDate="2027-04-01"))
it.passes(enquiry(S47ActualStartDate="2026-03-31", DateOfInitialCPC="2026-04-02"), enquiry(ICPCnotRequired="TRUE"))

it = of("8839")
it.fails(several("Section47", {}, {"ICPCnotRequired": "0"}))
it.passes(several("Section47", {}, {"ICPCnotRequired": "1"}, {"DateOfInitialCPC": "2026-05-01"}))
it.passes(child(CINdetails=[{"Section47": [{}]}, {"Section47": [{}]}]))

it = of("8870Q")
it.fails(enquiry(InitialCPCtarget="2026-05-02"))
it.fails(enquiry(InitialCPCtarget="2026-05-03"))
it.just_passes(enquiry(InitialCPCtarget="2026-05-01"))
it.just_passes(enquiry(InitialCPCtarget="2026-05-04"))
it.passes(enquiry())

it = of("8875")
it.fails(enquiry(DateOfInitialCPC="2026-05-02"))
it.fails(enquiry(DateOfInitialCPC="2026-05-03"))
it.just_passes(enquiry(DateOfInitialCPC="2026-05-01"))
it.just_passes(enquiry(DateOfInitialCPC="2026-05-04"))
it.passes(episode(DateOfInitialCPC="2026-05-02"), enquiry())


def begun(start, held=None, **said):
    """An enquiry begun on this day."""
    return {"S47ActualStartDate": start, **({"DateOfInitialCPC": held} if held else {}), **said}


it = of("8890")
it.just_fails(several("Section47", begun("2026-05-01", "2026-05-15"), begun("2026-05-15", "2026-06-01")))
it.just_passes(several("Section47", begun("2026-05-01", "2026-05-15"), begun("2026-05-16", "2026-06-01")))
it.fails(several("Section47", begun("2026-06-01", "2026-06-08"), begun("2026-05-01")))
it.fails(several("Section47", begun("2026-05-01", "2026-05-15"), begun("2026-05-01", "2026-05-16")))
it.passes(several("Section47", begun("2026-05-01", "2026-05-15"), begun("2026-05-01", "2026-05-15")))
it.passes(several("Section47", begun("2026-05-01", ICPCnotRequired="1"), begun("2026-06-01", "2026-06-08")))
it.just_passes(several("Section47", begun("2026-05-01"), begun("2027-04-01")))
it.passes(enquiry(**begun("2026-05-01")), enquiry(**begun("2026-05-02")))
