"""
Starts a real PostgreSQL and Valkey for this test run, sets both regions up in them, and gives every test a clean state.

The servers must run before Django reads its settings, hence at import.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Any

import psutil
import psycopg
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from launcher import elasticsearch_package
from launcher.elasticsearch import start_elasticsearch
from launcher.emulators import COSMOS_KEY, start_cosmos
from launcher.servers import Server
from suite import databases, distribution, servers

# Nothing is timed as pass or fail: another process may have the machine just now.
hypothesis_settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)  # before pytest-django, which sets Django up only where settings are there
def pytest_configure(config: pytest.Config) -> None:
    """Start this process's own servers. The one that only hands tests out to parallel processes (``-n``) needs none."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # of an import; a process that inherits it sets Django up before its servers run
        return
    if settings.configured:  # they would be a person's real databases, which tests empty
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: this run makes databases of its own.")
    servers.start()
    assert settings.ROOT_URLCONF


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test may use every database; one that needs real commits says ``django_db(transaction=True)``."""
    distribution.leave_out(config, items)
    for item in items:
        if group := distribution.group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))
        if "/backend/marketplace/" not in str(item.path) or "/kit/" in str(item.path):
            continue
        said = item.get_closest_marker("django_db")
        options = {"databases": "__all__", **(said.kwargs if said else {})}
        item.add_marker(pytest.mark.django_db(**options), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if reason := config.stash.get(distribution.LEFT_OUT, None):
        terminalreporter.write_line(reason, yellow=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Instead of Django's own test databases: the real ones, made by the real command, on a server of this run's own."""
    from django.core.management import call_command
    from django.db import connections
    from django.test import TransactionTestCase

    from marketplace.foundation import structs

    import_module(settings.ROOT_URLCONF)
    structs.prepare()  # as a server does before its threads start: many tests have some, too
    with django_db_blocker.unblock():
        call_command("provision", verbosity=0)
        databases.provision_test_containers()
        databases.allow_truncate()
        TransactionTestCase._fixture_teardown = databases.empty  # type: ignore[method-assign]
        connections.close_all()
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close_pool()


@pytest.fixture(autouse=True)
def _clean_state() -> None:
    """Nothing of an earlier test is left in a store or in this process's memory: tests pass in any order."""
    import httpx
    import redis
    from django.core import mail

    redis.Redis.from_url(servers.running["valkey"].url).flushall()
    if "cosmos" in servers.running:
        httpx.delete(servers.running["cosmos"].url)
    if "elasticsearch" in servers.running:
        servers.delete_indices(servers.running["elasticsearch"])
    _forget()
    mail.outbox = []


def _forget() -> None:
    """What this process remembers of the stores, as one that has just started."""
    from marketplace.apps.assistant.providers.local import guessing
    from marketplace.apps.assistant.queries import pages
    from marketplace.apps.assistant.services import answering
    from marketplace.apps.discovery.queries import feedback, local_cache, tuning, vocabulary
    from marketplace.apps.intelligence.queries.recommendations import BREAKER
    from marketplace.apps.payments.queries import methods
    from marketplace.foundation.cache import responses
    from marketplace.foundation.relay import feeds
    from marketplace.foundation.search.postgres.vectors import forget_near
    from marketplace.foundation.tenancy import directory

    for forget in (
        directory.forget,
        responses.forget,
        feeds.forget,
        local_cache.forget,
        methods.forget,
        tuning.forget,
        vocabulary.forget,
        feedback.forget,
        forget_near,
        BREAKER.forget,
    ):
        forget()
    for forget in (pages.forget, answering.forget, guessing.forget):
        forget()


@pytest.fixture(scope="session")
def _elasticsearch_server() -> Iterator[Server]:
    """Started when the first test asks for it."""
    if "elasticsearch" in servers.running:
        yield servers.running["elasticsearch"]
        return
    if missing := elasticsearch_package.missing_tool():
        pytest.fail(f"Elasticsearch needs {missing}.")
    with start_elasticsearch(servers.in_memory()) as server:
        yield server


@pytest.fixture
def elasticsearch(_elasticsearch_server: Server, settings: Any) -> Server:
    """A real Elasticsearch without any index."""
    from marketplace.foundation.search.elasticsearch import client

    clusters = {slug: {"url": _elasticsearch_server.url, "api_key": None, "ca_file": None} for slug in ("eu", "mena")}
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "clusters": clusters, "read_timeout_s": 30.0}  # of a machine with much to do
    client.forget()
    servers.delete_indices(_elasticsearch_server)
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
    server = None if endpoint else servers.running.get("cosmos") or start_cosmos(tmp_path_factory.mktemp("cosmos"))
    place = {"endpoint": server.url if server else endpoint, "key": os.environ.get("COSMOS_KEY", COSMOS_KEY)}
    before = dict(settings.COSMOS)
    settings.COSMOS.update(eu=place, mena=place)
    client.forget()
    yield CosmosAccount(CosmosDocumentStore(), server)
    settings.COSMOS.clear()
    settings.COSMOS.update(before)
    client.forget()
    if server not in (None, servers.running.get("cosmos")):
        server.stop()


@pytest.fixture
def api() -> Any:
    from marketplace.testing import ApiClient

    return ApiClient()


@pytest.fixture
def drain() -> Callable[..., None]:
    """Delivers every event of the tenant in scope to its subscribers (needs ``django_db(transaction=True)``)."""
    from marketplace.foundation import clock
    from marketplace.foundation.relay import relay
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.search.indices import all_indices

    def deliver(now: Any = None) -> None:
        relay.drain(now=now or clock.now())
        for index in all_indices():
            engine().refresh(index.definition)

    return deliver


@pytest.fixture
def real_clock(settings: Any) -> None:
    """For what does not move the clock, and looks at it often: in development each look asks Valkey by how much it was moved."""
    settings.DEVELOPMENT_CLOCK = False


@pytest.fixture
def postgres_log() -> Callable[[], str]:
    """What the database server has written into its log since the test began."""
    log = servers.folders[0] / "postgres.log"  # the first is that of the servers
    begin = log.stat().st_size
    return lambda: log.read_bytes()[begin:].decode(errors="replace")


@pytest.fixture
def as_superuser(superuser_url: Callable[[str], str]) -> Callable[[str], psycopg.Connection]:
    """A connection to a tenant's database as the server's administrator, whose statements commit by themselves."""
    return lambda tenant: psycopg.connect(superuser_url(tenant), autocommit=True)


@pytest.fixture
def superuser_url() -> Callable[[str], str]:
    """The address of a tenant's database for the server's administrator: for tests that play the intruder."""
    return lambda tenant: servers.running["postgres"].url.rpartition("/")[0] + f"/globalmarket_{tenant}"
