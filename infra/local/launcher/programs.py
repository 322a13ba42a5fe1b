"""What runs, and supervisord's configuration for it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.environment import Environment
from launcher.paths import Paths
from launcher.servers import HOST
from launcher.stores import stores
from launcher.web import APPS, Web, serve_command

API = ("-m", "config.server")  # which says how the server is set up
REALTIME = ("-m", "config.realtime")  # likewise
WORKERS = 2  # processes that take tasks, for each of the queues
GROUP = "app"
RPC_INTERFACE = "supervisor.rpcinterface:make_main_rpcinterface"


@dataclass(frozen=True, slots=True)
class Program:
    """One supervised process; ``stop_wait_s`` is how long it may take to end what it is doing."""

    name: str
    command: Sequence[str]
    directory: Path
    stop_signal: str = "TERM"
    stop_wait_s: int = 15
    import_path: Path | None = None


def store_programs(paths: Paths, environment: Environment) -> list[Program]:
    """The servers that are ours to start; none for one that the operator named."""
    ours = [store for store in stores(paths, environment) if store.port is not None]
    return [
        Program(store.name, store.command(), paths.root, stop_signal=store.stop_signal, stop_wait_s=store.stop_wait_s) for store in ours
    ]


def app_programs(paths: Paths, environment: Environment) -> list[Program]:
    """The marketplace itself, and the payment providers that stand in for real ones."""
    granian = ["-m", "granian", f"--host={HOST}", "--no-ws"]
    celery = ["-m", "celery", "--quiet", "-A", "config"]
    schedule = str(paths.run / "beat-schedule")
    ports = environment.ports
    api = [*API, f"--host={HOST}", f"--port={ports.api}"]
    realtime = [*REALTIME, f"--host={HOST}", f"--port={ports.realtime}"]
    worker = [*celery, "worker", f"--concurrency={WORKERS}", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]
    sandbox = [*granian, "--interface=asgi", f"--port={ports.sandbox}", "payment_sandbox.app:app"]
    programs = [
        _python("api", api, paths.backend),
        _python("realtime", realtime, paths.backend),
        _python("worker", [*worker, "--queues=prompt"], paths.backend),
        _python("bulk-worker", [*worker, "--queues=bulk"], paths.backend),
        _python("beat", beat, paths.backend),
        _python("relay", ["manage.py", "run_relay"], paths.backend),
        _python("sandbox", sandbox, paths.tools),
    ]
    if environment.gateways:
        gateways = ["-m", "payment_doubles", f"--host={HOST}", f"--port={ports.gateways}"]
        programs.append(_python("gateways", gateways, paths.tools))
    if environment.web is not Web.NONE:
        programs += [_web_app(name, paths, environment) for name in APPS]
    return programs


def _web_app(name: str, paths: Paths, environment: Environment) -> Program:
    serve = serve_command(paths, environment.web, app=name, port=environment.ports.of(name), host=HOST)
    command = [sys.executable, "-m", "launcher.replace", *serve]
    return Program(name, command, paths.web_app(name), import_path=paths.tools)


def _python(name: str, arguments: Sequence[str], directory: Path) -> Program:
    # launcher.replace ends what a killed predecessor has left behind, then becomes the program.
    command = [sys.executable, "-m", "launcher.replace", sys.executable, *arguments]
    return Program(name, command, directory, stop_wait_s=25, import_path=directory)


def supervisor_config(paths: Paths, environment: Environment) -> str:
    """
    The text of supervisord's configuration. Secrets are not in it: programs inherit the environment.

    The stores start at once; the group ``app`` when the launcher says so, after the databases are ready. Everything
    stops in the reverse order.
    """
    stores = store_programs(paths, environment)
    apps = app_programs(paths, environment)
    group = {"programs": ",".join(program.name for program in apps), "priority": "200"}
    sections = [
        _section("supervisord", _daemon(paths)),
        _section("unix_http_server", {"file": str(paths.socket), "chmod": "0700"}),
        _section("rpcinterface:supervisor", {"supervisor.rpcinterface_factory": RPC_INTERFACE}),
        *(_program_section(paths, program, starts_at_once=True) for program in stores),
        *(_program_section(paths, program, starts_at_once=False) for program in apps),
        _section(f"group:{GROUP}", group),
    ]
    return "\n".join(sections)


def _daemon(paths: Paths) -> dict[str, str]:
    options = {
        "nodaemon": "true",
        "logfile": str(paths.logs / "supervisord.log"),
        "logfile_maxbytes": "5MB",
        "logfile_backups": "1",
        "pidfile": str(paths.run / "supervisord.pid"),
        "directory": str(paths.root),
    }
    return {**options, "user": "root"} if os.getuid() == 0 else options


def _program_section(paths: Paths, program: Program, *, starts_at_once: bool) -> str:
    options = {
        "command": shlex.join(program.command),
        "directory": str(program.directory),
        "autostart": str(starts_at_once).lower(),
        "autorestart": "true",
        "startsecs": "1",
        "startretries": "5",
        "stopsignal": program.stop_signal,
        "stopwaitsecs": str(program.stop_wait_s),
        "killasgroup": "true",
        "priority": "100",
        "redirect_stderr": "true",
        # relative to where supervisord is started: it expands this value twice, which no escaping survives
        "stdout_logfile": str((paths.logs / f"{program.name}.log").relative_to(paths.root)),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "2",
    }
    if program.import_path is not None:
        import_path = os.pathsep.join(dict.fromkeys([str(program.import_path), str(paths.tools)]))
        options["environment"] = f'PYTHONPATH="{import_path}"'
    return _section(f"program:{program.name}", options)


def _section(name: str, options: dict[str, str]) -> str:
    # supervisord expands %(...)s in every value
    lines = [f"{key}={value.replace('%', '%%')}" for key, value in options.items()]
    return "\n".join([f"[{name}]", *lines, ""])
