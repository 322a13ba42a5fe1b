"""How far a region is: each part of it looked at now, by the process that answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import httpx
import psycopg
from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.regions.checks import check_blobs, check_documents, check_role, check_search, check_tables, setup_steps_of_apps
from marketplace.foundation.regions.environment import variables_of
from marketplace.foundation.regions.types import SetupStep
from marketplace.foundation.tenancy.types import Tenant

PATIENCE_S = 2  # for a server that is perhaps not there yet, asked while a person waits


def steps_of(tenant: Tenant) -> list[SetupStep]:
    """Each step with its state, in the order in which they are done. What needs the database waits for it."""
    with tenancy.scope(tenant):
        return list(_steps(tenant))


def _steps(tenant: Tenant) -> Iterator[SetupStep]:
    missing = [f"{variable.name} is not set" for variable in variables_of(tenant.slug) if not variable.is_set]
    yield _required("environment", missing)
    unanswered = [] if missing else _ask_database(tenant.slug)
    yield _required("database", unanswered, waits=bool(missing))
    waits = bool(missing or unanswered)
    tables = [] if waits else check_tables(tenant) + check_role(tenant.slug)
    yield _required("tables", tables, waits=waits)
    waits = waits or bool(tables)
    for name, check in (("documents", check_documents), ("search", check_search), ("files", check_blobs)):
        yield _required(name, [] if waits else check(), waits=waits)
    yield _optional("hosts", _ask_hosts(tenant))
    for name, check_of_app in setup_steps_of_apps().items():
        waits_for_it = waits or not tenant.is_active
        yield _optional(name, [] if waits_for_it else check_of_app(tenant), waits=waits_for_it)


def _required(name: str, problems: list[str], *, waits: bool = False) -> SetupStep:
    return SetupStep(name=name, state="waiting" if waits else "open" if problems else "done", is_required=True, problems=problems)


def _optional(name: str, problems: list[str], *, waits: bool = False) -> SetupStep:
    return SetupStep(name=name, state="waiting" if waits else "open" if problems else "done", is_required=False, problems=problems)


def _ask_database(slug: str) -> list[str]:
    """By a connection of its own: the pool of one that is not there would be waited for, and would go on trying."""
    own = settings.DATABASES[slug]
    try:
        psycopg.connect(
            host=own["HOST"],
            port=own["PORT"],
            user=own["USER"],
            password=own["PASSWORD"],
            dbname=own["NAME"],
            connect_timeout=PATIENCE_S,
            **{name: value for name, value in own["OPTIONS"].items() if name.startswith("ssl")},
        ).close()
    except psycopg.OperationalError:
        return ["the database does not answer, or does not know the role and password of the environment"]
    return []


def _ask_hosts(tenant: Tenant) -> list[str]:
    """
    Whether the region's API host leads to this platform: its path without a region is asked over the network. A developer's hosts, which
    not every system resolves, are asked on this machine. A region may name a developer's and the public hosts side by side.
    """
    named = [host for host in tenant.domains if host.startswith("api.")]
    is_local = settings.PUBLIC_SCHEME == "http"
    hosts = [host for host in named if host.endswith(".localhost") == is_local] or named
    if not hosts:
        return ["no host of the region begins with api."]
    return [f"{host} does not lead to this platform" for host in hosts if not _leads_here(host)]


def _leads_here(host: str) -> bool:
    is_local = host.endswith(".localhost")
    port = f":{settings.PORT_BASE}" if settings.PUBLIC_SCHEME == "http" else ""
    address = f"{settings.PUBLIC_SCHEME}://{'127.0.0.1' if is_local else host}{port}/api/v1/health/live"
    try:
        answer = _client().get(address, headers={"Host": f"{host}{port}"})
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK and answer.headers.get("content-type", "").startswith("application/json")


@cache
def _client() -> httpx.Client:
    """It follows nothing: what a host that was typed wrongly leads to is not ours to visit."""
    return httpx.Client(timeout=PATIENCE_S, trust_env=False, follow_redirects=False)
