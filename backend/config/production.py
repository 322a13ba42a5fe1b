"""What production refuses: settings with which the marketplace would run, and others could listen, forge or mix up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import SecretStr

from config.gateways import GATEWAYS

if TYPE_CHECKING:
    from config.env import Env

# What an operator may accept by naming it in GM_ACCEPTED_RISKS, where something else stands against it (a private network, a sidecar).
Risk = Literal["smtp_without_tls", "valkey_without_tls", "valkey_without_password", "database_without_tls", "metrics_on_all_addresses"]
ENCRYPTED = ("require", "verify-ca", "verify-full")  # of libpq's sslmode; "prefer" and "allow" give in to an attacker in between
SENDCLOUD = "https://panel.sendcloud.sc"
DEFAULT_LOOKING = ("insecure", "change", "example", "secret", "password")


def faults_of(env: Env) -> list[str]:
    """Every reason not to start with these settings in production, without their values."""
    accepted = set(env.accepted_risks)
    risks = [f"{fault} (or name {risk} in GM_ACCEPTED_RISKS)" for risk, fault in _risks(env) if risk not in accepted]
    return [*_basics(env), *_stand_ins(env), *risks, *_shared_databases(env), *_repeated_keys(env)]


def _basics(env: Env) -> list[str]:
    is_wrong = {
        "GM_DEBUG must be off": env.debug,
        "GM_PUBLIC_SCHEME must be https": env.public_scheme != "https",
        "GM_ALLOWED_HOSTS must name the regions' hosts, one by one": not env.allowed_hosts
        or any("*" in host or host.startswith(".") for host in env.allowed_hosts),
        "GM_DEVELOPMENT_CLOCK must be off": env.development_clock,
        "GM_SECRET_KEY looks like a default, or is shorter than 50 characters": not _is_strong(env.secret_key, 50),
        "GM_FIELD_ENCRYPTION_KEY is needed, of 32 characters or more": not _is_strong(env.field_encryption_key, 32),
        "GM_SMTP_URL is needed": env.smtp_url is None,
        "GM_SANDBOX_URL: the sandbox provider is for development": env.sandbox_url is not None,
    }
    return [fault for fault, holds in is_wrong.items() if holds]


def _stand_ins(env: Env) -> Iterator[str]:
    for gateway in GATEWAYS:
        if env.gateway_urls[gateway.code] != gateway.url:
            yield f"GM_{gateway.code.upper()}_URL must be {gateway.url}: a stand-in is for development"
    if env.sendcloud_url != SENDCLOUD:
        yield f"GM_SENDCLOUD_URL must be {SENDCLOUD}: vendors' keys are sent there"


def _risks(env: Env) -> Iterator[tuple[Risk, str]]:
    if env.smtp_url and urlsplit(env.smtp_url.get_secret_value()).scheme == "smtp":
        yield "smtp_without_tls", "GM_SMTP_URL must be smtp+tls:// or smtps://: mails hold links that set passwords"
    for name, server in {"GM_VALKEY_URL": env.valkey_url, "GM_QUEUE_URL": env.queue_url or env.valkey_url}.items():
        parts = urlsplit(server.get_secret_value())
        if parts.scheme != "rediss":
            yield "valkey_without_tls", f"{name} must be rediss://"
        if not parts.password:
            yield "valkey_without_password", f"{name} must hold a password"
    for name, url in _databases(env):
        if dict(parse_qsl(urlsplit(url.get_secret_value()).query)).get("sslmode") not in ENCRYPTED:
            yield "database_without_tls", f"{name} must end with ?sslmode=verify-full, verify-ca or require"
    if env.metrics_address and _is_everywhere(env.metrics_address.rpartition(":")[0].strip("[]")):
        yield "metrics_on_all_addresses", "GM_METRICS_ADDRESS must be one address of this machine"


def _databases(env: Env) -> Iterator[tuple[str, SecretStr]]:
    yield "GM_DATABASE_URL", env.database_url
    for region in env.region_databases:
        yield f"GM_REGION_{region.slug.upper()}_DATABASE_URL", region.database_url
    if env.postgres_admin_url is not None:
        yield "GM_POSTGRES_ADMIN_URL", env.postgres_admin_url


def _shared_databases(env: Env) -> Iterator[str]:
    seen: dict[tuple[str, int, str], str] = {}
    for name, url in _databases(env):
        parts = urlsplit(url.get_secret_value())
        place = ((parts.hostname or "").rstrip("."), parts.port or 5432, unquote(parts.path.strip("/")))
        if place in seen:
            yield f"{seen[place]} and {name} name the same database; the platform and each region have their own"
        seen.setdefault(place, name)


def _repeated_keys(env: Env) -> Iterator[str]:
    """A key that is known at one place must open nothing at another."""
    of_regions = [key for region in env.region_databases for key in (region.sandbox_api_key, region.sandbox_webhook_secret)]
    of_gateways = [
        key
        for region in env.region_databases
        for gateway in GATEWAYS
        for name, key in region.gateways.get(gateway.code, {}).items()
        if name not in gateway.shared
    ]
    own = [env.secret_key, env.field_encryption_key, env.openai_api_key, env.web_revalidate_secret, *env.gateway_secret]
    keys = [*own, *of_regions, *of_gateways]
    parts = Counter(part.strip() for key in keys if key for part in key.get_secret_value().split(","))
    urls = [url for _, url in _databases(env)] + [url for url in (env.valkey_url, env.queue_url, env.smtp_url) if url]
    passwords = {unquote(urlsplit(url.get_secret_value()).password or "") for url in urls}
    if any(count > 1 for count in parts.values()) or not passwords.isdisjoint(parts):
        yield "GM_SECRET_KEY, GM_FIELD_ENCRYPTION_KEY and all passwords must be different: one key for each purpose"


def _is_everywhere(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return found.is_unspecified or (inner is not None and inner.is_unspecified)


def _is_strong(secret: SecretStr | None, length: int) -> bool:
    """Whether it is there, long enough, not one character repeated, and not what a manual shows."""
    text = secret.get_secret_value() if secret else ""
    return (
        min(len(part.strip()) for part in text.split(",")) >= length
        and len(set(text)) >= 10
        and not any(word in text.lower() for word in DEFAULT_LOOKING)
    )
