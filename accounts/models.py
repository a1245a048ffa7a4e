"""The models of this app, gathered from the modules that hold them."""

from accounts.access import AccessRequest, CollectionAccess
from accounts.asked import Asked
from accounts.authority import StandIn
from accounts.claims import ClaimPin
from accounts.events import AccountEvent
from accounts.invitations import Invitation
from accounts.mail import Mail
from accounts.organisations import FormerIdentity, Organisation
from accounts.people import Membership, People, Person
from accounts.people_checks import PeopleCheck
from accounts.register.changes import RegisterChange, RegisterRefresh

__all__ = [
    "AccessRequest",
    "AccountEvent",
    "Asked",
    "ClaimPin",
    "CollectionAccess",
    "FormerIdentity",
    "Invitation",
    "Mail",
    "Membership",
    "Organisation",
    "People",
    "PeopleCheck",
    "Person",
    "RegisterChange",
    "RegisterRefresh",
    "StandIn",
]
