"""The API as a cluster runs it: several processes, one after the other of which is exchanged while people go on asking."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import httpx

from launcher.errors import Refusal
from launcher.paths import this_checkout
from launcher.ports import free_port
from launcher.programs import API
from launcher.servers import HOST

START_S, END_S = 180.0, 40.0
ASK_S = 60.0


class Code(NamedTuple):
    """A version of the program: where it lies, and the Python that has its packages."""

    folder: Path
    python: str

    @classmethod
    def here(cls) -> Self:
        return cls(this_checkout().root, sys.executable)

    @property
    def backend(self) -> Path:
        return self.folder / "backend"

    def variables(self, environment: Mapping[str, str]) -> dict[str, str]:
        return {**environment, "PYTHONPATH": os.pathsep.join([str(self.backend), str(self.folder / "infra" / "local")])}

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> str:
        """The last line that a command of Django's prints. :raises Refusal: if it fails"""
        done = subprocess.run(
            [self.python, *command], cwd=self.backend, env=self.variables(environment), stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise Refusal(f"{' '.join(command)} of {self.folder} fails with {done.returncode}.\n{done.stdout[-2000:]}")
        return (done.stdout.splitlines() or [""])[-1]


class Program:
    """A running one."""

    def __init__(self, command: Sequence[str], code: Code, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [code.python, *command], cwd=code.backend, env=code.variables(environment), stdout=output, stderr=output
            )

    def is_running(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """As a cluster does: asked first, killed if it does not."""
        self._process.terminate()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Replica:
    """One process of the API, and how many requests it is busy with."""

    def __init__(self, title: str, code: Code, environment: Mapping[str, str], folder: Path) -> None:
        self.title, self.port = title, free_port()
        self._busy, self._lock = 0, threading.Lock()
        command = [*API, f"--host={HOST}", f"--port={self.port}", "--workers=1"]
        self.program = Program(command, code, environment, folder / f"api-{self.port}.log")

    def wait_until_ready(self) -> None:
        """:raises RuntimeError: with the end of its log, if it ends or does not answer"""
        until = time.monotonic() + START_S
        while self.program.is_running() and time.monotonic() < until:
            try:
                if httpx.get(self.url("health/ready"), headers=host(), timeout=5, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        raise RuntimeError(f"{self.title} does not start:\n{self.program.log.read_text(errors='replace')[-3000:]}")

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}/api/v1/{path}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def drain_and_end(self) -> None:
        """Once it is asked nothing more: wait for what is under way, then end it."""
        until = time.monotonic() + END_S
        while self._busy and time.monotonic() < until:
            time.sleep(0.05)
        self.program.end()


class Balance:
    """Who asks gets any of the replicas that are in it, by chance."""

    def __init__(self) -> None:
        self._replicas: list[Replica] = []
        self._lock = threading.Lock()

    @contextmanager
    def one(self, but: Replica | None = None) -> Iterator[Replica]:
        """Another one than ``but``, if there is another."""
        with self._lock:
            others = [replica for replica in self._replicas if replica is not but]
            chosen = random.choice(others or self._replicas)
            serving = chosen.serving()
            serving.__enter__()
        try:
            yield chosen
        finally:
            serving.__exit__(None, None, None)

    def add(self, replica: Replica) -> None:
        replica.wait_until_ready()
        with self._lock:
            self._replicas.append(replica)

    def remove(self, replica: Replica) -> None:
        with self._lock:
            self._replicas.remove(replica)
        replica.drain_and_end()

    def members(self) -> list[Replica]:
        with self._lock:
            return list(self._replicas)

    def exchange(self, former: Replica, title: str, code: Code, environment: Mapping[str, str], folder: Path) -> None:
        """One replica for one of this code and configuration: the new one first."""
        self.add(Replica(title, code, environment, folder))
        self.remove(former)

    def roll(self, title: str, code: Code, environment: Mapping[str, str], folder: Path) -> None:
        """Every replica, one after the other."""
        for former in self.members():
            self.exchange(former, title, code, environment, folder)

    def end(self) -> None:
        for replica in self.members():
            self.remove(replica)


@contextmanager
def programs(wanted: Mapping[str, Sequence[str]], code: Code, environment: Mapping[str, str], folder: Path) -> Iterator[dict[str, Program]]:
    """Those behind the API, by name, until the block ends."""
    with ExitStack() as ends:
        started = {}
        for name, command in wanted.items():
            started[name] = Program(command, code, environment, folder / f"{name}.log")
            ends.callback(started[name].end)
        yield started


def host() -> dict[str, str]:
    return {"Host": "api.eu.localhost"}


def sandbox(port: int) -> list[str]:
    return ["-m", "granian", f"--host={HOST}", "--no-ws", "--interface=asgi", f"--port={port}", "payment_sandbox.app:app"]


RELAY = ["manage.py", "run_relay"]
WORKER = ["-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency=2", "--queues=prompt,bulk", "--loglevel=WARNING"]


def send(replica: Replica, client: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {**host(), **options.pop("headers", {})}
    return client.request(method, replica.url(path), headers=headers, timeout=ASK_S, **options)
