"""
The tools that would read what lies in `infra/` and `k8s/`: built once from their Go modules into `.local/infra/bin`.

`pinned.toml` names the version of each; Go checks every module by its sum. So a check needs Go and nothing else of the machine.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PINNED = tomllib.loads((Path(__file__).parent / "pinned.toml").read_text())
TOOLS = ROOT / ".local" / "infra" / "bin"
TIMEOUT_S = 1_800  # the first build of promtool takes minutes on two cores


class ToolFailed(Exception):
    """A tool is missing, cannot be fetched, or finds a fault; its words are the message."""


class Lacking(ToolFailed):
    """What this machine would need for a check; nothing is known of what it would find."""


class NoGo(Lacking):
    """There is no Go to build the tool with, and nobody has built it here before."""


def tool(name: str) -> Path:
    """The tool in its pinned version, built first if it is not there. :raises NoGo: :raises ToolFailed: with what Go says"""
    pinned = PINNED["tools"][name]
    stamp, wanted = TOOLS / f"{name}.version", f"{pinned['package']}@{pinned['version']}"
    with _alone(name):
        if not stamp.exists() or stamp.read_text() != wanted:
            print(f"building {wanted}", flush=True)
            # under Go's own name: the last part of the package's path
            run([go(), "install", f"-tags={pinned.get('tags', '')}", wanted], environment={"GOBIN": str(TOOLS / f"{name}.build")})
            (built,) = (TOOLS / f"{name}.build").iterdir()
            built.replace(TOOLS / name)
            stamp.write_text(wanted)
    return TOOLS / name


def go() -> str:
    """:raises NoGo: if there is none on the path"""
    found = shutil.which("go")
    if found is None:
        raise NoGo(f"The checks of infra/ and k8s/ are built with Go {PINNED['go']['version']} or newer; it is not on the path.")
    return found


def run(command: Sequence[str], *, cwd: Path = ROOT, environment: dict[str, str] | None = None) -> str:
    """What it writes to standard output. :raises ToolFailed: with what it says, if it does not end with 0"""
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=None if command[0].endswith("go") else subprocess.STDOUT,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    if done.returncode:
        raise ToolFailed(f"{Path(command[0]).name} fails:\n{done.stdout[-8000:]}")
    return done.stdout


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Tests run side by side: one builds, the others wait."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
