"""A stack of a drill's own that runs one version: its stores, the sandbox, replicas of the API, relay, worker, and people who buy."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import psycopg
import stack
from people import Crowd, Gateway, Guest, Tally, Vendor
from replicas import RELAY, WORKER, Balance, Code, Program, Replica, programs, sandbox
from run import temporary_folder

from launcher.ports import free_port
from launcher.servers import HOST, Server, start_postgres, start_valkey

__all__ = ["Site", "running", "temporary_folder"]
REPLICAS, GUESTS = 2, 2
BEHIND = {"relay": RELAY, "worker": WORKER}
IN_SCOPE = """
import django; django.setup()
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
with tenancy.scope(directory.get("eu")):
"""


@dataclass
class Site:
    """What runs, and who is there. ``folder`` has the programs' logs."""

    folder: Path
    environment: dict[str, str]
    facts: Mapping[str, Any]
    postgres: Server
    balance: Balance = field(default_factory=Balance)
    tally: Tally = field(default_factory=Tally)
    behind: dict[str, Program] = field(default_factory=dict)
    revived: list[str] = field(default_factory=list)
    crowd: Crowd | None = None

    def begin(self) -> None:
        for number in range(REPLICAS):
            self.balance.add(Replica(f"replica {number}", Code.here(), self.environment, self.folder))
        for name in BEHIND:
            self._start(name)

    def revive_programs(self) -> list[str]:
        """Start relay and worker anew if they have ended, as a cluster does. Which had."""
        ended = [name for name, program in self.behind.items() if not program.is_running()]
        for name in ended:
            self._start(name)
        self.revived += ended
        return ended

    def _start(self, name: str) -> None:
        self.behind[name] = Program(BEHIND[name], Code.here(), self.environment, self.folder / f"{name}.log")

    def open(self) -> None:
        """People come."""
        given = (self.balance, self.tally, self.facts, Gateway())
        self.crowd = Crowd([*(Guest(*given) for _ in range(GUESTS)), Vendor(*given)])
        self.crowd.start()

    def close(self) -> None:
        if self.crowd is not None:
            self.crowd.stop()
            self.crowd = None

    def stage(self, name: str, seconds: float) -> None:
        """Let people go on for a while."""
        self.tally.stage = name
        time.sleep(seconds)
        self.tally.report()

    def django(self, code: str) -> str:
        """The last line that some code prints, in the region's scope."""
        return stack.run(self.environment, [sys.executable, "-c", IN_SCOPE + indent(code.strip(), "    ")])

    def revive_postgres(self, data: Path) -> bool:
        """Start it anew if it has ended, as its supervisor does. Whether it had."""
        if not self.postgres.has_ended:
            return False
        self.postgres = start_postgres(data, self.postgres.port, durable=True)
        return True

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """The region's, as the program sees it."""
        with psycopg.connect(self.environment["GM_REGION_EU_DATABASE_URL"], autocommit=True) as connection:
            yield connection

    def end(self) -> None:
        self.close()
        self.stop_programs()

    def stop_programs(self) -> None:
        self.balance.end()
        for program in self.behind.values():
            program.end()


@contextmanager
def running(folder: Path, *, stores: Path | None = None, **settings: str) -> Iterator[Site]:
    """
    With two vendors and a hundred products. ``settings`` are of the programs' environment; ``stores`` is where PostgreSQL and Valkey keep
    what they have, if it is another folder.
    """
    place = stores or folder
    with ExitStack() as ends:
        postgres = ends.enter_context(start_postgres(place / "postgres", durable=True))
        valkey = ends.enter_context(start_valkey(place / "valkey"))
        ports = {"api": free_port(), "sandbox": free_port()}
        environment = stack.environment_of(place, postgres.url, valkey.url, ports) | settings
        print("A stack of its own is made and filled.", flush=True)
        stack.run(environment, [sys.executable, "manage.py", "provision"])
        facts = json.loads(stack.run(environment, [sys.executable, str(stack.BENCH / "catalogue.py"), "--vendors=2", "--products-each=50"]))
        ends.enter_context(programs({"sandbox": sandbox(ports["sandbox"])}, Code.here(), environment, folder))
        stack.wait_for(f"http://{HOST}:{ports['sandbox']}/", None)
        site = Site(folder, environment, facts, postgres)
        ends.callback(lambda: site.postgres.stop())
        ends.callback(site.end)
        site.begin()
        yield site
