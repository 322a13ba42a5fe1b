"""
Stand-ins for Azure's services, from npm: installed when first asked for, and started like the other servers.

    with start_cosmos(folder) as cosmos:
        CosmosClient(cosmos.url, COSMOS_KEY, connection_verify=False, enable_endpoint_discovery=False)
"""

from __future__ import annotations

import signal
from pathlib import Path

import httpx

from launcher import node
from launcher.ports import free_port
from launcher.servers import HOST, Server, start_server, with_parent

FOLDER = Path(__file__).resolve().parents[1] / "emulators"
COSMOS_KEY = "Y29zbW9zLWVtdWxhdG9y"  # the emulator asks for no key, and Microsoft's client wants one in base64


def install() -> None:
    """:raises Refusal: naming what is missing"""
    node.install(FOLDER, "The emulators of Azure's services")


def cosmos_command(port: int, *, ends_with_parent: bool = False) -> list[str]:
    """Cosmos DB's stand-in in the foreground; it keeps nothing when it ends."""
    return [*_node(ends_with_parent), str(FOLDER / "cosmos.js"), str(port)]


def azurite_command(port: int, folder: Path, *, ends_with_parent: bool = False) -> list[str]:
    """Blob storage's stand-in in the foreground, which keeps its files in ``folder``."""
    script = FOLDER / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    options = ["--blobHost", HOST, "--blobPort", str(port), "--location", str(folder)]
    return [*_node(ends_with_parent), str(script), *options, "--skipApiVersionCheck", "--disableTelemetry", "--silent"]


def start_cosmos(folder: Path, port: int = 0) -> Server:
    """
    Start a Cosmos DB emulator of one's own whose log lies in ``folder``; port 0 takes a free one.

    :raises Refusal: if it cannot be installed, or does not answer
    """
    port = port or free_port()
    return _start("The Cosmos DB emulator", cosmos_command(port, ends_with_parent=True), port=port, folder=folder)


def start_azurite(folder: Path, port: int = 0) -> Server:
    """
    Start a blob storage of one's own that keeps its files in ``folder``; port 0 takes a free one.

    :raises Refusal: if it cannot be installed, or does not answer
    """
    port = port or free_port()
    return _start("Azurite", azurite_command(port, folder, ends_with_parent=True), port=port, folder=folder)


def emulator_answers(url: str) -> bool:
    """Whatever it answers: without credentials that may be a refusal."""
    try:
        httpx.get(url, timeout=2, trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def azurite_answers(connection: str) -> bool:
    """By the connection string of one of its accounts."""
    return emulator_answers(connection.partition("BlobEndpoint=")[2].partition(";")[0])


def _start(name: str, command: list[str], *, port: int, folder: Path) -> Server:
    install()
    folder.mkdir(parents=True, exist_ok=True)
    url, log = f"http://{HOST}:{port}/", folder / "log"
    return start_server(name, command, url=url, port=port, log=log, is_up=emulator_answers, stop_signal=signal.SIGTERM)


def _node(ends_with_parent: bool) -> list[str]:
    return [*(with_parent(signal.SIGTERM) if ends_with_parent else []), str(node.NODE)]
