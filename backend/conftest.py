"""
Starts a real PostgreSQL and Valkey for this test run, sets both regions up in them, and gives every test a clean state.

The servers must run before Django reads its settings, hence at import.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings

from launcher import elasticsearch_package, emulators
from launcher.elasticsearch import start_elasticsearch
from launcher.emulators import COSMOS_KEY, start_cosmos
from launcher.servers import Server, start_postgres, start_valkey

if settings.configured:  # they would be somebody's real databases, which tests empty
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: this run makes databases of its own.")

_folder = Path(tempfile.mkdtemp(prefix="globalmarket-tests-"))
_postgres = start_postgres(_folder / "postgres", durable=False)
_valkey = start_valkey(_folder / "valkey")
# What waits for the disk at each change of an index lies in memory, where the machine has a folder for that.
_in_memory = Path(tempfile.mkdtemp(prefix="globalmarket-tests-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
# The whole suite on other engines: GM_DOCUMENTS_ENGINE=cosmos GM_SEARCH_ENGINE=elasticsearch pytest
_cosmos = start_cosmos(_folder / "cosmos") if os.environ.get("GM_DOCUMENTS_ENGINE") == "cosmos" else None
_elasticsearch = start_elasticsearch(_in_memory) if os.environ.get("GM_SEARCH_ENGINE") == "elasticsearch" else None


_told = pytest.StashKey[str]()


def _database_url(name: str) -> str:
    return f"postgresql://{name}:{secrets.token_hex(8)}@127.0.0.1:{_postgres.port}/{name}"


os.environ.update(
    DJANGO_SETTINGS_MODULE="config.settings",
    GM_ENVIRONMENT="test",
    GM_SECRET_KEY=secrets.token_hex(32),
    GM_POSTGRES_ADMIN_URL=_postgres.url,
    GM_DATABASE_URL=_database_url("globalmarket_platform"),
    GM_REGIONS="eu,mena",
    GM_REGION_EU_DATABASE_URL=_database_url("globalmarket_eu"),
    GM_REGION_MENA_DATABASE_URL=_database_url("globalmarket_mena"),
    GM_VALKEY_URL=_valkey.url,
    GM_MEDIA_DIR=str(_folder / "media"),
    GM_PUBLIC_SCHEME="http",
    GM_DEVELOPMENT_CLOCK="true",
    GM_DATABASE_POOL_SIZE="60",
    GM_REGION_EU_ELASTICSEARCH_URL=_elasticsearch.url if _elasticsearch else "http://127.0.0.1:9",
    GM_REGION_MENA_ELASTICSEARCH_URL=_elasticsearch.url if _elasticsearch else "http://127.0.0.1:9",
    GM_ELASTICSEARCH_REPLICAS="0",
    GM_SANDBOX_URL="http://127.0.0.1:9",
    GM_SANDBOX_API_KEY=secrets.token_hex(16),
    GM_SANDBOX_WEBHOOK_SECRET=secrets.token_hex(16),
)
if _cosmos is not None:
    for _region in ("EU", "MENA"):
        os.environ.update({f"GM_REGION_{_region}_COSMOS_ENDPOINT": _cosmos.url, f"GM_REGION_{_region}_COSMOS_KEY": COSMOS_KEY})
assert settings.ROOT_URLCONF  # read now: pytest-django sets Django up only where settings are there


def pytest_unconfigure(config: pytest.Config) -> None:
    _postgres.stop()
    _valkey.stop()
    for server in (_cosmos, _elasticsearch):
        if server is not None:
            server.stop()
    for folder in (_folder, _in_memory):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test may use every database; one that needs real commits says ``django_db(transaction=True)``."""
    _leave_out(config, items)
    for item in items:
        if "/backend/marketplace/" not in str(item.path) or "/kit/" in str(item.path):
            continue
        said = item.get_closest_marker("django_db")
        options = {"databases": "__all__", **(said.kwargs if said else {})}
        item.add_marker(pytest.mark.django_db(**options), append=False)


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs Elasticsearch, where this machine cannot have it: told in one line, instead of one for each test."""
    missing = elasticsearch_package.missing_tool()
    if missing is None or os.environ.get("GM_REQUIRE_SERVERS") == "1":
        return
    kept, left_out = [], []
    for item in items:
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        needs_it = "elasticsearch" in getattr(item, "fixturenames", ()) or parameters.get("engine") == "elasticsearch"
        (left_out if needs_it else kept).append(item)
    items[:] = kept
    if left_out:
        config.stash[_told] = f"{len(left_out)} tests are left out: Elasticsearch needs {missing}."
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if told := config.stash.get(_told, None):
        terminalreporter.write_line(told, yellow=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Instead of Django's own test databases: the real ones, made by the real command, on a server of this run's own."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.models.signals import post_migrate

    with django_db_blocker.unblock():
        call_command("provision", verbosity=0)
        _provision_test_containers()
        _allow_truncate()
        post_migrate.connect(_restore_directory, dispatch_uid="tests-directory")
        connections.close_all()
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close_pool()


def _provision_test_containers() -> None:
    """Those that no app declares."""
    from marketplace.foundation import tenancy
    from marketplace.foundation.documents.store import store
    from marketplace.foundation.tenancy import directory

    for slug in ("eu", "mena"):
        with tenancy.scope(directory.get(slug)):
            store().provision(["cups", "tests_things"])


def _allow_truncate() -> None:
    """Tests empty tables between them; the append-only ones refuse that everywhere else."""
    from django.db import connections

    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0")
            for table, trigger in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def _restore_directory(sender: Any, using: str, **_: Any) -> None:
    """Emptying the tables after a test took the regions' rows with it."""
    if using == "default" and sender.label == "tenancy":
        _enter_regions()


def _enter_regions() -> None:
    from config.env import REPOSITORY
    from marketplace.foundation.tenancy.regions import enter_in_directory, read_region_file

    for slug in ("eu", "mena"):
        enter_in_directory(read_region_file(REPOSITORY / "backend" / "config" / "regions" / f"{slug}.toml"))


@pytest.fixture(autouse=True)
def _clean_state() -> None:
    """Nothing of an earlier test is left in a store or in this process's memory: tests pass in any order."""
    import httpx
    import redis
    from django.core import mail

    redis.Redis.from_url(_valkey.url).flushall()
    if _cosmos is not None:
        httpx.delete(_cosmos.url)
    if _elasticsearch is not None:
        _delete_indices(_elasticsearch)
    _forget()
    mail.outbox = []


def _forget() -> None:
    """What this process remembers of the stores, as one that has just started."""
    from marketplace.apps.discovery.queries import memory
    from marketplace.apps.discovery.tuning import queries as tuning
    from marketplace.foundation.cache import answers
    from marketplace.foundation.events import feeds
    from marketplace.foundation.search.postgres.vectors import forget_near
    from marketplace.foundation.tenancy import directory

    for forget in (directory.forget, answers.forget, feeds.forget, memory.forget, tuning.forget, forget_near):
        forget()


@pytest.fixture(scope="session")
def _elasticsearch_server() -> Iterator[Server]:
    """Started when the first test asks for it."""
    if _elasticsearch is not None:
        yield _elasticsearch
        return
    if missing := elasticsearch_package.missing_tool():
        pytest.fail(f"Elasticsearch needs {missing}.")
    with start_elasticsearch(_in_memory) as server:
        yield server


@pytest.fixture
def elasticsearch(_elasticsearch_server: Server, settings: Any) -> Server:
    """A real Elasticsearch without any index."""
    from marketplace.foundation.search.elasticsearch import client

    clusters = {slug: {"url": _elasticsearch_server.url, "api_key": None, "ca_file": None} for slug in ("eu", "mena")}
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "clusters": clusters}
    client.forget()
    _delete_indices(_elasticsearch_server)
    return _elasticsearch_server


@pytest.fixture
def on_elasticsearch(elasticsearch: Server, settings: Any) -> Iterator[Server]:
    """The marketplace searches on Elasticsearch for one test."""
    from marketplace.foundation.search.engine import engine

    settings.SEARCH_ENGINE = "elasticsearch"
    engine.cache_clear()
    yield elasticsearch
    engine.cache_clear()


@pytest.fixture
def silence() -> Callable[[Server], AbstractContextManager[None]]:
    """Within it the server keeps its port and says nothing, and nobody waits for it long."""
    from django.test import override_settings

    from marketplace.foundation.search.elasticsearch import client

    @contextmanager
    def silent(server: Server) -> Iterator[None]:
        group = server._process.pid
        processes = [psutil.Process(group), *psutil.Process(group).children(recursive=True)]
        os.killpg(group, signal.SIGSTOP)
        try:
            while any(process.status() != psutil.STATUS_STOPPED for process in processes):
                os.sched_yield()
            impatient = {"read_timeout_s": 0.5, "write_timeout_s": 0.5, "silence_s": 0.0}
            with override_settings(ELASTICSEARCH={**settings.ELASTICSEARCH, **impatient}):
                yield
        finally:
            os.killpg(group, signal.SIGCONT)
        client.forget()

    return silent


def _delete_indices(server: Server) -> None:
    import httpx

    with httpx.Client(base_url=server.url, trust_env=False) as client:
        if names := ",".join(client.get("/_alias").json()):
            client.delete(f"/{names}").raise_for_status()


@pytest.fixture
def eu(db: None) -> Any:
    from marketplace.foundation.tenancy import directory

    return directory.get("eu")


@pytest.fixture
def mena(db: None) -> Any:
    from marketplace.foundation.tenancy import directory

    return directory.get("mena")


@pytest.fixture
def tenant(eu: Any) -> Iterator[Any]:
    """The test runs in the scope of ``eu``."""
    from marketplace.foundation import tenancy

    with tenancy.scope(eu):
        yield eu


@pytest.fixture(scope="session")
def cosmos_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Cosmos DB: the account that COSMOS_ENDPOINT and COSMOS_KEY name, or an emulator of this run's own."""
    from marketplace.foundation.documents.cosmos import client
    from marketplace.foundation.documents.cosmos.engine import CosmosDocumentStore
    from marketplace.foundation.documents.tests.cosmos import CosmosAccount

    endpoint = os.environ.get("COSMOS_ENDPOINT")
    if endpoint is None and (lack := emulators.missing_tool()):
        if os.environ.get("GM_REQUIRE_SERVERS"):
            pytest.fail(lack)
        pytest.skip(lack)
    server = None if endpoint else _cosmos or start_cosmos(tmp_path_factory.mktemp("cosmos"))
    place = {"endpoint": server.url if server else endpoint, "key": os.environ.get("COSMOS_KEY", COSMOS_KEY)}
    before = dict(settings.COSMOS)
    settings.COSMOS.update(eu=place, mena=place)
    client.forget()
    yield CosmosAccount(CosmosDocumentStore(), server)
    settings.COSMOS.clear()
    settings.COSMOS.update(before)
    client.forget()
    if server not in (None, _cosmos):
        server.stop()


@pytest.fixture
def api() -> Any:
    from marketplace.testing import ApiClient

    return ApiClient()


@pytest.fixture
def drain() -> Callable[..., None]:
    """Delivers every event of the tenant in scope to its subscribers (needs ``django_db(transaction=True)``)."""
    from marketplace.foundation import clock
    from marketplace.foundation.events import relay
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.search.indices import all_indices

    def deliver(now: Any = None) -> None:
        relay.drain(now=now or clock.now())
        for index in all_indices():
            engine().refresh(index.definition)

    return deliver


@pytest.fixture
def superuser_url() -> Callable[[str], str]:
    """The address of a tenant's database for the server's administrator: for tests that play the intruder."""
    return lambda tenant: _postgres.url.rpartition("/")[0] + f"/globalmarket_{tenant}"
