"""`make up`: from nothing, or from last time's data, to a marketplace that answers."""

from __future__ import annotations

import fcntl
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx

from launcher.engines import check_data, last_search_engine, note_search_engine
from launcher.environment import STORE_TITLES, Environment, prepare_environment
from launcher.errors import Refusal
from launcher.follow import Follower, last_lines, log_sizes
from launcher.leftovers import end_leftovers, find_leftovers
from launcher.paths import Paths
from launcher.ports import check_free
from launcher.programs import app_programs, supervisor_config
from launcher.stores import Store, stores
from launcher.supervisor import Supervisor
from launcher.web import APPS, Web, start_build

STORE_TIMEOUT_S = 180.0
OTHERS_STORE_TIMEOUT_S = 10.0
READY_TIMEOUT_S = 240.0
POLL_S = 0.2


def up(paths: Paths, *, is_detached: bool) -> None:
    """
    Start everything. Detached, return once everything answers; else show the logs until stopped.

    :raises Refusal: naming what stands in the way; nothing is left running
    """
    supervisor = Supervisor(paths)
    if supervisor.is_running():
        print("GlobalMarket is already running here: make logs shows what it does, make down stops it.")
        return
    with _stopping_as_interrupt(), _only_one(paths):
        _end_leftovers(paths)
        environment = prepare_environment(paths, os.environ)
        check_data(paths, environment.engines, is_forgetful="cosmos" in environment.ours)
        check_free(environment.ports_needed, base=environment.ports.base)
        sizes = log_sizes(paths.logs)
        try:
            summary = _start_all(paths, supervisor, environment, is_detached=is_detached)
            print(summary, flush=True)
            if not is_detached:
                print("Ctrl-C stops everything. The logs:\n", flush=True)
                _follow_until_stopped(paths, supervisor, sizes)
        except KeyboardInterrupt:
            _stop(supervisor)
            if is_detached:
                raise
        except BaseException:
            _stop(supervisor)
            raise


def _start_all(paths: Paths, supervisor: Supervisor, environment: Environment, *, is_detached: bool) -> str:
    """Start the stores, fill them, start the programs; the addresses and logins to print at the end."""
    servers = stores(paths, environment)
    web_build = start_build(paths, environment.web) if environment.web is not Web.NONE else None
    for store in servers:
        if store.port is not None:
            store.prepare()
    config = supervisor_config(paths, environment)
    supervisor.start(config, environment=environment.for_programs, ends_with_launcher=not is_detached)
    for store in servers:
        with _step(STORE_TITLES[store.name], store.port):
            _wait_for_store(paths, supervisor, store, environment.variables[store.variable])
    with _step("Databases and migrations", is_talkative=True):
        _manage(paths, environment, "provision", output=None)
    if web_build is not None:
        with _step("Web apps (the first build takes two minutes)"):
            web_build.result()
    worker_logs = {name: _Log(paths.logs / f"{name}.log") for name in ("worker", "bulk-worker")}
    supervisor.start_apps()  # they come up while the demo data is looked after
    with _step("Demo data", is_talkative=True):
        logins = _manage(paths, environment, "seed_demo", output=subprocess.PIPE)
    _bring_search_up_to_date(paths, environment)
    with _step("Programs: " + ", ".join(program.name for program in app_programs(paths, environment))):
        _wait_until_ready(paths, supervisor, environment, worker_logs)
    return _summary(paths, environment, logins)


def _bring_search_up_to_date(paths: Paths, environment: Environment) -> None:
    """An engine that was not the last start's knows nothing of what happened meanwhile."""
    engine = environment.engines["SEARCH"]
    last = last_search_engine(paths) or engine
    if last != engine:
        with _step(f"Search moves from {last} to {engine}", is_talkative=True):
            for region in environment.regions:
                _manage(paths, environment, "rebuild_search", "--tenant", region, output=None)
    note_search_engine(paths, engine)


def _wait_for_store(paths: Paths, supervisor: Supervisor, store: Store, address: str) -> None:
    """:raises Refusal: if the server does not answer in time, or at once if ours cannot start"""
    is_ours = store.port is not None
    until = time.monotonic() + (STORE_TIMEOUT_S if is_ours else OTHERS_STORE_TIMEOUT_S)
    while not store.answers(address):
        has_failed = supervisor.states().get(store.name) == "FATAL"
        if not is_ours and time.monotonic() > until:
            raise Refusal(f"The server that {store.variable} names does not answer; see that it runs and that the address is right.")
        if has_failed or time.monotonic() > until:
            raise Refusal(f"{store.name} does not start. The end of its log:\n{last_lines(paths.logs / f'{store.name}.log', 15)}")
        time.sleep(POLL_S / 4)


def _manage(paths: Paths, environment: Environment, *command: str, output: int | None) -> str:
    """Run a management command for all to see; with its output piped, that is the answer, and stderr shows the progress."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=paths.backend,
        env={**environment.for_programs, "GM_LOG_LEVEL": "WARNING"},  # its own words tell the progress
        stdin=subprocess.DEVNULL,
        stdout=output,
        text=True,
    )
    if done.returncode != 0:
        raise Refusal(f"manage.py {command[0]} failed; what it said stands above.\n{done.stdout or ''}".rstrip())
    return (done.stdout or "").strip("\n")


def _wait_until_ready(paths: Paths, supervisor: Supervisor, environment: Environment, worker_logs: dict[str, _Log]) -> None:
    """Until api and realtime say that they are ready, the sandbox answers, the workers take tasks and every program has stayed up."""
    host = f"api.{environment.regions[0]}.localhost:{environment.ports.api}"
    checks: dict[str, Callable[[], bool]] = {
        "api": lambda: _answers(f"http://127.0.0.1:{environment.ports.api}/api/v1/health/ready", host),
        "realtime": lambda: _answers(f"http://127.0.0.1:{environment.ports.realtime}/ws/v1/health/ready", host),
        "sandbox": lambda: _answers(f"http://127.0.0.1:{environment.ports.sandbox}/", None),
    }
    if environment.gateways:
        checks["gateways"] = lambda: _answers(f"http://127.0.0.1:{environment.ports.gateways}/health", None)
    if environment.web is not Web.NONE:
        checks |= {name: functools.partial(_answers, f"http://127.0.0.1:{environment.ports.of(name)}/api/live", None) for name in APPS}
    # asking a worker takes a Celery of one's own, and as long as its own start
    checks |= {name: functools.partial(log.says, " ready.") for name, log in worker_logs.items()}
    until = time.monotonic() + READY_TIMEOUT_S
    while True:
        checks = {name: holds for name, holds in checks.items() if not holds()}
        states = supervisor.states()
        late = sorted({*checks, *(name for name, state in states.items() if state != "RUNNING")})
        if not late:
            return
        failed = sorted(name for name, state in states.items() if state == "FATAL")
        if failed or time.monotonic() > until:
            name = (failed or late)[0]
            raise Refusal(f"{name} does not start. The end of its log:\n{last_lines(paths.logs / f'{name}.log', 20)}")
        time.sleep(POLL_S)


class _Log:
    """What a program has written since this was made."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._begins_at = file.stat().st_size if file.exists() else 0

    def says(self, words: str) -> bool:
        if not self._file.exists():
            return False
        with self._file.open("rb") as source:
            source.seek(self._begins_at)
            return words.encode() in source.read()


def _answers(url: str, host: str | None) -> bool:
    """Ours to judge is the api's health; of the sandbox any answer will do."""
    try:
        response = httpx.get(url, headers={"Host": host} if host else {}, timeout=5, trust_env=False)
    except httpx.HTTPError:
        return False
    return response.is_success or host is None


def _summary(paths: Paths, environment: Environment, logins: str) -> str:
    port = environment.ports.api
    lines = ["", "GlobalMarket is ready."]
    for region in environment.regions:
        if environment.web is not Web.NONE:
            lines.append(f"  {region:<9} http://{region}.localhost:{environment.ports.storefront}/    the shop")
            lines.append(f"  {region:<9} http://vendor.{region}.localhost:{environment.ports.vendor}/    the vendors' dashboard")
            lines.append(f"  {region:<9} http://admin.{region}.localhost:{environment.ports.admin}/    the operator's panel")
        base = f"http://api.{region}.localhost:{port}/api/v1"
        lines.append(f"  {region:<9} {base}/    the API; reference: {base}/docs")
        lines.append(f"  {region:<9} ws://api.{region}.localhost:{environment.ports.realtime}/ws/v1/    live updates")
    lines.append(f"  {'payments':<9} http://127.0.0.1:{environment.ports.sandbox}/    the sandbox provider")
    for gateway in environment.gateways:
        what = "labels" if gateway == "sendcloud" else "payments"
        lines.append(f"  {what:<9} http://127.0.0.1:{environment.ports.gateways}/{gateway}/    stands in for {gateway.title()}")
    lines.append(f"  {'metrics':<9} http://{environment.variables['GM_METRICS_ADDRESS']}/metrics    for Prometheus")
    lines.append(f"  {'mail':<9} {os.path.relpath(paths.local / 'mail')}/")
    return "\n".join([*lines, "", *([logins, ""] if logins else [])])


def _follow_until_stopped(paths: Paths, supervisor: Supervisor, sizes: Mapping[str, int]) -> None:
    follower = Follower(paths.logs, is_coloured=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    follower.skip(sizes)
    while supervisor.is_running():
        follower.print_new()
        time.sleep(POLL_S)
    follower.print_new()
    print("GlobalMarket was stopped from elsewhere.", flush=True)


def _end_leftovers(paths: Paths) -> None:
    if leftovers := find_leftovers(paths):
        print(f"Ending {len(leftovers)} processes that an earlier start has left behind.", flush=True)
        end_leftovers(leftovers)


def _stop(supervisor: Supervisor) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
    print("\nStopping everything ...", flush=True)
    supervisor.stop()
    print("Stopped.", flush=True)


@contextmanager
def _step(title: str, port: int | None = None, *, is_talkative: bool = False) -> Iterator[None]:
    """Say what begins and how long it took; what a talkative step says stands between, on lines of its own."""
    place = f" on port {port}" if port else ""
    print(f"{title}{place} ...", end="\n" if is_talkative else " ", flush=True)
    began = time.monotonic()
    indent = "  " if is_talkative else ""
    try:
        yield
    except BaseException:
        print(f"{indent}failed", flush=True)
        raise
    print(f"{indent}{time.monotonic() - began:.1f} s", flush=True)


@contextmanager
def _stopping_as_interrupt() -> Iterator[None]:
    """A closed terminal and `kill` stop things as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
    yield


@contextmanager
def _only_one(paths: Paths) -> Iterator[None]:
    """:raises Refusal: if another start of this checkout is under way"""
    paths.make()
    with (paths.run / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("Another make up is under way in this checkout; wait for it.") from None
        yield
