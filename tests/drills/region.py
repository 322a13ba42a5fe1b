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
            Drill(site, folder).run(count)
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


class Drill:
    """One run; prints as it goes."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder, self.code, self.steps = site, folder, Code.here(), Steps()
        self.key = pyrage.x25519.Identity.generate()
        self.guest = Guest(site.balance, site.tally, site.facts, Gateway())
        (folder / "key.txt").write_text(str(self.key))

    def run(self, count: int) -> None:
        """:raises Failed:"""
        kept = self.fill(count)
        other = self.parts_of_the_other()
        with self.steps.step("the backup"):
            file = self.save(REGION)
        print(f"  {file.stat().st_size / 2**20:.1f} MB", flush=True)
        late = self.buy(LATE)
        lose(self.site)
        answers = {region: answer(self.site, region) for region in (REGION, OTHER)}
        print(f"  {REGION} is lost and answers {answers[REGION]}; {OTHER} answers {answers[OTHER]}", flush=True)
        self.site.stop_programs()
        self.bring_back(file)
        self.compare(kept, late)
        if answers[OTHER] != 200 or self.parts_of_the_other() != other:
            raise Failed(f"{OTHER} is not what it was")
        self.report(len(late))

    def fill(self, count: int) -> list[dict[str, str]]:
        with self.steps.step(f"{count} orders are placed"):
            place(self.site, count - KNOWN)
            kept = self.buy(KNOWN)
        with self.steps.step("their events are delivered"):
            settle(self.site)
        return kept

    def buy(self, count: int) -> list[dict[str, str]]:
        """The orders, with the tokens that open them."""
        before = len(self.site.tally.orders)
        for _ in range(count):
            self.guest.act()
        return self.site.tally.orders[before:]

    def save(self, region: str) -> Path:
        folder = self.folder / f"{region}-{time.monotonic_ns()}"
        command = ["manage.py", "backup", "--recipient", str(self.key.to_public()), "--to", str(folder), "--tenant", region]
        return Path(self.code.run(command, self.site.environment))

    def parts_of_the_other(self) -> dict[str, str]:
        """What the other region holds, by the hashes of a backup's parts, but for where its relay is."""
        with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(self.save(OTHER).read_bytes(), [self.key]))) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return {member["name"]: member["sha256"] for member in manifest["members"] if member["name"] != "tables/feed_positions.copy"}

    def bring_back(self, file: Path) -> None:
        restore = ["restore", str(file), "--tenant", REGION, "--identity", str(self.folder / "key.txt")]
        for command in (["provision"], restore, *COMMANDS):
            with self.steps.step(command[0]):
                self.code.run(["manage.py", *command], self.site.environment)
        with self.steps.step("the programs start"):
            self.site.begin()

    def compare(self, kept: list[dict[str, str]], late: list[dict[str, str]]) -> None:
        """:raises Failed: if an order of before the backup is not there, or one of after it is, or nobody can buy"""
        for order in kept:
            self.guest.look(order["id"], order["token"])
        found = [order["id"] for order in late if status_of(self.site, order) != 404]
        self.guest.act()
        if self.site.tally.failures or found:
            raise Failed(f"not as before the backup: {self.site.tally.failures[:3]} {found}")

    def report(self, lost: int) -> None:
        seconds = self.steps.seconds
        down = seconds["provision"] + seconds["restore"] + seconds["the programs start"]
        checked = sum(seconds[command[0]] for command in COMMANDS)
        print(f"\nBack after {down:.0f} s and {checked:.0f} s of checks. Lost: {lost} orders that came after the backup.", flush=True)


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
    """The region's database, with all who are connected."""
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


if __name__ == "__main__":
    raise SystemExit(main())
