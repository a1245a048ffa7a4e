"""Receipts: signed, chained, and proved without the portal."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from collect.models import Receipt, Return
from collect.services import receipts
from collect.services.check import work_once
from tests.collect.factories import source_of
from tests.collect.support import check, error, pupil_xml, query, tools, upload, xml


@pytest.fixture(autouse=True)
def key(settings: Any) -> Ed25519PrivateKey:
    settings.COLLECT_RECEIPT_KEY = base64.b64encode(bytes(range(32))).decode()
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def receipt(school_return: Return) -> Receipt:
    return check(school_return, source_of(school_return), error(1), query(1), query(2)).receipt


def test_a_receipt_says_what_was_received_and_found(receipt: Receipt) -> None:
    body = json.loads(receipt.body)
    submission = receipt.submission
    school = submission.for_return.organisation
    assert body["file"] == {"name": "census.xml", "sha256": submission.sha256, "bytes": submission.size}
    assert body["organisation"] == {"name": school.name, "laestab": school.laestab}
    assert body["counts"] | {"errors": 1, "queries": 2, "structural_faults": 0} == body["counts"]
    assert (body["submission"], body["outcome"]) == (1, "checked")
    assert (body["ruleset"], body["ruleset_sha256"]) == ("school-census-autumn:2026.1", "0" * 64)
    assert body["uploaded"]["by"] == submission.uploaded_by.full_name
    assert body["uploaded"]["at"].endswith("+00:00")


def test_each_names_the_one_before(school_return: Return, receipt: Receipt) -> None:
    later = check(school_return, source_of(school_return)).receipt
    assert json.loads(receipt.body)["previous_receipt"] is None
    assert json.loads(later.body)["previous_receipt"] == receipt.sha256
    assert later.previous == receipt


def test_files_that_could_not_be_submitted_have_one_too(school_return: Return) -> None:
    submission = check(school_return, source_of(school_return), pupils=pupil_xml(more="<Nonsense/>"))
    assert json.loads(submission.receipt.body)["counts"]["structural_faults"] == 1


def test_a_genuine_receipt_is_proved(receipt: Receipt, key: Ed25519PrivateKey) -> None:
    body = receipts.verify(json.dumps(receipt.document, indent=2), key.public_key())
    assert body["id"] == str(receipt.submission_id)


def tampered(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The receipt with one thing changed, in every place where that would matter."""
    found = []
    for path in (("file", "sha256"), ("counts", "errors"), ("organisation", "laestab"), ("previous_receipt",)):
        changed = json.loads(json.dumps(document))
        place = changed["receipt"]
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = "something else"
        found.append(changed)
    found.append({**document, "sha256": "0" * 64})
    found.append({**document, "signature": {**document["signature"], "value": base64.b64encode(b"x" * 64).decode()}})
    found.append({**document, "signature": {**document["signature"], "algorithm": "none"}})
    found.append({"receipt": document["receipt"]})
    return found


def test_a_changed_receipt_is_not(receipt: Receipt, key: Ed25519PrivateKey) -> None:
    for changed in tampered(receipt.document):
        with pytest.raises(receipts.NotGenuine):
            receipts.verify(json.dumps(changed), key.public_key())


def test_nor_one_signed_by_somebody_else(receipt: Receipt) -> None:
    with pytest.raises(receipts.NotGenuine, match="was signed with key"):
        receipts.verify(json.dumps(receipt.document), Ed25519PrivateKey.generate().public_key())


def test_the_command_proves_receipt_file_and_chain(
    school_return: Return, receipt: Receipt, tmp_path: Path, capsys: Any
) -> None:
    later = check(school_return, source_of(school_return), note="two").receipt
    for name, one in (("first.json", receipt), ("second.json", later)):
        (tmp_path / name).write_text(json.dumps(one.document))
    (tmp_path / "two.xml").write_bytes(xml(school_return, "two"))
    (tmp_path / "key.pem").write_text(receipts.public_pem())
    call_command(
        "verify_receipt",
        tmp_path / "second.json",
        public_key=tmp_path / "key.pem",
        file=tmp_path / "two.xml",
        previous=tmp_path / "first.json",
    )
    assert "This receipt is genuine." in capsys.readouterr().out
    with pytest.raises(CommandError, match="is not the file"):
        call_command("verify_receipt", tmp_path / "first.json", file=tmp_path / "two.xml")
    with pytest.raises(CommandError, match="is not the receipt that this one follows"):
        call_command("verify_receipt", tmp_path / "first.json", previous=tmp_path / "second.json")


def test_an_installation_without_a_key_makes_its_own(settings: Any, tmp_path: Path) -> None:
    settings.COLLECT_RECEIPT_KEY = ""
    settings.VAR = tmp_path
    first = receipts.public_pem()
    receipts._key.cache_clear()
    assert receipts.public_pem() == first
    (made,) = tmp_path.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_production_does_not(settings: Any, tmp_path: Path) -> None:
    settings.COLLECT_RECEIPT_KEY = ""
    settings.VAR = tmp_path / "production"
    settings.IN_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="COLLECT_RECEIPT_KEY"):
        receipts.signing_key()


def test_without_a_key_files_wait(school_return: Return, settings: Any) -> None:
    submission = upload(school_return, source_of(school_return))
    settings.COLLECT_RECEIPT_KEY = "too short"
    with pytest.raises(ImproperlyConfigured):
        work_once(tools())
    assert (submission.job.state, submission.job.attempts) == ("queued", 0)


def test_a_key_that_is_none_is_refused(settings: Any) -> None:
    settings.COLLECT_RECEIPT_KEY = "too short"
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        receipts.signing_key()
