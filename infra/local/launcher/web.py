"""The web apps: built when their sources have changed, while the databases are made; then served by Next.js."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Set
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

from launcher import node
from launcher.errors import Refusal
from launcher.paths import Paths, this_checkout

BUILD_TIMEOUT_S = 600
NOT_SOURCES = {"node_modules", ".next", "next-env.d.ts", "tsconfig.tsbuildinfo"}
NEXT = "node_modules/next/dist/bin/next"
APPS = ("storefront", "vendor", "admin")  # as their folders, their programs and their ports are named


class Web(StrEnum):
    """How the web apps run: as in production, with each change of a source shown at once, or not at all."""

    BUILT = ""
    DEVELOPMENT = "dev"
    NONE = "0"


def chosen_web(option: str) -> Web:
    """What the option WEB says. :raises Refusal: on nonsense"""
    if option not in list(Web):
        raise Refusal(f"WEB is {option!r}; it may be 0 (without the web apps) or dev (with hot reload), or left out.")
    return Web(option)


def start_build(paths: Paths, web: Web) -> Future[bool]:
    """
    Install in the background, and build what is served as in production. The result is false if there was nothing to build; it raises
    Refusal with the last words of what failed.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="web-build")
    build = executor.submit(_build, paths, web)
    executor.shutdown(wait=False)
    return build


def serve_command(paths: Paths, web: Web, *, app: str, port: int, host: str) -> list[str]:
    if web is Web.DEVELOPMENT:
        return [str(node.NODE), str(paths.frontend / NEXT), "dev", f"--port={port}", f"--hostname={host}"]
    return [str(node.NODE), str(paths.web_app(app) / "server.ts"), f"--port={port}", f"--hostname={host}"]


def install(paths: Paths) -> None:
    """:raises Refusal: if npm cannot install what the lock names"""
    node.install(paths.frontend, "The packages of the web apps")


def _build(paths: Paths, web: Web) -> bool:
    install(paths)
    if web is Web.DEVELOPMENT:
        return False
    # One after the other: a build takes all processors that there are.
    built = [_build_app(paths, name) for name in APPS]
    return any(built)


def _build_app(paths: Paths, name: str) -> bool:
    folder = paths.web_app(name)
    stamp = folder / ".next" / "sources-stamp"
    digest = _digest(paths, name)
    if stamp.exists() and stamp.read_text() == digest:
        return False
    stamp.unlink(missing_ok=True)
    log = paths.logs / f"web-build-{name}.log"
    with log.open("w") as output:
        done = subprocess.run(
            [str(node.NODE), str(paths.frontend / NEXT), "build"],
            cwd=folder,
            env={**os.environ, "NEXT_TELEMETRY_DISABLED": "1", "NODE_ENV": "production"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=BUILD_TIMEOUT_S,
        )
    if done.returncode != 0:
        raise Refusal(f"The web app {name} could not be built. The end of what Next.js said:\n{log.read_text().strip()[-2000:]}")
    stamp.write_text(digest)
    return True


def _digest(paths: Paths, name: str) -> str:
    """Of all sources of an app, by path and content: its own, and those that all apps have."""
    digest = hashlib.sha256()
    others = {paths.web_app(other) for other in APPS if other != name}
    for file in sorted(_sources(paths.frontend, others)):
        digest.update(f"{file.relative_to(paths.frontend)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _sources(folder: Path, left_out: Set[Path]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in NOT_SOURCES or entry in left_out:
            continue
        if entry.is_dir():
            yield from _sources(entry, left_out)
        else:
            yield entry


if __name__ == "__main__":
    try:
        install(this_checkout())
    except Refusal as refusal:
        sys.exit(f"GlobalMarket: {refusal}")
