"""A marketplace of the benchmark's own: the very programs that `make up` starts, on data that is thrown away."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from launcher.environment import Environment, prepare_environment
from launcher.errors import Refusal
from launcher.paths import Paths, this_checkout
from launcher.ports import check_free
from launcher.programs import API_THREADS, API_WORKERS, supervisor_config
from launcher.servers import create_cluster, postgres_answers, valkey_answers, write_valkey_config
from launcher.supervisor import Supervisor

PATIENCE_S = 120.0
BARE_PORT = 30  # above the base
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class BenchPaths(Paths):
    """As a checkout's own, with the data in a folder beside."""

    @property
    def local(self) -> Path:
        return self.root / ".local" / "bench"


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack, empty but for the regions."""

    paths: Paths
    environment: Environment
    supervisor: Supervisor

    @property
    def port(self) -> int:
        return int(self.environment.ports.api)

    @property
    def host(self) -> str:
        return f"api.eu.localhost:{self.port}"

    def run_script(self, name: str, *arguments: str) -> str:
        """Run a script of this folder inside Django, on this stack's data; what it prints."""
        return self._run([sys.executable, str(HERE / name), *arguments])

    def manage(self, *arguments: str) -> str:
        return self._run([sys.executable, "manage.py", *arguments])

    def start_programs(self) -> None:
        """Api, worker, beat, relay and sandbox; returns once the api is ready."""
        self.supervisor.start_apps()
        _wait("the api", lambda: _is_ready(self.port, self.host))

    def cpu_seconds(self) -> dict[str, float]:
        """What each program has used of the processors so far, its children with it."""
        used: dict[str, float] = {}
        daemon = psutil.Process(int((self.paths.run / "supervisord.pid").read_text()))
        for process in daemon.children():
            name = _program_of(process)
            used[name] = used.get(name, 0.0) + _cpu(process) + sum(_cpu(child) for child in process.children(recursive=True))
        return used

    def _run(self, command: Sequence[str]) -> str:
        path = {"PYTHONPATH": str(self.paths.backend), "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment = {**self.environment.for_programs, **path}
        done = subprocess.run(command, cwd=self.paths.backend, env=environment, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise Refusal(f"{' '.join(command[1:3])} failed with {done.returncode}.\n{done.stdout[-2000:]}")
        return done.stdout


@contextmanager
def own_stack() -> Iterator[Stack]:
    """Start the stores on free ports, with their data in .local/bench, and end and forget everything afterwards."""
    paths = BenchPaths(root=this_checkout().root)
    supervisor = Supervisor(paths)
    supervisor.stop()
    shutil.rmtree(paths.local, ignore_errors=True)
    paths.local.parent.mkdir(mode=0o700, exist_ok=True)
    paths.make()
    environment = _environment(paths)
    try:
        create_cluster(paths.postgres, password=environment.variables["GM_POSTGRES_ADMIN_URL"].split(":")[2].rpartition("@")[0])
        write_valkey_config(paths.valkey, port=environment.ports.valkey, password=environment.valkey_password or "")
        supervisor.start(supervisor_config(paths, environment), environment=environment.for_programs, ends_with_launcher=True)
        _wait("PostgreSQL", lambda: postgres_answers(environment.variables["GM_POSTGRES_ADMIN_URL"]))
        _wait("Valkey", lambda: valkey_answers(environment.variables["GM_VALKEY_URL"]))
        stack = Stack(paths, environment, supervisor)
        stack.manage("provision")
        yield stack
    finally:
        supervisor.stop()
        shutil.rmtree(paths.local, ignore_errors=True)


@contextmanager
def bare_view(stack: Stack) -> Iterator[int]:
    """The same server with a Django view that answers a constant: what the machine and the server alone can do. Its port."""
    port = stack.port + BARE_PORT
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}", "--no-ws"]
    command += [f"--workers={API_WORKERS}", f"--blocking-threads={API_THREADS}", f"--backpressure={API_THREADS}", "bare:application"]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait("the bare view", lambda: _is_ready(port, "localhost"))
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _environment(paths: Paths) -> Environment:
    """On the first base from which all ports are free. No server that the operator may have named is used."""
    for base in range(21_000, 30_000, 100):
        environment = prepare_environment(paths, {"PORT_BASE": str(base)})
        try:
            check_free({**environment.ports_needed, "the bare view": base + BARE_PORT}, base=base)
        except Refusal:
            continue
        return environment
    raise Refusal("No free ports from 21000 to 30000.")


def _wait(what: str, answers: object) -> None:
    until = time.monotonic() + PATIENCE_S
    while not answers():  # type: ignore[operator]
        if time.monotonic() > until:
            raise Refusal(f"{what} does not start within {PATIENCE_S:.0f} s.")
        time.sleep(0.1)


def _is_ready(port: int, host: str) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/health/ready", headers={"Host": host}, timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _program_of(process: psutil.Process) -> str:
    if process.name() in ("postgres", "valkey-server"):
        return "valkey" if process.name() == "valkey-server" else "postgres"
    try:
        return process.environ().get("SUPERVISOR_PROCESS_NAME", "other")
    except psutil.Error:
        return "other"


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
