"""What a worker has at hand before it takes its first file: rules, their plans and the schemas of what is open.

It is loaded once in the main process; its children are forked with it. Polars must not have run a query by then: its
threads do not live on in a forked child, which would wait for them for ever. Building expressions runs none.
"""

from __future__ import annotations

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from collect.models import Collection
from collect.services import rulebooks
from schemas.reading import load_xsd
from scoping import unscoped

log = structlog.get_logger(__name__)


def load_rules() -> list[str]:
    """Load what checks of the collections that are open, or will open, need. Gives their rule sets.

    Without a database nothing is loaded and each process loads it with its first file, as it would have.
    """
    try:
        with unscoped("rules are the same for everybody"):
            collections = list(Collection.objects.filter(closes_on__gte=timezone.localdate()))
            return [_load(collection) for collection in collections]
    except (DatabaseError, LookupError) as problem:
        log.warning("rules not loaded ahead", problem=type(problem).__name__)
        return []
    finally:
        # A forked child must not find a connection of this process.
        connections.close_all()


def _load(collection: Collection) -> str:
    ruleset = rulebooks.in_force(collection.ruleset)
    _ = ruleset.plan
    load_xsd(collection.type.family, collection.year)
    return ruleset.coordinate
