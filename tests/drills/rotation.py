"""
Every key of the programs is exchanged for another while people buy, and no request may fail.

    make drill-rotation

It has a stack of its own: PostgreSQL, Valkey and the sandbox provider, two replicas of the API, relay and worker. Each step of
docs/guides/rotate-keys.md restarts them one after the other, so that programs of the former and of the next configuration serve side by
side; requests go to either by chance. Then the database's role and the provider's key. At the end the books, the stock and the audit log
must agree.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import httpx
import psycopg
import stack
from checks import Failed, check
from people import Crowd, Gateway, Guest, Tally, Vendor
from replicas import RELAY, WORKER, Balance, Code, Program, Replica, programs, sandbox, send
from run import temporary_folder

from launcher.ports import free_port
from launcher.servers import HOST, start_postgres, start_valkey

REPLICAS, GUESTS, VENDORS = 2, 2, 1
AT_EACH_STAGE_S = 5.0
KEYS = ("GM_SECRET_KEY", "GM_FIELD_ENCRYPTION_KEY", "GM_GATEWAY_SECRET")
ROLE, PROVIDER = "GM_REGION_EU_DATABASE_URL", "GM_REGION_EU_SANDBOX_API_KEY"
ADVANCE = """
import django; django.setup()
from datetime import timedelta
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy import directory
with tenancy.scope(directory.get("eu")):
    print(clock.advance(timedelta(hours=25)))
"""


class Drill:
    """One run; prints as it goes."""

    def __init__(self, folder: Path, environment: Mapping[str, str], facts: Mapping[str, object], *, second_provider_key: str) -> None:
        self.folder, self.environment, self.facts = folder, dict(environment), facts
        self.second_provider_key = second_provider_key
        self.code = Code.here()
        self.balance, self.tally, self.gateway = Balance(), Tally(), Gateway(secret=environment["GM_GATEWAY_SECRET"])
        self.behind: dict[str, Program] = {}
        self.crowd: Crowd | None = None
        self.vendors: list[Vendor] = []

    def run(self) -> None:
        """:raises Failed:"""
        former = {key: self.environment[key] for key in KEYS}
        new = {key: secrets.token_urlsafe(48) for key in KEYS}
        self.begin()
        first_token = self.vendors[0].session["access_token"]
        self.stage("the former keys")
        self.exchange("former,new", {key: f"{former[key]},{new[key]}" for key in KEYS})
        self.gateway.secret = new["GM_GATEWAY_SECRET"]
        self.exchange("new,former", {key: f"{new[key]},{former[key]}" for key in KEYS})
        self.must_say(200, first_token, "a token of before, at the end of the overlap")
        self.pass_the_overlap()
        # the key of fields stays behind as long as something was encrypted with it
        self.exchange("new", {**new, "GM_FIELD_ENCRYPTION_KEY": f"{new['GM_FIELD_ENCRYPTION_KEY']},{former['GM_FIELD_ENCRYPTION_KEY']}"})
        self.must_say(401, first_token, "a token of before, after it")
        self.exchange_role()
        self.exchange("the provider's second key", {PROVIDER: self.second_provider_key})
        self.pause()
        self.leak()
        check(self.tally, self.code, self.environment)

    def begin(self) -> None:
        self.tally.stage = "start"
        for _ in range(REPLICAS):
            self.balance.add(Replica("former", self.code, self.environment, self.folder))
        self.start_behind()
        self.vendors = [Vendor(self.balance, self.tally, self.facts, self.gateway) for _ in range(VENDORS)]
        self.go_on()

    def go_on(self) -> None:
        guests = [Guest(self.balance, self.tally, self.facts, self.gateway) for _ in range(GUESTS)]
        self.crowd = Crowd([*guests, *self.vendors])
        self.crowd.start()

    def pause(self) -> None:
        if self.crowd is not None:
            self.crowd.stop()
            self.crowd = None

    def end(self) -> None:
        self.pause()
        self.balance.end()
        for program in self.behind.values():
            program.end()

    def start_behind(self) -> None:
        """Relay and worker, instead of those that run."""
        for program in self.behind.values():
            program.end()
        started = {"relay": RELAY, "worker": WORKER}
        self.behind = {
            name: Program(command, self.code, self.environment, self.folder / f"{name}.log") for name, command in started.items()
        }

    def stage(self, name: str) -> None:
        """Let people go on for a while."""
        self.tally.stage = name
        time.sleep(AT_EACH_STAGE_S)
        self.tally.report()

    def exchange(self, name: str, values: Mapping[str, str]) -> None:
        """Every program gets these values, one after the other."""
        self.environment |= values
        self.tally.stage = f"while programs change to {name}"
        self.balance.roll(name, self.code, self.environment, self.folder)
        self.start_behind()
        self.tally.report()
        self.stage(f"all programs have {name}")

    def pass_the_overlap(self) -> None:
        """A day and an hour, by the development clock: access tokens and stored answers of before are over by then."""
        self.pause()
        stack.run(self.environment, [sys.executable, "-c", ADVANCE])
        self.tally.stage = "a day later"
        for vendor in self.vendors:
            vendor.refresh()  # by a refresh token of before: no key signs it
        self.go_on()
        self.stage("a day later")

    def exchange_role(self) -> None:
        """Another role for the same database; the former one is dropped once no program has it."""
        former = urlsplit(self.environment[ROLE])
        name, password = f"{former.username}_b", secrets.token_urlsafe(24)
        address = former._replace(netloc=f"{name}:{password}@{former.hostname}:{former.port}").geturl()
        self.tally.stage = "while provision makes another role"
        stack.run({**self.environment, ROLE: address}, [sys.executable, "manage.py", "provision"])
        self.exchange("another role of the database", {ROLE: address})
        with psycopg.connect(self.environment["GM_POSTGRES_ADMIN_URL"], dbname=former.path.lstrip("/"), autocommit=True) as admin:
            admin.execute(f'DROP OWNED BY "{former.username}"')
            admin.execute(f'DROP ROLE "{former.username}"')
        self.stage("the former role is dropped")

    def leak(self) -> None:
        """Without an overlap: people's programs fetch new access tokens by their refresh tokens, and links to orders still open them."""
        self.tally.stage = "a leaked key, at once"
        self.environment["GM_SECRET_KEY"] = secrets.token_urlsafe(48)
        self.balance.roll("a key that shares nothing", self.code, self.environment, self.folder)
        for vendor in self.vendors:
            self.must_say(401, vendor.session["access_token"], "a token of the leaked key")
            vendor.refresh()
            self.must_say(200, vendor.session["access_token"], "the token that came for its refresh token")
        guest = Guest(self.balance, self.tally, self.facts, self.gateway)
        for order in self.tally.orders[:5]:
            guest.look(order["id"], order["token"])
        self.tally.report()

    def must_say(self, status: int, access_token: str, what: str) -> None:
        """:raises Failed: if any replica says anything else to that token"""
        headers = {**self.gateway.headers(), "Authorization": f"Bearer {access_token}"}
        with httpx.Client(trust_env=False) as client:
            said = [send(replica, client, "GET", "me", headers=headers).status_code for replica in self.balance.members()]
        if set(said) != {status}:
            raise Failed(f"{what}: {said} instead of {status}")
        print(f"  {what}: {status}", flush=True)


def main() -> int:
    with temporary_folder() as folder, ExitStack() as ends:
        postgres = ends.enter_context(start_postgres(folder / "postgres", durable=False))
        valkey = ends.enter_context(start_valkey(folder / "valkey"))
        ports = {"api": free_port(), "sandbox": free_port()}
        environment = stack.environment_of(folder, postgres.url, valkey.url, ports)
        # With the development clock each request asks Valkey for the time: on a busy machine a quarter of a second is soon over.
        environment |= {"GM_GATEWAY_SECRET": secrets.token_urlsafe(48), "GM_DEVELOPMENT_CLOCK": "true", "GM_VALKEY_TIMEOUT_S": "5"}
        second_key = secrets.token_urlsafe(24)
        print("A stack of its own is made and filled.", flush=True)
        stack.run(environment, [sys.executable, "manage.py", "provision"])
        facts = json.loads(stack.run(environment, [sys.executable, str(stack.BENCH / "catalogue.py"), "--vendors=2", "--products-each=50"]))
        provider = {**environment, PROVIDER: f"{environment[PROVIDER]},{second_key}"}  # whose dashboard has both
        ends.enter_context(programs({"sandbox": sandbox(ports["sandbox"])}, Code.here(), provider, folder))
        stack.wait_for(f"http://{HOST}:{ports['sandbox']}/", None)
        drill = Drill(folder, environment, facts, second_provider_key=second_key)
        ends.callback(drill.end)
        try:
            drill.run()
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
