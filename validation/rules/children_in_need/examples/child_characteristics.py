"""Examples of the rules about what the child is like."""

from validation.rules.children_in_need.examples._fragments import child, of

IN_NEED, REFERRED = {"ReferralNFA": "false"}, {"ReferralNFA": "true"}
BORN = {"PersonBirthDate": "2015-05-01"}

it = of("4220")
it.fails(child(LAchildID="AB12"))
it.fails(child(Ethnicity="WHIT"))
it.passes(child(Ethnicity="WBRI"), child(Ethnicity="NOBT"))

it = of("8540")
it.fails(child(**BORN, CINdetails=[IN_NEED]))
of("8540", revision=1).fails(child(**BORN, CINdetails=[REFERRED, {}]))
of("8540", revision=2).passes(child(**BORN, CINdetails=[REFERRED, {}]))
it.fails(child(**BORN, Disability=["MOB", "LEG"], CINdetails=[IN_NEED]))
it.passes(child(**BORN, Disability="NONE", CINdetails=[IN_NEED]))
it.passes(child(**BORN, CINdetails=[REFERRED, {"ReferralNFA": "1"}]))
it.passes(child(ExpectedPersonBirthDate="2027-05-01", CINdetails=[IN_NEED]), child(**BORN))

it = of("8790")
it.fails(child(Disability=["NONE", "MOB"]))
it.passes(child(Disability=["MOB", "LD"]), child(Disability="NONE"), child())

it = of("8794")
it.fails(child(Disability=["MOB", "LD", "MOB"]))
it.passes(child(Disability=["MOB", "LD"]), child(Disability="MOB"), child())

it = of("8770Q")
it.just_fails(child(PersonBirthDate="2021-08-31", CINdetails=[IN_NEED]))
it.fails(child(**BORN, UPNunknown="UN1", CINdetails=[REFERRED, {"ReferralNFA": "0"}]))
it.just_passes(child(PersonBirthDate="2021-09-01", CINdetails=[IN_NEED]))
it.passes(child(**BORN, UPN="H801200001001", CINdetails=[IN_NEED]))
it.passes(*[child(**BORN, UPNunknown=f"UN{reason}", CINdetails=[IN_NEED]) for reason in range(2, 8)])
it.passes(child(**BORN, CINdetails=[REFERRED]), child(**BORN))
of("8770Q", revision=1).fails(child(**BORN, CINdetails=[{}]))
of("8770Q", revision=2).passes(child(**BORN, CINdetails=[{}]))

it = of("8772")
it.fails(child(UPNunknown="UN7", CINdetails=[REFERRED, IN_NEED]))
it.fails(child(UPNunknown="UN7"))
it.passes(child(UPNunknown="UN7", CINdetails=[REFERRED, {"ReferralNFA": "TRUE"}]))
it.passes(child(UPNunknown="UN6", CINdetails=[IN_NEED]))

it = of("8775Q")
it.fails(child(PersonBirthDate="2001-05-01", CINdetails=[{"CINclosureDate": "2026-04-30"}, {}]))
it.just_fails(child(PersonBirthDate="2002-03-30", CINdetails=[{}]))
it.just_passes(child(PersonBirthDate="2002-03-31", CINdetails=[{}]))
it.just_fails(child(PersonBirthDate="2001-05-01", CINdetails=[{"CINclosureDate": "2026-05-02"}]))
it.just_passes(child(PersonBirthDate="2001-05-01", CINdetails=[{"CINclosureDate": "2026-05-01"}]))
it.passes(child(PersonBirthDate="2001-05-01"))
