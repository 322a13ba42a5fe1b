"""Whether a region is what the directory says: asked by ``check_regions``, ``add_region`` and the health endpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.documents.store import store
from marketplace.foundation.regions.faults import faults_of_values, sentence_of
from marketplace.foundation.search.engine import engine
from marketplace.foundation.tenancy.router import PLATFORM
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.errors import FieldError, Unavailable

RegionCheck = Callable[[Tenant, datetime], list[FieldError]]
RegionNotice = Callable[[Tenant, datetime], list[str]]
SetupStepCheck = Callable[[Tenant], list[str]]
_checks_of_apps: list[RegionCheck] = []
_notices_of_apps: list[RegionNotice] = []
_setup_steps_of_apps: dict[str, SetupStepCheck] = {}


def register_region_check(check: RegionCheck) -> None:
    """Have ``check`` asked what is wrong with a region's description: from no store, and before the region exists."""
    _checks_of_apps.append(check)


def register_region_notice(notice: RegionNotice) -> None:
    """As ``register_region_check``, in plain sentences, of what an operator should know of a region although nothing is wrong with it."""
    _notices_of_apps.append(notice)


def register_setup_step(name: str, check: SetupStepCheck) -> None:
    """Have ``check`` asked, in the scope of a region that is open, what its operator has still to do there: in plain sentences."""
    _setup_steps_of_apps[name] = check


def setup_steps_of_apps() -> Mapping[str, SetupStepCheck]:
    return _setup_steps_of_apps


def list_notices(tenant: Tenant, *, now: datetime) -> list[str]:
    """What an operator should know of a region, in plain sentences: what the program cannot do for it."""
    return [text for notice in _notices_of_apps for text in notice(tenant, now)]


def check_description(tenant: Tenant, *, now: datetime) -> list[str]:
    """What is wrong with what the operator says of a region: its values, and what the apps find (an unknown VAT rate)."""
    return [sentence_of(fault) for fault in faults_of_values(tenant) + faults_of_apps(tenant, now=now)]


def faults_of_apps(tenant: Tenant, *, now: datetime) -> list[FieldError]:
    """What the apps find wrong with a region's description, by field."""
    return [fault for check in _checks_of_apps for fault in check(tenant, now)]


def check_region(tenant: Tenant) -> list[str]:
    """All that is wrong with the region in scope, in plain sentences; empty when all is well."""
    if problems := check_stores(tenant):
        return problems
    return check_tables(tenant) + check_search() + check_blobs()


def check_stores(tenant: Tenant) -> list[str]:
    """
    Which stores that a region cannot do without do not answer: a few quick questions, for the health endpoint. Without search or files
    it stays in service: pages, carts and checkouts work.
    """
    if tenant.slug not in settings.DATABASES:
        return [f"no database is configured: name {tenant.slug} in GM_REGIONS"]
    problems = [] if _answers(tenant.slug) else ["the database does not answer"]
    return problems + check_documents()


def check_documents() -> list[str]:
    try:
        store().check()
    except Unavailable as error:
        return [f"documents: {error}"]
    return []


def check_platform() -> list[str]:
    return [] if _answers(PLATFORM) else ["the platform's database does not answer"]


def check_together(tenants: Sequence[Tenant]) -> list[str]:
    """What no region may share with another."""
    problems = []
    databases = Counter(_place(alias) for alias in settings.DATABASES)
    problems += [f"two aliases lead to database {name} on {host}:{port}" for (host, port, name), n in databases.items() if n > 1]
    roles = Counter(database["USER"] for database in settings.DATABASES.values())
    problems += [f"role {role} is used for two databases" for role, n in roles.items() if n > 1]
    hosts = Counter(host for tenant in tenants for host in tenant.domains)
    problems += [f"host {host} leads to two regions" for host, n in hosts.items() if n > 1]
    documents = Counter(tenant.document_database for tenant in tenants)
    problems += [f"document database {name} is used by two regions" for name, n in documents.items() if n > 1]
    return problems


def _place(alias: str) -> tuple[str, int, str]:
    database = settings.DATABASES[alias]
    return database["HOST"], database["PORT"], database["NAME"]


def check_tables(tenant: Tenant) -> list[str]:
    """Of a region in scope whose database answers: schema, role and migrations."""
    connection = connections[tenant.slug]
    problems = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), rolsuper FROM pg_roles WHERE rolname = current_user")
        schema, is_superuser = cursor.fetchone()
        if schema != tenant.postgres_schema:
            problems.append(f"tables lie in schema {schema}, the directory says {tenant.postgres_schema}")
        if is_superuser:
            problems.append("its role is a superuser, which every other region's data is open to")
        others = [d["NAME"] for alias, d in settings.DATABASES.items() if alias != tenant.slug]
        cursor.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s) AND has_database_privilege(oid, 'CONNECT')", [others])
        problems += [f"its role may connect to database {name}" for (name,) in cursor.fetchall()]
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        problems.append(f"{len(plan)} migration(s) wait: run manage.py provision")
    return problems


def check_role(alias: str) -> list[str]:
    """Whether the role that the program runs with owns tables, or may act as their owner: then it could switch off their triggers."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'MEMBER')"
        )
        (owned,) = cursor.fetchone()
    return (
        [f"the program's role owns {owned} tables or may act as their owner: run manage.py provision as an administrator"] if owned else []
    )


def check_search() -> list[str]:
    try:
        engine().check()
    except Unavailable as error:
        return [f"search: {error}"]
    return []


def check_blobs() -> list[str]:
    """Not asked by the health endpoint: without files a shop has no pictures and still sells."""
    try:
        blobs().check()
    except Unavailable as error:
        return [f"files: {error}"]
    return []


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return False
    return True
