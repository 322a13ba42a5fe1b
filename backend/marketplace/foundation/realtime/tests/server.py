"""The process ``realtime``, under the command line that everything starts it with, and clients of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import httpx
import psutil
from jsonschema import Draft202012Validator
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from launcher.ports import free_port
from launcher.programs import REALTIME

BACKEND = Path(__file__).resolve().parents[4]
PATIENCE_S = 60.0
ASYNCAPI = BACKEND.parent / "docs" / "reference" / "asyncapi.json"
IMPATIENT = ("-m", "config.tests.impatient_realtime")


class Socket:
    """A client's WebSocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def next(self) -> dict[str, Any]:
        """The next message but a beat. :raises AssertionError: if the connection ends instead"""
        while True:
            message = self.next_of_all()
            if message["type"] != "beat":
                return message

    def next_of_all(self) -> dict[str, Any]:
        try:
            return documented(json.loads(self._connection.recv(timeout=PATIENCE_S)))
        except ConnectionClosed as closed:
            raise AssertionError(f"closed: {closed}") from closed

    def close_code(self) -> int:
        """How the server ends it, whatever it sends before. :raises TimeoutError: if it does not"""
        until = time.monotonic() + PATIENCE_S
        try:
            while True:
                self._connection.recv(timeout=until - time.monotonic())
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def is_let_in(self) -> bool:
        """Whether it says ``ready``; it is closed at once otherwise."""
        try:
            return json.loads(self._connection.recv(timeout=PATIENCE_S))["type"] == "ready"
        except ConnectionClosed:
            return False

    def say(self, message: Any) -> None:
        self._connection.send(message if isinstance(message, str) else json.dumps(message))

    def watch(self, *product_ids: str) -> dict[str, Any]:
        """The ``ready`` that answers."""
        self.say({"type": "watch", "products": list(product_ids)})
        return self.next()

    def close(self) -> None:
        self._connection.close()


class Realtime:
    """A running one."""

    def __init__(self, port: int, process: psutil.Process, log: Path) -> None:
        self.port, self.process, self._log = port, process, log
        self._opened: list[Any] = []

    def log(self) -> str:
        """What it has written."""
        return self._log.read_text()

    def open(self, ticket: str = "", *, tenant: str = "eu", origin: str | None = None, host: str = "", **query: Any) -> Socket:
        """Connect as a client of the region. What it answers first is the test's to read."""
        asked = {**({"ticket": ticket} if ticket else {}), **query}
        address = f"ws://{host or f'api.{tenant}.localhost'}/ws/v1/{'?' if asked else ''}{urlencode(asked)}"
        plain = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
        opened = Socket(connect(address, sock=plain, origin=origin, compression=None, proxy=None, ping_interval=None))
        self._opened.append(opened)
        return opened

    def ready(self, ticket: str = "", **options: Any) -> Socket:
        """A connection that has said ``ready``, and nothing before."""
        opened = self.open(ticket, **options)
        assert opened.next()["type"] == "ready"
        return opened

    @contextmanager
    def events(self, ticket: str = "", *, tenant: str = "eu", headers: dict[str, str] | None = None, **query: Any) -> Iterator[Events]:
        """Server-sent events, to be read one by one."""
        asked = {**({"ticket": ticket} if ticket else {}), **query}
        sent = {"Host": f"api.{tenant}.localhost", "Accept": "text/event-stream", **(headers or {})}
        address = f"http://127.0.0.1:{self.port}/ws/v1/events"
        with (
            httpx.Client(trust_env=False, timeout=PATIENCE_S) as client,
            client.stream("GET", address, params=asked, headers=sent) as answer,
        ):
            yield Events(answer)

    def get(self, path: str, *, host: str = "api.eu.localhost", headers: dict[str, str] | None = None) -> httpx.Response:
        return httpx.get(
            f"http://127.0.0.1:{self.port}{path}", headers={"Host": host, **(headers or {})}, trust_env=False, timeout=PATIENCE_S
        )

    def hang_up(self) -> None:
        for opened in self._opened:
            opened.close()
        self._opened.clear()


class Events:
    """An answer of server-sent events."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines() if answer.status_code == 200 else iter(())

    def next(self) -> tuple[str, dict[str, Any]]:
        """The id and the message of the next event but a beat; StopIteration where the answer has ended."""
        event: dict[str, str] = {}
        while True:
            line = next(self._lines)
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif "data" in event:
                message = documented(json.loads(event["data"]))
                if message["type"] != "beat":
                    return event["id"], message
                event = {}

    def problem(self) -> dict[str, Any]:
        return json.loads(self.answer.read())


def documented(message: dict[str, Any]) -> dict[str, Any]:
    """The message, if it is as docs/reference/asyncapi.json says, without anything that is not named there."""
    _validator(message["type"]).validate(message)
    return message


@cache
def _validator(kind: str) -> Draft202012Validator:
    text = ASYNCAPI.read_text()
    components = json.loads(text, object_hook=_closed)["components"]
    return Draft202012Validator({**components["messages"][kind]["payload"], "components": components})


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that allows nothing but what it names."""
    return {**schema, "additionalProperties": False} if schema.get("type") == "object" else schema


@contextmanager
def running_realtime(program: Sequence[str] = REALTIME, **variables: str) -> Iterator[Realtime]:
    """One that answers, with these settings and the tests' own."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(BACKEND), **variables}
    with TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as output:
        command = [sys.executable, *program, f"--port={port}"]
        process = subprocess.Popen(command, cwd=BACKEND, env=environment, stdout=output, stderr=subprocess.STDOUT)
        made = Realtime(port, psutil.Process(process.pid), Path(output.name))
        try:
            _wait(made, process)
            yield made
        finally:
            made.hang_up()
            process.terminate()
            process.wait(PATIENCE_S)


def _wait(made: Realtime, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 2 * PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, f"it does not start:\n{made.log()[-2000:]}"
        try:
            if made.get("/ws/v1/health/live").status_code == 200:
                return
        except httpx.TransportError:
            os.sched_yield()
    raise AssertionError("it does not answer")
