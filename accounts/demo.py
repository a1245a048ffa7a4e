"""Invented organisations and people to try the portal with.

The numbers have the shape of real ones; the names do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Membership, Organisation, Person

PASSWORD = "census-demo-2026"  # noqa: S105 - printed on start; the demo listens on this machine only
NORTHBRIDGE = "823"
WESTHAVEN = "801"
Kind = Organisation.Kind
Role = Membership.Role

SCHOOLS = (
    # la, estab, urn, phase, governance, name, host
    (NORTHBRIDGE, "1001", "990101", "NS", "CO", "Little Acorns Nursery School", "little-acorns"),
    (NORTHBRIDGE, "2001", "990102", "PS", "CO", "Meadow Lane Primary School", "meadow-lane"),
    (NORTHBRIDGE, "3301", "990103", "PS", "VA", "St Aidan's Church of England Primary School", "st-aidans"),
    (NORTHBRIDGE, "2010", "990104", "PS", "CA", "Riverside Primary Academy", "riverside"),
    (NORTHBRIDGE, "2005", "990105", "MP", "CO", "Fernhill Middle School", "fernhill"),
    (NORTHBRIDGE, "4001", "990106", "SS", "CO", "Northbridge High School", "northbridge-high"),
    (NORTHBRIDGE, "7001", "990107", "SP", "CO", "Oakfield School", "oakfield"),
    (NORTHBRIDGE, "1101", "990108", "PR", "CO", "The Bridge Centre", "bridge-centre"),
    (WESTHAVEN, "2101", "990201", "PS", "VC", "Harbour View Primary School", "harbour-view"),
    (WESTHAVEN, "4101", "990202", "MS", "CO", "Westhaven Middle School", "westhaven-middle"),
    (WESTHAVEN, "4102", "990203", "SS", "FO", "Castle Hill School", "castle-hill"),
    (WESTHAVEN, "6905", "990204", "AT", "CA", "Lighthouse Academy", "lighthouse"),
)
ACADEMY = "CA"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the list of sign-ins printed when the demo starts."""

    email: str
    full_name: str
    organisation: str
    role: str
    may: str


@dataclass(slots=True)
class Demo:
    """What was made: organisations by LAESTAB, LA number or short name, and everybody's sign-in."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    sign_ins: list[SignIn] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Organisation]:
        """The organisations that are schools, LAs …, in the order in which they were made."""
        return [organisation for organisation in self.organisations.values() if organisation.kind == kind]


@transaction.atomic
def create_organisations_and_people() -> Demo:
    """DfE, two LAs, a trust and twelve schools of every phase, with people of every role. Safe to call again."""
    demo = Demo()
    # One slow hash for everybody: they share the password.
    password = make_password(PASSWORD)
    _organisations(demo)

    def person(host: str, name: str, full_name: str, key: str, role: Role, *may: str) -> None:
        somebody, _ = Person.objects.get_or_create(
            email=f"{name}@{host}.example.org", defaults={"full_name": full_name, "password": password}
        )
        allowed = {f"can_{word}": True for word in may}
        organisation = demo.organisations[key]
        membership, _ = Membership.objects.get_or_create(
            person=somebody, organisation=organisation, defaults={"role": role, **allowed}
        )
        demo.sign_ins.append(
            SignIn(somebody.email, full_name, organisation.name, membership.get_role_display(), ", ".join(may))
        )

    # An LA checks the returns of its schools and sends others itself.
    of_la = ("view", "edit", "submit", "approve")
    person("dfe", "collector", "Devi Collins", "dfe", Role.END_USER, "view", "edit", "authorise")
    person("dfe", "approver", "Dana Frost", "dfe", Role.APPROVER, "view", "edit", "authorise")
    person("dfe", "support", "Sam Doyle", "dfe", Role.END_USER, "view")
    Membership.objects.filter(person__email="support@dfe.example.org").update(is_support=True)
    person("northbridge", "officer", "Lena Okafor", NORTHBRIDGE, Role.END_USER, *of_la)
    person("northbridge", "approver", "Luis Reyes", NORTHBRIDGE, Role.APPROVER, *of_la)
    person("northbridge", "reader", "Lara Wood", NORTHBRIDGE, Role.END_USER, "view")
    person("westhaven", "officer", "Wim Archer", WESTHAVEN, Role.END_USER, *of_la)
    person("westhaven", "approver", "Wanda Price", WESTHAVEN, Role.APPROVER, *of_la)
    person("brightpath", "trust", "Tess Malik", "brightpath", Role.END_USER, "view")
    for la, estab, *_, host in SCHOOLS:
        person(host, "office", f"Office of {host.replace('-', ' ').title()}", la + estab, Role.END_USER, "view", "edit")
        person(
            host,
            "head",
            f"Head of {host.replace('-', ' ').title()}",
            la + estab,
            Role.APPROVER,
            "view",
            "edit",
            "submit",
        )
    # Somebody who works for two schools and chooses the one to act for.
    person("meadow-lane", "bursar", "Bea Turner", NORTHBRIDGE + "2001", Role.END_USER, "view", "edit", "submit")
    person("meadow-lane", "bursar", "Bea Turner", NORTHBRIDGE + "3301", Role.END_USER, "view", "edit", "submit")
    return demo


def _organisations(demo: Demo) -> None:
    """DfE, LAs, the trust and the schools, into ``demo.organisations``."""
    made = demo.organisations
    made["dfe"], _ = Organisation.objects.get_or_create(kind=Kind.DFE, defaults={"name": "Department for Education"})
    for number, name in ((NORTHBRIDGE, "Northbridge Council"), (WESTHAVEN, "Westhaven Council")):
        made[number], _ = Organisation.objects.get_or_create(kind=Kind.LA, la_number=number, defaults={"name": name})
    made["brightpath"], _ = Organisation.objects.get_or_create(
        kind=Kind.TRUST, name="Bright Path Academy Trust", defaults={"uid": "99001", "ukprn": "10990001"}
    )
    for la, estab, urn, phase, governance, name, _host in SCHOOLS:
        is_academy = governance == ACADEMY
        made[la + estab], _ = Organisation.objects.get_or_create(
            kind=Kind.SCHOOL,
            la_number=la,
            estab=estab,
            defaults={
                "name": name,
                "urn": urn,
                "ukprn": f"10{urn}",
                "phase": phase,
                "governance": governance,
                "is_academy": is_academy,
                "parent": made["brightpath"] if is_academy else None,
            },
        )
