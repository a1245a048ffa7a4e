"""The settings of this package with their defaults: read when they are used, so that a test can change them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from environs import Env


@dataclass(frozen=True)
class Conf:
    """Times are in seconds.

    ``findings_per_rule`` and ``faults_stored`` cap the rows in the database, never the counts. A worker that has not
    been heard of for ``lease`` loses its job; a check that takes longer than ``job_limit`` is taken from its worker;
    a job whose bell was rung ``ring_again`` ago and still waits has it rung again; after ``attempts`` it is given up.
    Within an hour an organisation brings at most ``files_an_hour`` and ``bytes_an_hour`` more than one file for each
    return. A file that changes who is where has at most ``neighbours`` other returns checked again, each after a rest
    of ``neighbour_rest`` since it was last checked for that reason.
    """

    findings_per_rule: int
    faults_stored: int
    lease: float
    heartbeat: float
    job_limit: float
    ring_again: float
    attempts: int
    scanner_retry: float
    storage_retry: float
    files_an_hour: int
    bytes_an_hour: int
    neighbours: int
    neighbour_rest: float
    clamav_address: str
    receipt_key: str
    receipt_key_file: Path
    site_url: str


def conf() -> Conf:
    """The configuration in force: a Django setting ``COLLECT_<NAME>``, else the environment, else the default."""
    env = Env()

    def number(name: str, default: float) -> float:
        return float(getattr(settings, f"COLLECT_{name}", env.float(f"COLLECT_{name}", default)))

    return Conf(
        findings_per_rule=int(number("FINDINGS_PER_RULE", 1000)),
        faults_stored=int(number("FAULTS_STORED", 500)),
        lease=number("LEASE_SECONDS", 60),
        heartbeat=number("HEARTBEAT_SECONDS", 15),
        job_limit=number("JOB_LIMIT_SECONDS", 600),
        ring_again=number("RING_AGAIN_SECONDS", 30),
        attempts=int(number("ATTEMPTS", 5)),
        scanner_retry=number("SCANNER_RETRY_SECONDS", 30),
        storage_retry=number("STORAGE_RETRY_SECONDS", 30),
        files_an_hour=int(number("FILES_AN_HOUR", 60)),
        bytes_an_hour=int(number("BYTES_AN_HOUR", 2 * 1024**3)),
        neighbours=int(number("NEIGHBOURS", 200)),
        neighbour_rest=number("NEIGHBOUR_REST_SECONDS", 900),
        clamav_address=str(getattr(settings, "CLAMAV_ADDRESS", "")),
        receipt_key=str(getattr(settings, "COLLECT_RECEIPT_KEY", env.str("COLLECT_RECEIPT_KEY", ""))),
        receipt_key_file=Path(str(getattr(settings, "VAR", Path(settings.BASE_DIR) / "var"))) / "receipt-key.pem",
        site_url=str(getattr(settings, "SITE_URL", "")),
    )
