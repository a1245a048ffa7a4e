"""The children in need message: one local authority's children over one year."""

from schemas.children_in_need.child import Child as ChildRecord
from schemas.children_in_need.header import Header as HeaderGroup
from schemas.declare import Group


class Message(Group, required=True):
    """One local authority's return for the year that ends on the reference date."""

    Header = HeaderGroup

    class Children(Group):
        Child = ChildRecord
