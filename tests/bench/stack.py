"""A throw-away stack: PostgreSQL (durable) and Valkey of its own, and the programs that `make up` starts, on free ports."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from launcher.errors import Refusal
from launcher.paths import this_checkout
from launcher.ports import free_port
from launcher.programs import API, REALTIME
from launcher.servers import HOST, start_postgres, start_valkey

PATIENCE_S = 120.0
BENCH = Path(__file__).parent
REGIONS = ("eu", "mena")


@dataclass(frozen=True, slots=True)
class Stack:
    """A running one: the api, and the bare view on the same kind of server."""

    api_port: int
    bare_port: int
    realtime_port: int
    processes: Mapping[str, int]  # the id of each program's process, PostgreSQL's too


@contextmanager
def running(folder: Path, fill: Callable[[Mapping[str, str]], None]) -> Iterator[Stack]:
    """Start the stores in ``folder``, ``fill`` them (it is given the environment), start the programs; end everything afterwards."""
    with ExitStack() as ends:
        postgres = ends.enter_context(start_postgres(folder / "postgres", durable=True))
        valkey = ends.enter_context(start_valkey(folder / "valkey"))
        ports = {name: free_port() for name in ("api", "sandbox", "bare", "realtime")}
        environment = environment_of(folder, postgres.url, valkey.url, ports) | {"GM_METRICS_ADDRESS": f"{HOST}:{free_port()}"}
        run(environment, [sys.executable, "manage.py", "provision"])
        fill(environment)
        paths = this_checkout()
        processes = {"postgres": int((folder / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])}
        granian = [sys.executable, "-m", "granian", f"--host={HOST}", "--no-ws"]
        api = [sys.executable, *API, f"--host={HOST}"]
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
        for name, command, directory in (
            ("api", [*api, f"--port={ports['api']}"], paths.backend),
            ("bare", [*api, f"--port={ports['bare']}", "--target=bare:front"], BENCH),
            ("realtime", [sys.executable, *REALTIME, f"--host={HOST}", f"--port={ports['realtime']}"], paths.backend),
            ("sandbox", [*granian, "--interface=asgi", f"--port={ports['sandbox']}", "payment_sandbox.app:app"], paths.tools),
            ("relay", [sys.executable, "manage.py", "run_relay"], paths.backend),
            ("worker", [*celery, "worker", "--concurrency=2", "--queues=prompt,bulk", "--loglevel=WARNING"], paths.backend),
        ):
            processes[name] = ends.enter_context(_program(name, command, directory, environment, folder))
        wait_for(f"http://{HOST}:{ports['bare']}/", "localhost")
        wait_for(f"http://{HOST}:{ports['sandbox']}/", None)
        wait_for(f"http://{HOST}:{ports['realtime']}/ws/v1/health/ready", "localhost")
        wait_for(f"http://{HOST}:{ports['api']}/api/v1/health/ready", f"api.eu.localhost:{ports['api']}")
        yield Stack(api_port=ports["api"], bare_port=ports["bare"], realtime_port=ports["realtime"], processes=processes)


def run(environment: Mapping[str, str], command: Sequence[str]) -> str:
    """Run a command inside Django; what it printed last. :raises Refusal: if it fails"""
    done = subprocess.run(command, cwd=this_checkout().backend, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Refusal(f"{' '.join(command[1:])} failed with {done.returncode}.\n{done.stdout[-2000:]}")
    return (done.stdout.splitlines() or [""])[-1]


@contextmanager
def _program(name: str, command: Sequence[str], directory: Path, environment: Mapping[str, str], folder: Path) -> Iterator[int]:
    path = os.pathsep.join([str(directory), str(this_checkout().backend), str(this_checkout().tools)])
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=directory, env={**environment, "PYTHONPATH": path}, stdout=log, stderr=log)
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment_of(folder: Path, postgres_url: str, valkey_url: str, ports: Mapping[str, int]) -> dict[str, str]:
    """The environment of the programs: addresses, and secrets made up for this run."""
    server = postgres_url.rpartition("@")[2].partition("/")[0]

    def database(name: str) -> str:
        return f"postgresql://{name}:{secrets.token_urlsafe(24)}@{server}/{name}"

    own = {
        "GM_ENVIRONMENT": "development",
        "GM_PUBLIC_SCHEME": "http",
        "GM_PORT_BASE": str(ports["api"]),
        "GM_REGIONS": ",".join(REGIONS),
        "GM_SECRET_KEY": secrets.token_urlsafe(48),
        "GM_FIELD_ENCRYPTION_KEY": secrets.token_urlsafe(48),
        "GM_POSTGRES_ADMIN_URL": postgres_url,
        "GM_DATABASE_URL": database("globalmarket_platform"),
        **{f"GM_REGION_{region.upper()}_DATABASE_URL": database(f"globalmarket_{region}") for region in REGIONS},
        "GM_VALKEY_URL": valkey_url,
        "GM_SANDBOX_URL": f"http://{HOST}:{ports['sandbox']}",
        **{
            f"GM_REGION_{region.upper()}_SANDBOX_{name}": secrets.token_urlsafe(24)
            for region in REGIONS
            for name in ("API_KEY", "WEBHOOK_SECRET")
        },
        "GM_MAIL_DIR": str(folder / "mail"),
        "GM_MEDIA_DIR": str(folder / "media"),
        "GM_LOG_LEVEL": "WARNING",
        "GM_LIVE_CONNECTIONS_OF_ADDRESS": "10000",
        "SANDBOX_DB": str(folder / "payments.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GM_")}
    return {**inherited, **own, "PYTHONPATH": os.pathsep.join([str(this_checkout().backend), str(this_checkout().tools)])}


def wait_for(url: str, host: str | None) -> None:
    """:raises Refusal: if nothing answers in time (of another program than the api any answer will do)"""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            answer = httpx.get(url, headers={"Host": host} if host else {}, timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
            continue
        if answer.is_success or host is None:
            return
        time.sleep(0.1)
    raise Refusal(f"{url} does not answer.")
