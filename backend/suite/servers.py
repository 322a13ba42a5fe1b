"""The servers of a test run: each process that runs tests has its own."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import httpx

from launcher.elasticsearch import start_elasticsearch
from launcher.emulators import COSMOS_KEY, start_cosmos
from launcher.servers import Server, start_postgres, start_valkey

running: dict[str, Server] = {}  # by their names: postgres, valkey, cosmos, elasticsearch
folders: list[Path] = []  # the first is that of the servers


def new_folder(parent: str | None = None) -> Path:
    """A folder that goes when the run ends."""
    folder = Path(tempfile.mkdtemp(prefix="globalmarket-tests-", dir=parent))
    folders.append(folder)
    return folder


def in_memory() -> Path:
    """For what waits for the disk at each change of an index: a folder in memory, where the machine has a place for that."""
    return new_folder("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def start() -> None:
    """Start PostgreSQL and Valkey, and set this process's environment. The settings must not be read before."""
    folder = new_folder()
    running["postgres"] = start_postgres(folder / "postgres", durable=False)
    running["valkey"] = start_valkey(folder / "valkey")
    # The whole suite on other engines: GM_DOCUMENTS_ENGINE=cosmos GM_SEARCH_ENGINE=elasticsearch pytest
    if os.environ.get("GM_DOCUMENTS_ENGINE") == "cosmos":
        running["cosmos"] = start_cosmos(folder / "cosmos")
    if os.environ.get("GM_SEARCH_ENGINE") == "elasticsearch":
        running["elasticsearch"] = start_elasticsearch(in_memory())
    os.environ.update(environment(folder))


def stop() -> None:
    """Stop the servers and remove what they wrote."""
    for server in running.values():
        server.stop()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path) -> dict[str, str]:
    """What the program reads from its environment, for the servers that run."""
    search = running["elasticsearch"].url if "elasticsearch" in running else "http://127.0.0.1:9"
    regions = {"GM_REGION_EU_ELASTICSEARCH_URL": search, "GM_REGION_MENA_ELASTICSEARCH_URL": search}
    if "cosmos" in running:
        for region in ("EU", "MENA"):
            regions |= {f"GM_REGION_{region}_COSMOS_ENDPOINT": running["cosmos"].url, f"GM_REGION_{region}_COSMOS_KEY": COSMOS_KEY}
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GM_ENVIRONMENT": "test",
        "GM_SECRET_KEY": secrets.token_hex(32),
        "GM_POSTGRES_ADMIN_URL": running["postgres"].url,
        "GM_DATABASE_URL": _database_url("globalmarket_platform"),
        "GM_REGIONS": "eu,mena",
        "GM_REGION_EU_DATABASE_URL": _database_url("globalmarket_eu"),
        "GM_REGION_MENA_DATABASE_URL": _database_url("globalmarket_mena"),
        **regions,
        "GM_VALKEY_URL": running["valkey"].url,
        "GM_VALKEY_TIMEOUT_S": "30",  # tests run on machines with much to do
        "GM_COSMOS_READ_TIMEOUT_S": "30",
        "GM_MEDIA_DIR": str(folder / "media"),
        "GM_PUBLIC_SCHEME": "http",
        "GM_DEVELOPMENT_CLOCK": "true",
        "GM_DATABASE_POOL_SIZE": "60",
        "GM_ELASTICSEARCH_REPLICAS": "0",
        "GM_SANDBOX_URL": "http://127.0.0.1:9",
        **{
            f"GM_REGION_{region}_SANDBOX_{name}": secrets.token_hex(16)
            for region in ("EU", "MENA")
            for name in ("API_KEY", "WEBHOOK_SECRET")
        },
    }


def _database_url(name: str) -> str:
    return f"postgresql://{name}:{secrets.token_hex(8)}@127.0.0.1:{running['postgres'].port}/{name}"


def delete_indices(server: Server) -> None:
    """Leave an Elasticsearch as empty as it started."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        if names := ",".join(client.get("/_alias").json()):
            client.delete(f"/{names}").raise_for_status()
