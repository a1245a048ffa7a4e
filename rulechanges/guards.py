"""The history of changes of rules is append-only, as that of returns is."""

from collect.guards import Guard, register

EVENTS = register(Guard("rulechanges_changeevent"))
