"""
A region's database is lost and comes back from the last backup: how long each step takes, what is lost, and what the other region notices.

    make drill-region                      with 1,000 orders
    make drill-region ORDERS=10000

Orders are placed, a backup is made, a few more orders follow. Then the region's database is dropped. The other region must go on answering,
and must not have changed in the end; every order of before the backup must be there and nothing of what came after it; the books, the
stock and the audit log must agree.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import httpx
import psycopg
import pyrage
import scenarios
from checks import COMMANDS, SETTLED_S, WAITING, Failed
from load import Connection
from people import Gateway, Guest
from psycopg import sql
from replicas import Code
from staging import Site, running, temporary_folder

SHOPPERS, KNOWN, LATE = 4, 5, 3
REGION, OTHER = "eu", "mena"


class Steps:
    """Prints how long each takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        print(f"  {name:<44} {self.seconds[name]:8.1f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="A region is lost and comes back from its backup.")
    parser.add_argument("--orders", type=int, default=1_000)
    count = parser.parse_args().orders
    with temporary_folder() as folder, running(folder) as site:
        try:
            drill(site, folder, count)
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


def drill(site: Site, folder: Path, count: int) -> None:
    """:raises Failed:"""
    steps, code = Steps(), Code.here()
    key = pyrage.x25519.Identity.generate()
    (folder / "key.txt").write_text(str(key))
    guest = Guest(site.balance, site.tally, site.facts, Gateway())
    with steps.step(f"{count} orders are placed"):
        place(site, count - KNOWN)
        for _ in range(KNOWN):
            guest.act()
    kept = list(site.tally.orders)
    with steps.step("their events are delivered"):
        settle(site)
    command = ["manage.py", "backup", "--recipient", str(key.to_public()), "--to"]
    other_before = parts(code.run([*command, str(folder / "before"), "--tenant", OTHER], site.environment), key)
    with steps.step("the backup"):
        file = Path(code.run([*command, str(folder / "backups"), "--tenant", REGION], site.environment))
    print(f"  {file.stat().st_size / 2**20:.1f} MB", flush=True)
    for _ in range(LATE):
        guest.act()
    late = [order for order in site.tally.orders if order not in kept]
    lose(site)
    if answer(site, OTHER) != 200:
        raise Failed(f"{OTHER} does not answer while {REGION} is lost: {answer(site, OTHER)}")
    print(f"  {REGION} is lost and answers {answer(site, REGION)}; {OTHER} answers {answer(site, OTHER)}", flush=True)
    site.stop_programs()
    with steps.step("provision"):
        code.run(["manage.py", "provision"], site.environment)
    with steps.step("restore"):
        code.run(["manage.py", "restore", str(file), "--tenant", REGION, "--identity", str(folder / "key.txt")], site.environment)
    for check in COMMANDS:
        with steps.step(" ".join(check)):
            code.run(["manage.py", *check], site.environment)
    with steps.step("the programs start"):
        site.begin()
    for order in kept:
        guest.look(order["id"], order["token"])
    found = [order for order in late if status_of(site, order) != 404]
    if site.tally.failures or found:
        raise Failed(f"not as before the backup: {site.tally.failures[:3]} {found}")
    guest.act()
    if parts(code.run([*command, str(folder / "after"), "--tenant", OTHER], site.environment), key) != other_before:
        raise Failed(f"{OTHER} has changed")
    checked_s = sum(steps.seconds[" ".join(command)] for command in COMMANDS)
    down = sum(steps.seconds[name] for name in ("provision", "restore", "the programs start"))
    print(f"\nBack after {down:.0f} s and {checked_s:.0f} s of checks. Lost: {len(late)} orders that came after the backup.", flush=True)


def place(site: Site, count: int) -> None:
    """By people who pay on delivery."""
    ports = [replica.port for replica in site.balance.members()]

    def shop(number: int) -> None:
        connection, chosen = Connection(ports[number % len(ports)]), random.Random(number)
        for _ in range(number, count, SHOPPERS):
            scenarios.buy_for_cash(connection, chosen, site.facts)

    with ThreadPoolExecutor(SHOPPERS) as pool:
        list(pool.map(shop, range(SHOPPERS)))


def settle(site: Site) -> None:
    """:raises Failed: if an event is not delivered"""
    until = time.monotonic() + SETTLED_S
    while int(Code.here().run(["-c", WAITING], site.environment)):
        if time.monotonic() > until:
            raise Failed("events are not delivered")
        time.sleep(1)


def lose(site: Site) -> None:
    """The region's database, with whoever is connected."""
    name = urlsplit(site.environment[f"GM_REGION_{REGION.upper()}_DATABASE_URL"]).path.lstrip("/")
    with psycopg.connect(site.environment["GM_POSTGRES_ADMIN_URL"], autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def answer(site: Site, region: str) -> int:
    """What the region's API says to a visitor."""
    (replica, *_) = site.balance.members()
    url = replica.url("store/products?country=AE" if region == OTHER else "store/products?country=NL")
    return httpx.get(url, headers={"Host": f"api.{region}.localhost"}, trust_env=False, timeout=60).status_code


def status_of(site: Site, order: dict[str, str]) -> int:
    (replica, *_) = site.balance.members()
    headers = {"Host": f"api.{REGION}.localhost", "Order-Token": order["token"]}
    return httpx.get(replica.url(f"store/orders/{order['id']}"), headers=headers, trust_env=False, timeout=60).status_code


def parts(file: str, key: pyrage.x25519.Identity) -> dict[str, str]:
    """What a backup holds, by the hashes of its parts."""
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(Path(file).read_bytes(), [key]))) as archive:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return {member["name"]: member["sha256"] for member in manifest["members"]}


if __name__ == "__main__":
    raise SystemExit(main())
