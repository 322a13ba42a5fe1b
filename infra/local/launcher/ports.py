"""The ports of one checkout, and who sits on them."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from launcher.errors import Refusal

LOWEST, HIGHEST = 1024, 65000
SERVER_PORTS = range(10_000, 32_000)


@dataclass(frozen=True, slots=True)
class Ports:
    """``PORT_BASE`` is the api's; the others stand at fixed distances, so two checkouts need bases 100 apart."""

    base: int

    @property
    def api(self) -> int:
        return self.base

    @property
    def storefront(self) -> int:
        return self.base + 1

    @property
    def vendor(self) -> int:
        return self.base + 2

    @property
    def admin(self) -> int:
        return self.base + 3

    @property
    def realtime(self) -> int:
        return self.base + 5

    @property
    def sandbox(self) -> int:
        return self.base + 10

    @property
    def gateways(self) -> int:
        return self.base + 11

    @property
    def postgres(self) -> int:
        return self.base + 20

    @property
    def valkey(self) -> int:
        return self.base + 21

    @property
    def cosmos(self) -> int:
        return self.base + 22

    @property
    def elasticsearch(self) -> int:
        return self.base + 23

    @property
    def azurite(self) -> int:
        return self.base + 24

    @property
    def metrics(self) -> int:
        return self.base + 30

    def of(self, store: str) -> int:
        """By the name of a program: a store's, or a web app's."""
        return int(getattr(self, store))


def parse_ports(text: str) -> Ports:
    """:raises Refusal: if ``text`` is not a usable port"""
    if not text.isdecimal() or not LOWEST <= int(text) <= HIGHEST:
        raise Refusal(f"PORT_BASE is {text!r}; it must be a number from {LOWEST} to {HIGHEST}.")
    return Ports(base=int(text))


def check_free(needed: Mapping[str, int], *, base: int) -> None:
    """:raises Refusal: naming the first of ``needed`` (what needs it, and the port) that is taken, and who has it"""
    for purpose, port in needed.items():
        if not is_free(port):
            raise Refusal(
                f"Port {port}, which {purpose} needs, is taken by {_owner(port)}. "
                f"Stop that, or use other ports: make up PORT_BASE={_other_base(base)}"
            )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """
    A port that is free now. Drawn below those that systems give to connections (from 32768 on Linux, 49152 elsewhere), so that none of
    these takes it before its server does; two processes that draw at once hardly meet.
    """
    while True:
        port = secrets.choice(SERVER_PORTS)
        if is_free(port):
            return port


def _other_base(base: int) -> int:
    return base + 1000 if base + 1000 <= HIGHEST else base - 1000


def _owner(port: int) -> str:
    try:
        for connection in psutil.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass  # only root may see the processes of others
    return "another program"
