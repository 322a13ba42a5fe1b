"""
The environment that every program of this checkout runs in, kept in .local/env.

What the operator gives (in the shell, then in .env) goes before what is made here. Secrets are made once and kept in
.local/secrets.json, so that ports may change while the data stays.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values

from launcher.engines import chosen_engines, engine_variables, our_engines, variable_of
from launcher.errors import Refusal
from launcher.gateways import chosen_gateways, gateway_variables
from launcher.paths import Paths
from launcher.ports import Ports, parse_ports
from launcher.web import Web, chosen_web

DEFAULT_PORT_BASE = "8000"
DEFAULT_REGIONS = "eu,mena"
STORE_TITLES = {
    "postgres": "PostgreSQL",
    "valkey": "Valkey",
    "cosmos": "Cosmos DB emulator",
    "elasticsearch": "Elasticsearch",
    "azurite": "Azurite",
}
# Ours, unless the operator names one.
ALWAYS_THERE = {"postgres": "GM_POSTGRES_ADMIN_URL", "valkey": "GM_VALKEY_URL"}
REGION = re.compile(r"[a-z][a-z0-9]{1,19}")
# These follow PORT_BASE alone: one that an earlier start left in the shell must not win.
NOT_GIVEN = ("GM_PORT_BASE", "GM_API_INTERNAL", "GM_API_PUBLIC_PORT", "GM_SANDBOX_URL", "GM_METRICS_ADDRESS")
# Eight processes import the same code: without compiled files each start would compile it eight times.
NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE",)


@dataclass(frozen=True, slots=True)
class Environment:
    """``variables`` is the whole of it; a server that the operator named is not ours to start."""

    variables: Mapping[str, str]
    ports: Ports
    regions: tuple[str, ...]
    postgres_password: str
    valkey_password: str
    engines: Mapping[str, str]  # by option: DOCUMENTS, SEARCH, BLOBS
    ours: frozenset[str]  # the stores that run on this machine; the operator has named the others
    web: Web
    gateways: tuple[str, ...] = ()  # those with a stand-in here

    @property
    def ports_needed(self) -> dict[str, int]:
        """What needs a port of this machine, by purpose."""
        needed = {
            "the api": self.ports.api,
            "live updates": self.ports.realtime,
            "the payment sandbox": self.ports.sandbox,
            "the metrics": self.ports.metrics,
        }
        if self.web is not Web.NONE:
            needed["the storefront"] = self.ports.storefront
            needed["the vendors' dashboard"] = self.ports.vendor
            needed["the operator's panel"] = self.ports.admin
        if self.gateways:
            needed["the payment gateways' stand-ins"] = self.ports.gateways
        return needed | {title: self.ports.of(name) for name, title in STORE_TITLES.items() if name in self.ours}

    def port_if_ours(self, store: str) -> int | None:
        """Where our own server listens; none if the operator has named another."""
        return self.ports.of(store) if store in self.ours else None

    def of_first_region(self, setting: str) -> str:
        """The name of the variable that holds a region's setting, of the region that comes first."""
        return f"GM_REGION_{self.regions[0].upper()}_{setting}"

    @property
    def for_programs(self) -> dict[str, str]:
        """What every program is started with."""
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return {**inherited, **self.variables, "PYTHONUNBUFFERED": "1"}


class Secrets:
    """Made on first use, then always the same; the file is for this user's eyes only."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def get(self, name: str) -> str:
        if name not in self._kept:
            self._kept[name] = secrets.token_urlsafe(36)
            write_private(self._file, json.dumps(self._kept, indent=1))
        return self._kept[name]

    def occur_in(self, value: str) -> bool:
        return any(form in value for secret in self._kept.values() for form in (secret, as_base64(secret)))


def as_base64(secret: str) -> str:
    """The form in which Azure takes a key."""
    return b64encode(secret.encode()).decode()


def prepare_environment(paths: Paths, given: Mapping[str, str]) -> Environment:
    """Work out the environment and write .local/env. ``given`` is the shell's. :raises Refusal: on nonsense"""
    made = Secrets(paths.secrets_file)
    wanted = _wanted(paths, given, made)
    ports = parse_ports(given.get("PORT_BASE") or wanted.pop("GM_PORT_BASE", None) or DEFAULT_PORT_BASE)
    regions = _regions(wanted.get("GM_REGIONS", DEFAULT_REGIONS))
    own = {name: value for name, value in wanted.items() if name not in NOT_GIVEN}
    engines = chosen_engines(given, own)
    web = chosen_web(given.get("WEB", ""))
    ours = our_engines(engines, own, regions)
    gateways = chosen_gateways(given.get("GATEWAYS", ""), own, regions)
    variables = {
        **_generated(paths, ports, regions, made, own),
        **(_notices(ports, made) if web is Web.BUILT else {}),
        **own,
        **gateway_variables(gateways, regions, port=ports.gateways, made=made.get),
        **{variable_of(option): engine for option, engine in engines.items()},
        **engine_variables(ours, regions, ports, lambda name: as_base64(made.get(name))),
    }
    write_private(paths.env_file, "".join(f"{name}={_quoted(value)}\n" for name, value in variables.items()))
    return Environment(
        variables=variables,
        ports=ports,
        regions=regions,
        postgres_password=made.get("postgres"),
        valkey_password=made.get("valkey"),
        engines=engines,
        ours=frozenset(ours | {name for name, variable in ALWAYS_THERE.items() if variable not in own}),
        web=web,
        gateways=gateways,
    )


def read_environment(paths: Paths) -> dict[str, str]:
    """What the last start wrote. :raises Refusal: if there was none"""
    if not paths.env_file.exists():
        raise Refusal("Nothing was started in this checkout yet; run make up first.")
    return _file_values(paths.env_file)


def write_private(file: Path, text: str) -> None:
    """Write a file that only this user can read, at no moment with wider rights."""
    draft = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        output.write(text)
    draft.replace(file)


def _wanted(paths: Paths, given: Mapping[str, str], made: Secrets) -> dict[str, str]:
    shell = {name: value for name, value in given.items() if name.startswith("GM_")}
    file = {name: value for name, value in _file_values(paths.root / ".env").items() if name.startswith("GM_")}
    # A shell that has sourced .local/env holds our own values, which are no wish of the operator's.
    return {**file, **{name: value for name, value in shell.items() if not made.occur_in(value)}}


def _file_values(file: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(file, interpolate=False).items() if value is not None}


def _regions(text: str) -> tuple[str, ...]:
    regions = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [region for region in regions if not REGION.fullmatch(region)]
    if wrong or not regions:
        raise Refusal(f"GM_REGIONS is {text!r}; it must list slugs of small letters and digits, such as eu,mena.")
    return regions


def _generated(paths: Paths, ports: Ports, regions: tuple[str, ...], made: Secrets, own: Mapping[str, str]) -> dict[str, str]:
    local = f"127.0.0.1:{ports.postgres}"
    admin_url = own.get("GM_POSTGRES_ADMIN_URL") or f"postgresql://postgres:{made.get('postgres')}@{local}/postgres"
    databases = {f"GM_REGION_{region.upper()}_DATABASE_URL": f"globalmarket_{region}" for region in regions}
    return {
        "GM_ENVIRONMENT": "development",
        "GM_PUBLIC_SCHEME": "http",
        "GM_DEVELOPMENT_CLOCK": "true",
        "GM_PORT_BASE": str(ports.base),
        "GM_REGIONS": ",".join(regions),
        "GM_SECRET_KEY": made.get("secret_key"),
        "GM_FIELD_ENCRYPTION_KEY": made.get("field_encryption_key"),
        "GM_POSTGRES_ADMIN_URL": admin_url,
        "GM_DATABASE_URL": _database_url(admin_url, "globalmarket_platform", made),
        **{variable: _database_url(admin_url, name, made) for variable, name in databases.items()},
        "GM_VALKEY_URL": f"redis://:{made.get('valkey')}@127.0.0.1:{ports.valkey}/0",
        "GM_SANDBOX_URL": f"http://127.0.0.1:{ports.sandbox}",
        **{
            f"GM_REGION_{region.upper()}_SANDBOX_{name.upper()}": made.get(f"sandbox_{name}_{region}")
            for region in regions
            for name in ("api_key", "webhook_secret")
        },
        "GM_API_INTERNAL": f"http://127.0.0.1:{ports.api}",
        "GM_API_PUBLIC_PORT": str(ports.api),
        "GM_METRICS_ADDRESS": f"127.0.0.1:{ports.metrics}",
        "GM_MAIL_DIR": str(paths.local / "mail"),
        "GM_MEDIA_DIR": str(paths.local / "media"),
        "SANDBOX_DB": str(paths.local / "sandbox" / "payments.sqlite3"),
        "PAYMENT_DOUBLES": str(paths.local / "sandbox"),
    }


def _notices(ports: Ports, made: Secrets) -> dict[str, str]:
    """How the web server hears of what has changed: it alone keeps pages."""
    return {
        "GM_WEB_REVALIDATE_URL": f"http://127.0.0.1:{ports.storefront}/api/revalidate",
        "GM_WEB_REVALIDATE_SECRET": made.get("web_revalidate"),
    }


def _database_url(admin_url: str, name: str, made: Secrets) -> str:
    """The database ``name`` and its role of the same name, on the administrator's server."""
    parts = urlsplit(admin_url)
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(("postgresql", f"{name}:{made.get(f'database {name}')}@{server}", f"/{name}", parts.query, ""))


def _quoted(value: str) -> str:
    """As both a shell and dotenv read it."""
    if re.fullmatch(r"[A-Za-z0-9_./:@,%=+-]*", value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
