"""A portal in which every text that a person or a file can fill does something wherever it is taken for markup.

Which texts there are comes from the models: a new column is filled by itself, unless it stands among the codes below; a
table without a row fails the test that asks for one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts import guards as account_guards
from accounts import models as accounts
from accounts.people_checks import PeopleCheck
from collect import guards
from collect import models as collect
from collect.models import Return
from rulechanges import models as rulechanges
from tests.collect.factories import source_of
from tests.collect.support import check, error, pupil_xml, query
from tests.factories import member
from tests.hostile import hostile
from tests.test_access_matrix import World, a_patch_and_a_preview
from validation import models as validation

ROOMS = ("accounts", "collect", "rulechanges", "validation")

# Columns of text that nobody fills: codes that the portal looks things up by, and what it works out itself.
CODES = {
    "Organisation": {"la_number", "estab", "urn", "ukprn", "uid", "type_code"},  # digits, validated
    "FormerIdentity": {"urn", "la_number", "estab", "type_code"},
    "Establishment": {"urn", "la_number", "estab", "type_code", "status_code", "phase_code", "ukprn"},
    "Person": {"password"},
    "CollectionAccess": {"collection"},
    "AccessRequest": {"collection", "may"},
    "Mail": {"kind"},
    "Notification": {"kind"},
    "AccountEvent": {"action", "request_id"},
    "Event": {"action", "request_id"},
    "ChangeEvent": {"action", "request_id"},
    "PupilDataRead": {"record", "request_id"},
    "Asked": {"code"},
    "ClaimPin": {"digest"},
    "Invitation": {"digest"},
    "RegisterRefresh": {"sha256"},
    "RegisterLoad": {"sha256"},
    "ReferenceList": {"name", "sha256"},
    "Collection": {"slug", "type_code", "ruleset"},
    "Submission": {"sha256", "refusal_code", "tables_path"},
    "Explanation": {"rule", "identity", "fingerprint", "reason"},
    "AcceptedError": {"rule", "identity", "fingerprint"},
    "Standing": {"rule"},
    "Receipt": {"sha256", "key_id", "signature"},
    "Patch": {"ruleset", "rule", "ruleset_after"},
    "Preview": {"ruleset_after"},
    "PreviewRule": {"rule", "level_before", "level_after"},
    "PreviewSchool": {"rules"},
    "Run": {"ruleset", "ruleset_sha256", "patches", "timings"},
    "RuleCount": {"rule"},
    "Finding": {"rule", "record", "identity", "fingerprint"},
    "StructureFault": {"record"},
    "PupilIndex": {"record", "likeness", "enrol_status"},
    "Draft": {"rows"},  # filled through the page itself: its keys are those of records
}
# In JSON, what is looked up by its value.
KEPT_KEYS = {"return", "record", "way", "level", "action", "rule", "rules", "collection", "schema", "submission", "at"}


def texts(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns of a model that somebody can fill with text."""
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, models.CharField | models.TextField | models.JSONField)
        is_code = column.choices or column.name in CODES.get(model.__name__, set())
        if is_text and not is_code and not isinstance(column, models.FileField):
            yield column


def filled_models() -> list[type[models.Model]]:
    """The models that have such a column."""
    return [one for one in apps.get_models() if one._meta.app_label in ROOMS and list(texts(one))]


def poisoned(value: Any) -> Any:
    """JSON whose texts are hostile; nothing else of it changes."""
    if isinstance(value, dict):
        return {key: one if key in KEPT_KEYS else poisoned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    return hostile(200) if isinstance(value, str) else value


def hostile_value(column: models.Field[Any, Any], row: models.Model) -> Any:
    """What a column of a row is filled with."""
    if isinstance(column, models.JSONField):
        if isinstance(row, accounts.AccountEvent):
            return {hostile(60): [hostile(60)]}  # its keys are shown too
        return poisoned(getattr(row, column.name)) or {"said": hostile(200)}
    if isinstance(row, collect.Receipt):
        return json.dumps(poisoned(json.loads(row.body)))
    if isinstance(column, models.EmailField):
        return f"\"<i/class='zqx-i'/hx-get='/zqx'/n='{row.pk}'>\"@a.bc"
    if isinstance(row, collect.Explanation) and column.name == "question" and not row.question:
        return ""  # a question belongs to one that was sent back
    text = hostile(column.max_length)
    return text if len(text) >= 5 else getattr(row, column.name)


def fill(model: type[models.Model]) -> set[str]:
    """Fill every text of every row. Gives the columns that could be."""
    done = set()
    for row in model._base_manager.all():
        values = {column.name: hostile_value(column, row) for column in texts(model)}
        model._base_manager.filter(pk=row.pk).update(**values)
        done |= {name for name, value in values.items() if value}
    return done


# -- rows where the world has none


def rows_of_accounts(world: World) -> None:
    ours = world.returns["ours"].organisation
    people = [member(ours, role="approver"), member(ours, joined_at=None, is_active=False, invited_name="x")]
    PeopleCheck.objects.create(organisation=ours, due_on=timezone.localdate())
    later = timezone.now() + timedelta(hours=1)
    accounts.StandIn.objects.create(
        person=people[0].person, acting_for=ours, organisation=ours, reason="x", ends_at=later
    )
    key = str(world.returns["ours"].collection.pk)
    accounts.AccessRequest.objects.create(
        membership=people[0], collection=key, collection_name="x", may=["edit"], note="x", asked_of=ours
    )
    accounts.FormerIdentity.objects.create(organisation=ours, urn="123456", name="x")
    refresh = accounts.RegisterRefresh.objects.create(filename="x", sha256="0" * 64, rows=1)
    for kind in accounts.RegisterChange.Kind.values:
        fields = {"organisation": ours, "name": "x", "number": "1", "before": "x", "after": "x"}
        accounts.RegisterChange.objects.create(refresh=refresh, kind=kind, **fields)
    accounts.Asked.objects.create(kind=accounts.Asked.Kind.CODE, email="x@example.org")
    accounts.Mail.objects.create(to=people[0].person.email, organisation=ours, kind="invitation", subject="x", body="x")
    for action in ("person_invited", "person_removed", "access_changed", "stepped_in", "signed_in"):
        about = {"person": people[0].person, "subject": people[1].person, "organisation": ours, "acting_for": ours}
        accounts.AccountEvent.objects.create(action=action, on="x", reason="x", before={"x": "y"}, **about)


def rows_of_returns(world: World) -> None:
    ours = world.returns["ours"]
    now, person = timezone.now(), member(ours.organisation).person
    said = {"for_return": ours, "rule": "1500", "identity": "x", "fingerprint": "0" * 32}
    collect.AcceptedError.objects.create(
        **said, reason="x", accepted_by=person, accepted_for=ours.organisation, accepted_at=now
    )
    collect.Explanation.objects.create(
        **said, state="sent_back", question="x", text="x", given_by=person, given_for=ours.organisation, given_at=now
    )
    collect.Notification.objects.create(for_return=ours, to=person, kind="checked", subject="x", body="x")
    load = {"sha256": "0" * 64, "filename": "x", "rows": 1, "added": 1, "changed": 0}
    collect.RegisterLoad.objects.create(**load, left=0)
    collect.ReferenceList.objects.create(**load, removed=0, name="qualifications", table=b"")
    collect.Establishment.objects.create(urn="123456", name="x")
    assert ours.current_submission is not None
    run = ours.current_submission.run
    validation.StructureFault.objects.create(run=run, position=1, line=1, path="x", message="x", key="x")
    draft = {"person": person, "organisation": ours.organisation, "based_on": ours.current_submission}
    collect.Draft.objects.create(for_return=ours, **draft)


def rows_of_rule_changes(world: World) -> None:
    ours = world.returns["ours"]
    _, preview = a_patch_and_a_preview()
    sample = {"return": str(ours.pk), "record": "PupilOnRoll", "row": 1, "key": "x", "line": 5, "way": "appear"}
    sample |= {"level": "error", "values": {"UPN": "x"}}
    counts = {"before": 1, "after": 0, "appear": 0, "disappear": 1, "schools": 1}
    rulechanges.PreviewRule.objects.create(
        preview=preview, position=1, rule="1500", level_before="error", samples=[sample], note="x", **counts
    )


def hostile_file(return_: Return) -> None:
    """Upload a file whose names are hostile, and explain as a person would."""
    pupil = pupil_xml("A823200100001", surname=escape(hostile(60)))
    source = source_of(return_, "view", "edit", "submit")
    found = [error(1, UPN=hostile()), query(1, DOB=hostile())]
    check(return_, source, *found, note="hostile", pupils=pupil)


def hostile_world(world: World) -> dict[str, set[str]]:
    """Fill the world. Gives the columns of each model that were filled."""
    rows_of_accounts(world)
    rows_of_returns(world)
    rows_of_rule_changes(world)
    guards.remove(connection)
    account_guards.remove(connection)
    return {model.__name__: fill(model) for model in filled_models()}
