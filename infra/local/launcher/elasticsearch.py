"""
Elasticsearch on this machine: as a command for a supervisor, and as a server that a test run starts.

    with start_elasticsearch(folder) as server:
        httpx.get(server.url)
"""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import httpx

from launcher.elasticsearch_package import installed, java_home
from launcher.ports import free_port
from launcher.servers import HOST, Server, as_ordinary_user, give_to_ordinary_user, start_server

HEAP = "512m"
START_TIMEOUT_S = 180.0  # seven seconds on an idle machine

SETTINGS = {
    "cluster.name": "globalmarket",
    "node.name": "globalmarket",
    "network.host": HOST,
    "transport.port": "0",
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "action.auto_create_index": "false",  # an index that nobody has described would guess its fields
    "cluster.routing.allocation.disk.threshold_enabled": "false",  # a developer's disk is often nearly full
}


def start_elasticsearch(folder: Path, port: int = 0, *, keeps_data: bool = False) -> Server:
    """
    Start an Elasticsearch of one's own in ``folder``; port 0 takes a free one. It begins empty unless ``keeps_data``.

    The server ends with the process that started it, also when that one is killed (on Linux).

    :raises Refusal: if it cannot be had or does not answer, with the end of its log
    """
    port = port or free_port()
    if not keeps_data:
        shutil.rmtree(folder / "data", ignore_errors=True)
    prepare_elasticsearch(folder, port=port)
    return start_server(
        "Elasticsearch",
        elasticsearch_command(folder, ends_with_parent=True),
        url=f"http://{HOST}:{port}",
        port=port,
        log=folder / "log",
        is_up=elasticsearch_answers,
        stop_signal=signal.SIGTERM,
        timeout_s=START_TIMEOUT_S,
    )


def prepare_elasticsearch(folder: Path, *, port: int) -> None:
    """Write its configuration and make its folders, fetching the server if need be. :raises Refusal: if it cannot be had"""
    folder.mkdir(parents=True, exist_ok=True)
    source = installed() / "config"
    config = folder / "config"
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    shutil.rmtree(config, ignore_errors=True)
    shutil.copytree(source, config)
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    settings = {**SETTINGS, "http.port": str(port), "path.data": str(folder / "data"), "path.logs": str(folder / "logs")}
    # JSON is YAML, and quotes what a path may hold
    (config / "elasticsearch.yml").write_text(json.dumps(settings, indent=1))
    options = (config / "jvm.options").read_text().replace("gc.log", str(folder / "logs" / "gc.log"))
    (config / "jvm.options").write_text(options.replace("hs_err_pid", str(folder / "logs" / "hs_err_pid")))
    extra = config / "jvm.options.d"
    extra.mkdir(exist_ok=True)
    (extra / "heap.options").write_text(f"-Xms{HEAP}\n-Xmx{HEAP}\n")
    for path in (folder, *folder.rglob("*")):
        give_to_ordinary_user(path)


def elasticsearch_command(folder: Path, *, ends_with_parent: bool = False) -> list[str]:
    """The server in the foreground; SIGTERM stops it cleanly."""
    variables = {
        "ES_JAVA_HOME": java_home(),
        "ES_PATH_CONF": folder / "config",
        "ES_TMPDIR": folder / "tmp",
        "ES_JAVA_OPTS": "",
        "HOME": folder / "tmp",
    }
    prefix = as_ordinary_user(ends_with_parent=ends_with_parent, stop_signal=signal.SIGTERM)
    return [*prefix, "env", *(f"{name}={value}" for name, value in variables.items()), str(installed() / "bin" / "elasticsearch")]


def elasticsearch_answers(url: str) -> bool:
    """Whether it can be read and written: every shard of its own is there."""
    try:
        health = httpx.get(f"{url}/_cluster/health", timeout=5, trust_env=False)
    except httpx.HTTPError:
        return False
    return health.is_success and health.json()["status"] in ("green", "yellow")
