"""What production refuses to start with, and why, in words an operator can act on."""

import warnings

from django.core.exceptions import ImproperlyConfigured

from census.connections import is_filesystem, is_redis

DEMO_SECRET = "demo-only-secret-known-to-everyone-never-for-production"  # noqa: S105 - refused in production below
SECRET_LENGTH = 50


class SQLiteInProduction(UserWarning):
    """Production runs on SQLite, which serves one machine only."""


def refuse(
    *,
    secret: str,
    receipt_key: str,
    debug: bool,
    broker_url: str,
    cache_url: str,
    database_url: str,
    hosts: list[str],
    provider: str = "",
    password_sign_in: bool = True,
) -> None:
    """Raise ImproperlyConfigured when production is set up unsafely; warn about SQLite."""
    if secret == DEMO_SECRET or not secret:
        raise ImproperlyConfigured(
            "SECRET_KEY is the demonstration secret, which is public. Set SECRET_KEY to 50 or more random characters."
        )
    if len(secret) < SECRET_LENGTH:
        raise ImproperlyConfigured(f"SECRET_KEY is too short. Set it to {SECRET_LENGTH} or more random characters.")
    if not receipt_key:
        raise ImproperlyConfigured(
            "Receipts need a key of this installation to be signed with. Set COLLECT_RECEIPT_KEY to 32 random bytes in "
            "base64 (openssl rand -base64 32) and keep it: receipts are verified against it for years."
        )
    if debug:
        raise ImproperlyConfigured("DEBUG is on. It shows pupils' data on error pages: unset DEBUG in production.")
    if is_filesystem(broker_url):
        raise ImproperlyConfigured(
            "The broker is the filesystem, which only works on one machine. Set BROKER_URL to a Redis or Valkey server."
        )
    if not is_redis(cache_url):
        raise ImproperlyConfigured(
            "Sign-in limits need a cache shared by all web processes. Set CACHE_URL to a Redis or Valkey server."
        )
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is open or empty. Set it to the host names the portal is served under."
        )
    if provider and not provider.startswith("https://"):
        raise ImproperlyConfigured("OIDC_ISSUER is not an https address: what the provider says could be changed.")
    if not provider and not password_sign_in:
        raise ImproperlyConfigured(
            "Nobody could sign in: PASSWORD_SIGN_IN is off and OIDC_ISSUER names no provider. Set one of them."
        )
    if database_url.startswith("sqlite"):
        warnings.warn(
            "Production runs on SQLite, which serves one machine only. Set DATABASE_URL to a PostgreSQL server.",
            SQLiteInProduction,
            stacklevel=2,
        )
