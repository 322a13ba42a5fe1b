"""
The disk on which PostgreSQL, Valkey and files lie is full for a while, and people go on buying.

    make drill-disk

It makes a file system of its own in memory, which takes root on Linux, and fills it with one file. As long as it is full, every answer is
the one that is due or a 503 that says when to ask again; PostgreSQL may end, and is started again as its supervisor would. Once
there is room, everything goes on by itself: whatever was answered with 201 is there, and the books, the stock and the audit log agree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import httpx
from checks import Failed, check
from people import Person
from replicas import Code, host
from staging import Site, running, temporary_folder

from launcher.servers import postgres_answers

SIZE_MB, FULL_S, MENDED_S = 900, 30.0, 180.0
ALONE = "GM_DRILL_HAS_MOUNTS_OF_ITS_OWN"


def main() -> int:
    if ALONE not in os.environ:
        run_alone()
    Person.patience_s = FULL_S + MENDED_S
    with temporary_folder() as folder:
        disk = folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "drill", str(disk)], check=True)
        with running(folder, stores=disk) as site:
            try:
                drill(site, disk)
            except Failed as failure:
                print(f"\n{failure}", file=sys.stderr)
                return 1
    return 0


def run_alone() -> NoReturn:
    """Again, where mounts are of this process and its children alone: they are gone when it ends."""
    unshare = shutil.which("unshare")
    if os.geteuid() != 0 or unshare is None:
        sys.exit("This drill mounts a file system of its own: it needs Linux, root, and unshare (package util-linux).")
    os.execve(unshare, [unshare, "--mount", sys.executable, *sys.argv], {**os.environ, ALONE: "1"})  # no shell is wanted


def drill(site: Site, disk: Path) -> None:
    """:raises Failed:"""
    site.open()
    site.stage("before", 5)
    confirmed = len(site.tally.orders)
    fill(disk)
    site.stage("the disk is full", FULL_S)
    report(site, disk)
    (disk / "ballast").unlink()
    recover(site, disk)
    site.stage("there is room again", 15)
    site.close()
    if len(site.tally.orders) <= confirmed:
        raise Failed("nobody could buy afterwards")
    check(site.tally, Code.here(), site.environment)


def fill(disk: Path) -> None:
    """To the last byte."""
    with (disk / "ballast").open("wb") as file:
        for block in (2**20, 2**12):
            try:
                while True:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, block)
            except OSError:
                continue


def report(site: Site, disk: Path) -> None:
    print(f"  {shutil.disk_usage(disk).free} bytes are free; PostgreSQL answers: {answers(site)}", flush=True)
    said = [line for line in (disk / "postgres.log").read_text(errors="replace").splitlines() if "space" in line or "PANIC" in line]
    print("".join(f"  PostgreSQL: {line[-150:]}\n" for line in said[-2:]), end="", flush=True)
    ended = [name for name, program in site.behind.items() if not program.is_running()]
    print(f"  programs that ended: {', '.join(ended) or 'none'}", flush=True)


def recover(site: Site, disk: Path) -> None:
    """Until the API says that all its stores answer. :raises Failed: if it does not come to that by itself"""
    began = time.monotonic()
    if site.revive_postgres(disk / "postgres"):
        print("  PostgreSQL had ended, and is started again", flush=True)
    for replica in site.balance.members():
        while not is_ready(replica.url("health/ready")):
            if time.monotonic() - began > MENDED_S:
                raise Failed(f"{replica.title} does not recover:\n{replica.program.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.5)
    print(f"  {time.monotonic() - began:.1f} s after there was room every replica is ready", flush=True)


def is_ready(url: str) -> bool:
    try:
        return httpx.get(url, headers=host(), timeout=10, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def answers(site: Site) -> bool:
    return postgres_answers(site.environment["GM_POSTGRES_ADMIN_URL"])


if __name__ == "__main__":
    raise SystemExit(main())
