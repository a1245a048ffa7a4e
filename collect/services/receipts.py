"""Receipts: a signed statement about each file, and proving one without the portal.

The body is canonical JSON (sorted keys, no spaces, UTF-8); Ed25519 signs its bytes. A receipt repeats the hash of the
one before it in the same return.
"""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from collect.conf import conf
from collect.models import Receipt, Submission
from collect.selectors.counts import Counts

KIND = "census-receipt"
VERSION = 1
ALGORITHM = "Ed25519"


class NotGenuine(Exception):
    """A receipt is not what the portal issued. The message says in what way."""


def canonical(body: dict[str, Any]) -> str:
    """The text that is signed."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def issue(submission: Submission, run_counts: Counts | None) -> Receipt:
    """Make and keep the receipt of a submission whose check is done. The caller holds the transaction.

    ``run_counts`` is what the file holds; None for a file that could not be read.
    """
    return_ = submission.for_return
    previous = Receipt.objects.filter(submission__for_return=return_).order_by("-submission__number").first()
    issued_at = timezone.now()
    body = canonical(
        {
            "kind": KIND,
            "version": VERSION,
            "id": str(submission.pk),
            "collection": {
                "type": return_.collection.type_code,
                "year": return_.collection.year,
                "name": return_.collection.name,
                "blade": return_.collection.blade,
            },
            "organisation": {"name": return_.organisation.name, "laestab": return_.organisation.laestab or None},
            "submission": submission.number,
            "file": {"name": submission.filename, "sha256": submission.sha256, "bytes": submission.size},
            "uploaded": {
                "by": str(submission.uploaded_by),
                "acting_for": submission.acting_for.name,
                "at": _utc(submission.uploaded_at),
            },
            "outcome": submission.state,
            "refusal": submission.refusal or None,
            "ruleset": submission.run.ruleset if submission.run else None,
            "ruleset_sha256": submission.run.ruleset_sha256 if submission.run else None,
            "counts": _counts(run_counts),
            "issued_at": _utc(issued_at),
            "previous_receipt": previous.sha256 if previous else None,
        }
    )
    key = signing_key()
    return Receipt.objects.create(
        submission=submission,
        body=body,
        sha256=sha256(body.encode()).hexdigest(),
        key_id=key_id(key.public_key()),
        signature=base64.b64encode(key.sign(body.encode())).decode(),
        previous=previous,
        issued_at=issued_at,
    )


def document(receipt: Receipt) -> dict[str, Any]:
    """The receipt as it is downloaded: the body, its hash and the signature."""
    return {
        "receipt": json.loads(receipt.body),
        "sha256": receipt.sha256,
        "signature": {"algorithm": ALGORITHM, "key": receipt.key_id, "value": receipt.signature},
    }


def verify(text: str, public_key: Ed25519PublicKey) -> dict[str, Any]:
    """The body of a downloaded receipt, if it is genuine. Needs nothing but the public key. Raises ``NotGenuine``."""
    try:
        found = json.loads(text)
        body, signature = found["receipt"], base64.b64decode(found["signature"]["value"], validate=True)
        key, algorithm, stated = found["signature"]["key"], found["signature"]["algorithm"], found["sha256"]
    except (ValueError, KeyError, TypeError) as problem:
        raise NotGenuine("This file is not a receipt of this portal.") from problem
    if algorithm != ALGORITHM:
        raise NotGenuine(f"The receipt is signed with {algorithm}, not {ALGORITHM}.")
    if key != key_id(public_key):
        raise NotGenuine(f"The receipt was signed with key {key}; the key given is {key_id(public_key)}.")
    signed = canonical(body).encode()
    try:
        public_key.verify(signature, signed)
    except InvalidSignature:
        raise NotGenuine("The receipt was changed after it was issued: its signature does not fit.") from None
    if stated != sha256(signed).hexdigest():
        raise NotGenuine("The receipt was changed after it was issued: its hash does not fit.")
    return body


def key_id(public_key: Ed25519PublicKey) -> str:
    """16 hexadecimal digits that name a key."""
    raw = public_key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return sha256(raw).hexdigest()[:16]


def public_pem() -> str:
    """The public key of this portal, to be published."""
    encoding, shape = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return signing_key().public_key().public_bytes(encoding, shape).decode()


def load_public_key(pem: bytes) -> Ed25519PublicKey:
    """A published public key. Raises ``NotGenuine`` for a file that holds none of the right kind."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as problem:
        raise NotGenuine("The key file does not hold a public key.") from problem
    if not isinstance(key, Ed25519PublicKey):
        raise NotGenuine(f"The key is not an {ALGORITHM} key.")
    return key


def signing_key() -> Ed25519PrivateKey:
    """The key that signs: ``COLLECT_RECEIPT_KEY`` (base64 of 32 bytes), else one made for this installation."""
    settings = conf()
    return _key(settings.receipt_key, settings.receipt_key_file)


@lru_cache(maxsize=4)
def _key(configured: str, path: Path) -> Ed25519PrivateKey:
    from django.conf import settings as django_settings

    if configured:
        try:
            return Ed25519PrivateKey.from_private_bytes(base64.b64decode(configured, validate=True))
        except ValueError:
            raise ImproperlyConfigured("COLLECT_RECEIPT_KEY must be 32 bytes written in base64.") from None
    if getattr(django_settings, "IN_PRODUCTION", False):
        raise ImproperlyConfigured("COLLECT_RECEIPT_KEY is not set: receipts cannot be signed without it.")
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _make(path: Path) -> None:
    """Make a key of this installation's own. Of two processes that do so at once, the first one's stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _counts(found: Counts | None) -> dict[str, int] | None:
    if found is None:
        return None
    kept = asdict(found)
    return {
        name: kept[name] for name in ("errors", "queries", "queries_explained", "errors_accepted", "structural_faults")
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
