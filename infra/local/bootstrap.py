"""
Make or refresh .venv, so that it holds exactly what the lock says. Standard library only: nothing is installed yet.

uv lives in a small environment of its own inside .venv, since syncing removes whatever the lock does not name.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (whatever Python the machine has comes by here)
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit("GlobalMarket needs Python 3.11 or newer, not " + found + "; name one: make up PYTHON=python3.11")

import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
UV_HOME = VENV / ".uv"
REQUIREMENTS = ROOT / "backend" / "requirements"
LOCK = REQUIREMENTS / "dev.txt"
UV_LOCK = REQUIREMENTS / "uv.txt"


class Refusal(Exception):
    """What stops the bootstrap, as one sentence for the person at the keyboard."""


def main() -> None:
    """:raises SystemExit: with one sentence, if the environment cannot be made"""
    began = time.monotonic()
    try:
        is_changed = refresh()
    except Refusal as refusal:
        sys.exit(f"GlobalMarket: {refusal}")
    if is_changed:
        say(f"Python environment: ready ({time.monotonic() - began:.1f} s)")


def refresh() -> bool:
    """Bring .venv up to the lock; false if it already was. :raises Refusal: naming what is missing"""
    if not os.access(ROOT, os.W_OK):
        raise Refusal(f"{ROOT} is not writable for you; clone the project into a folder of your own.")
    ensure_venv()
    uv_is_new = stamped(UV_HOME / "stamp", UV_LOCK, install_uv)
    lock_is_new = stamped(VENV / "lock-stamp", LOCK, sync)
    return uv_is_new or lock_is_new


def ensure_venv() -> None:
    """Make .venv where there is none, and anew where its Python has gone."""
    if VENV_PYTHON.exists() and works(VENV_PYTHON):
        return
    if VENV.exists():
        say("Python environment: .venv no longer runs, making it anew")
        shutil.rmtree(VENV)
    say(f"Python environment: making .venv with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "Python cannot make a virtual environment")


def works(python: Path) -> bool:
    check = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, capture_output=True).returncode == 0


def stamped(stamp: Path, lock: Path, install: object) -> bool:
    """Run ``install`` unless ``stamp`` says that this very lock was installed by it; true if it ran."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    stamp.unlink(missing_ok=True)
    assert callable(install)
    install()
    stamp.write_text(digest)
    return True


def install_uv() -> None:
    say("Python environment: installing uv")
    shutil.rmtree(UV_HOME, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(UV_HOME)],
        "Python cannot make an environment with pip in it (on Debian and Ubuntu: apt install python3-venv)",
    )
    pip = [str(UV_HOME / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "install", "--require-hashes", "--requirement", str(UV_LOCK)], "uv could not be installed")


def sync() -> None:
    say("Python environment: installing the locked packages")
    # compiled once here, since every program of `make up` imports most of it
    uv = [str(UV_HOME / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--system-certs"]
    run([*uv, "--python", str(VENV_PYTHON), str(LOCK)], "the locked packages could not be installed")


def run(command: list[str], fault: str) -> None:
    """:raises Refusal: with ``fault`` and the end of what the command said"""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Refusal(f"{fault}:\n{done.stdout.strip()[-2000:]}")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
