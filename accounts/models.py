"""The models of this app, gathered from the modules that hold them."""

from accounts.events import AccountEvent
from accounts.organisations import Organisation
from accounts.people import Membership, People, Person

__all__ = ["AccountEvent", "Membership", "Organisation", "People", "Person"]
