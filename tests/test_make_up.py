"""
The launcher behind `make up`, as its user meets it: on a copy of it around a marketplace of a few lines.

Its servers are the real ones, so a start and a stop take some seconds; what needs no server is tested without one.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from launcher.environment import prepare_environment
from launcher.paths import Paths
from launcher.ports import free_port, is_free

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_S = 90.0
OFFSETS = (0, 5, 10, 20, 21, 30)

MARKETPLACE = {
    "backend/manage.py": """
        import os, sys, time
        print("doing", sys.argv[1], file=sys.stderr)
        if sys.argv[1] == "provision":
            import psycopg
            psycopg.connect(os.environ["GM_POSTGRES_ADMIN_URL"]).close()
        if sys.argv[1] == "seed_demo":
            print("  staff  admin@globalmarket.example")
        while sys.argv[1] == "run_relay":
            time.sleep(1)
        """,
    "backend/config/__init__.py": "",
    "backend/config/celery.py": """
        import os
        from celery import Celery
        app = Celery("stand-in", broker=os.environ["GM_VALKEY_URL"])
        """,
    "backend/config/rsgi.py": """
        import os
        class Application:
            async def __rsgi__(self, scope, exchange):
                is_ours = scope.headers.get("host").startswith("api.eu.localhost")
                exchange.response_str(200 if is_ours else 421, [], str(os.getppid()))
        application = Application()
        """,
    "backend/config/realtime.py": """
        import sys
        import uvicorn
        async def app(scope, receive, send):
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b""})
        uvicorn.run(app, port=int(sys.argv[2].removeprefix("--port=")))
        """,
    "infra/local/payment_sandbox/__init__.py": "",
    "infra/local/payment_sandbox/app.py": """
        async def app(scope, receive, send):
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 404, "headers": []})
                await send({"type": "http.response.body", "body": b""})
        """,
}


def _hear_ctrl_c() -> None:
    """A test run in the background of a shell is deaf to it, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Checkout:
    """A copy of the launcher with ports of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.base = free_base()

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        # neither the test run's settings nor its test servers may leak into the copy
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GM_", "DJANGO_"))}
        variables = {**clean, "PYTHONPATH": str(self.root / "infra/local"), "PORT_BASE": str(self.base), "WEB": "0", **environment}
        command = [sys.executable, "-m", "launcher", *arguments]
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_hear_ctrl_c,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        process = self.start(*arguments, **environment)
        said, _ = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, said

    def api_process(self) -> int | None:
        """The main process of the api, as the api reports it; None while it does not answer."""
        headers = {"Host": f"api.eu.localhost:{self.base}"}
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.base}/api/v1/health/ready", headers=headers, trust_env=False)
        except httpx.HTTPError:
            return None
        return int(answer.text) if answer.is_success else None

    def processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if str(self.root) in " ".join(_command_line(process))]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / "infra/local/launcher", root / "infra/local/launcher", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "infra/local/bootstrap.py", root / "infra/local")
    shutil.copy(ROOT / "Makefile", root)
    (root / "backend/config").mkdir(parents=True)
    for name in ("server.py", "open_files.py"):
        shutil.copy(ROOT / "backend/config" / name, root / "backend/config")
    for name, text in MARKETPLACE.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(re.sub(r"^ {8}", "", text, flags=re.MULTILINE))
    copy = Checkout(root)
    yield copy
    if copy.processes():
        copy.run("down")


def free_base() -> int:
    while True:
        base = free_port()
        if base <= 65000 and all(is_free(base + offset) for offset in OFFSETS):
            return base


def eventually(holds: Callable[[], object]) -> bool:
    """Whether it comes to hold before the time is up."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_heals_what_dies_and_leaves_nothing_behind_even_if_the_supervisor_was_killed(checkout):
    status, said = checkout.run("up", "--detach")
    first = checkout.api_process()

    assert status == 0, said
    assert f"http://api.mena.localhost:{checkout.base}/api/v1/" in said
    assert "admin@globalmarket.example" in said
    assert first is not None

    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: checkout.api_process() not in (None, first))
    assert first not in {checkout.api_process() for _ in range(20)}  # no worker of the killed one answers
    assert "already running" in checkout.run("up", "--detach")[1]

    os.kill(int((checkout.root / ".local/run/supervisord.pid").read_text()), signal.SIGKILL)

    assert checkout.run("down") == (0, "Stopped.\n")
    assert checkout.processes() == []
    assert all(is_free(checkout.base + offset) for offset in OFFSETS)


def test_ctrl_c_ends_every_process(checkout):
    launcher = checkout.start("up")
    for line in launcher.stdout:
        if "The logs:" in line:
            break

    launcher.send_signal(signal.SIGINT)
    rest, _ = launcher.communicate(timeout=TIMEOUT_S)

    assert rest.endswith("Stopped.\n")
    assert checkout.processes() == []
    assert all(is_free(checkout.base + offset) for offset in OFFSETS)


@pytest.mark.parametrize(("offset", "purpose"), [(0, "the api"), (5, "live updates"), (20, "PostgreSQL")])
def test_a_taken_port_is_named_with_a_way_out(checkout, offset, purpose):
    with socket.create_server(("127.0.0.1", checkout.base + offset)):
        status, said = checkout.run("up", "--detach")

    assert status == 1
    assert said.startswith(f"GlobalMarket: Port {checkout.base + offset}, which {purpose} needs, is taken by ")
    assert "make up PORT_BASE=" in said
    assert checkout.processes() == []


def test_a_port_base_that_is_no_port_is_refused(checkout):
    status, said = checkout.run("up", "--detach", PORT_BASE="eighty")

    assert (status, said) == (1, "GlobalMarket: PORT_BASE is 'eighty'; it must be a number from 1024 to 65000.\n")


def test_a_migration_that_fails_stops_the_start_and_the_stores(checkout):
    (checkout.root / "backend/manage.py").write_text("import sys; sys.exit('no such table')")

    status, said = checkout.run("up", "--detach")

    assert status == 1
    assert "no such table" in said
    assert "manage.py provision failed" in said
    assert checkout.processes() == []


def test_without_python_make_says_what_to_install(checkout):
    done = subprocess.run(["make", "setup", "PYTHON="], cwd=checkout.root, capture_output=True, text=True)

    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr


def test_help_names_every_target(checkout):
    said = subprocess.run(["make", "help"], cwd=checkout.root, capture_output=True, text=True, check=True).stdout

    for target in ("up", "down", "reset", "logs", "test", "journey", "bench", "lock"):
        assert f"make {target} " in said


def test_secrets_stay_when_the_ports_change(checkout):
    paths = Paths(checkout.root)
    paths.make()

    before = prepare_environment(paths, {"PORT_BASE": "9000"})
    # the shell of a person who has sourced .local/env
    after = prepare_environment(paths, {"PORT_BASE": "9500", **before.variables})

    assert after.postgres_password == before.postgres_password
    assert after.variables["GM_DATABASE_URL"] == before.variables["GM_DATABASE_URL"].replace(":9020/", ":9520/")
    assert after.variables["GM_SANDBOX_URL"] == "http://127.0.0.1:9510"
    assert stat.S_IMODE(paths.env_file.stat().st_mode) == stat.S_IMODE(paths.secrets_file.stat().st_mode) == 0o600


def test_servers_of_the_operator_take_the_place_of_the_embedded_ones(checkout):
    paths = Paths(checkout.root)
    paths.make()
    (paths.root / ".env").write_text("GM_POSTGRES_ADMIN_URL=postgresql://boss:pw@db.example:5432/postgres\nGM_REGIONS=eu\n")

    environment = prepare_environment(paths, {"PORT_BASE": "9000", "GM_VALKEY_URL": "redis://cache.example/0"})

    web_apps = {"the storefront": 9001, "the vendors' dashboard": 9002, "the operator's panel": 9003}
    assert environment.ports_needed == {"the api": 9000, "live updates": 9005, "the payment sandbox": 9010, "the metrics": 9030} | web_apps
    assert environment.variables["GM_VALKEY_URL"] == "redis://cache.example/0"
    assert re.fullmatch(
        r"postgresql://globalmarket_eu:[\w-]{40,}@db\.example:5432/globalmarket_eu", environment.variables["GM_REGION_EU_DATABASE_URL"]
    )
    assert "GM_REGION_MENA_DATABASE_URL" not in environment.variables
