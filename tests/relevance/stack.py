"""The demo catalogue in a search engine of its own, without the stores around it."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "backend"), str(REPOSITORY / "infra" / "local")]

REGIONS = ("eu", "mena")
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Servers in ``folder``, Django on them, and both regions' demo products indexed with their vectors."""
    from launcher.elasticsearch import start_elasticsearch
    from launcher.servers import start_postgres, start_valkey

    with ExitStack() as ends:
        postgres = ends.enter_context(start_postgres(folder / "postgres", durable=False))
        valkey = ends.enter_context(start_valkey(folder / "valkey"))
        server = postgres.url.rpartition("@")[2].partition("/")[0]
        databases = {name: f"postgresql://gm_{name}:{secrets.token_hex(8)}@{server}/gm_{name}" for name in ("platform", *REGIONS)}
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            GM_ENVIRONMENT="test",
            GM_SECRET_KEY=secrets.token_hex(32),
            GM_POSTGRES_ADMIN_URL=postgres.url,
            GM_DATABASE_URL=databases["platform"],
            GM_REGIONS=",".join(REGIONS),
            **{f"GM_REGION_{region.upper()}_DATABASE_URL": databases[region] for region in REGIONS},
            GM_VALKEY_URL=valkey.url,
            GM_MEDIA_DIR=str(folder / "media"),
        )
        if os.environ.get("GM_SEARCH_ENGINE") == "elasticsearch":
            elasticsearch = ends.enter_context(start_elasticsearch(folder / "elasticsearch"))
            clusters = {f"GM_REGION_{region}_ELASTICSEARCH_URL": elasticsearch.url for region in ("EU", "MENA")}
            os.environ.update(clusters, GM_ELASTICSEARCH_REPLICAS="0")
        _fill()
        yield
        _disconnect()


def _fill() -> None:
    import django

    django.setup()
    from catalogue import documents
    from django.core.management import call_command

    from marketplace.apps.discovery.documents import PRODUCTS
    from marketplace.foundation import tenancy
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.tenancy import directory

    call_command("provision", verbosity=0)
    for region in REGIONS:
        with tenancy.scope(directory.get(region)):
            engine().rebuild(PRODUCTS, lambda region=region: [documents(region, now=NOW)])


def _disconnect() -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()
        connection.close_pool()
