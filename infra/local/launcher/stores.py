"""The servers that keep data: which there are with the engines chosen, and which of them are ours to start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from launcher import emulators
from launcher.elasticsearch import elasticsearch_answers, elasticsearch_command, prepare_elasticsearch
from launcher.environment import Environment
from launcher.paths import Paths
from launcher.servers import create_cluster, postgres_answers, postgres_command, valkey_answers, valkey_command, write_valkey_config


@dataclass(frozen=True, slots=True)
class Store:
    """
    One server. ``variable`` names its address; ``port`` is none for one that the operator named, which is not ours to start.

    ``prepare`` makes what it needs before it is started by ``command``.
    """

    name: str
    variable: str
    answers: Callable[[str], bool]
    port: int | None
    prepare: Callable[[], object]
    command: Callable[[], Sequence[str]]
    stop_signal: str = "TERM"
    stop_wait_s: int = 15


def stores(paths: Paths, environment: Environment) -> list[Store]:
    """In the order in which they are waited for."""
    makers: dict[str, Callable[[Paths, Environment, int], Store]] = {
        "postgres": _postgres,
        "valkey": _valkey,
        "cosmos": _cosmos,
        "elasticsearch": _elasticsearch,
        "azurite": _azurite,
    }
    used = {
        "cosmos": environment.engines["DOCUMENTS"] == "cosmos",
        "elasticsearch": environment.engines["SEARCH"] == "elasticsearch",
        "azurite": environment.engines["BLOBS"] == "azure",
    }
    return [make(paths, environment, environment.ports.of(name)) for name, make in makers.items() if used.get(name, True)]


def _postgres(paths: Paths, environment: Environment, port: int) -> Store:
    def prepare() -> None:
        if not (paths.postgres / "PG_VERSION").exists():
            create_cluster(paths.postgres, password=environment.postgres_password)

    return Store(
        "postgres",
        "GM_POSTGRES_ADMIN_URL",
        postgres_answers,
        environment.port_if_ours("postgres"),
        prepare,
        lambda: postgres_command(paths.postgres, port, durable=True),
        stop_signal="INT",
        stop_wait_s=60,
    )


def _valkey(paths: Paths, environment: Environment, port: int) -> Store:
    return Store(
        "valkey",
        "GM_VALKEY_URL",
        valkey_answers,
        environment.port_if_ours("valkey"),
        lambda: write_valkey_config(paths.valkey, port=port, password=environment.valkey_password),
        lambda: valkey_command(paths.valkey / "valkey.conf"),
    )


def _cosmos(paths: Paths, environment: Environment, port: int) -> Store:
    return Store(
        "cosmos",
        environment.of_first_region("COSMOS_ENDPOINT"),
        emulators.emulator_answers,
        environment.port_if_ours("cosmos"),
        emulators.install,
        lambda: emulators.cosmos_command(port),
    )


def _elasticsearch(paths: Paths, environment: Environment, port: int) -> Store:
    return Store(
        "elasticsearch",
        environment.of_first_region("ELASTICSEARCH_URL"),
        elasticsearch_answers,
        environment.port_if_ours("elasticsearch"),
        lambda: prepare_elasticsearch(paths.elasticsearch, port=port),
        lambda: elasticsearch_command(paths.elasticsearch),
        stop_wait_s=60,
    )


def _azurite(paths: Paths, environment: Environment, port: int) -> Store:
    return Store(
        "azurite",
        environment.of_first_region("BLOBS_CONNECTION"),
        emulators.azurite_answers,
        environment.port_if_ours("azurite"),
        emulators.install,
        lambda: emulators.azurite_command(port, paths.azurite),
    )
