"""
The former version and this one serve side by side on one database while people buy, as in a rollout; then the former alone again, as after
a rollback; then this one. No request may fail.

    make drill-rollout FORMER=v1.4.0        the last release, if none is named; without one, the commit of a day ago

The former version makes and fills the stack, which is its own: PostgreSQL, Valkey, the sandbox provider, two replicas of the API, relay and
worker. Then this version migrates (docs/concepts/deployment.md, "Expand and contract"). At the end the books, the stock and the audit log
must agree.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import stack
from checks import Failed, check
from people import Crowd, Gateway, Guest, Person, Tally, Vendor
from replicas import RELAY, WORKER, Balance, Code, Program, Replica, programs, sandbox
from run import temporary_folder

from launcher.errors import Refusal
from launcher.paths import this_checkout
from launcher.ports import free_port
from launcher.servers import HOST, start_postgres, start_valkey

GUESTS = 2
AT_EACH_STAGE_S, SIDE_BY_SIDE_S = 10.0, 30.0
LOCKS = ("backend/requirements/base.txt", "backend/requirements/dev.txt")


class Drill:
    """One run; prints as it goes."""

    def __init__(self, folder: Path, former: Code, environment: Mapping[str, str], facts: Mapping[str, object]) -> None:
        self.folder, self.former, self.new, self.environment, self.facts = folder, former, Code.here(), environment, facts
        self.balance, self.tally = Balance(), Tally()
        self.behind: list[Program] = []
        self.crowd: Crowd | None = None

    def run(self) -> None:
        """:raises Failed:"""
        self.tally.stage = "start"
        for _ in range(2):
            self.balance.add(Replica("former", self.former, self.environment, self.folder))
        self.start_behind(self.former, "former")
        self.start_people()
        self.stage("the former version", AT_EACH_STAGE_S)

        self.tally.stage = "the former version, while this one migrates"
        self.new.run(["manage.py", "provision"], self.environment)
        self.tally.report()

        self.start_behind(self.new, "new")
        self.exchange(to="new", code=self.new)
        self.stage("both versions", SIDE_BY_SIDE_S)

        self.exchange(to="former", code=self.former)
        self.end_behind("new")
        self.stage("rolled back to the former version", AT_EACH_STAGE_S)

        self.start_behind(self.new, "new")
        self.exchange(to="new", code=self.new)
        self.exchange(to="new", code=self.new)
        self.end_behind("former")
        self.stage("this version", AT_EACH_STAGE_S)

        self.stop_people()
        check(self.tally, self.new, self.environment)

    def start_people(self) -> None:
        given = (self.balance, self.tally, self.facts, Gateway())
        people: list[Person] = [Vendor(*given), *(Guest(*given) for _ in range(GUESTS))]
        self.crowd = Crowd(people)
        self.crowd.start()

    def stop_people(self) -> None:
        if self.crowd is not None:
            self.crowd.stop()
            self.crowd = None

    def exchange(self, *, to: str, code: Code) -> None:
        """One replica of the other version."""
        self.tally.stage = f"one replica changes to the {to} version"
        other = next(replica for replica in self.balance.members() if replica.title != to)
        self.balance.exchange(other, to, code, self.environment, self.folder)
        self.tally.report()

    def start_behind(self, code: Code, version: str) -> None:
        """Relay and worker of a version, next to those that run."""
        for name, command in {"relay": RELAY, "worker": WORKER}.items():
            self.behind.append(Program(command, code, self.environment, self.folder / f"{version}-{name}.log"))

    def end_behind(self, version: str) -> None:
        for program in [program for program in self.behind if program.log.name.startswith(version)]:
            self.behind.remove(program)
            program.end()

    def stage(self, name: str, seconds: float) -> None:
        self.tally.stage = name
        time.sleep(seconds)
        self.tally.report()

    def end(self) -> None:
        self.stop_people()
        self.balance.end()
        for program in self.behind:
            program.end()


def former_version(commit: str, folder: Path) -> Code:
    """Its files, and a Python with its packages: ours, where both have the same locks. :raises Refusal: if git knows no such commit"""
    here = this_checkout().root
    made = folder / "former"
    made.mkdir()
    archive = subprocess.run(["git", "archive", "--format=tar", commit], cwd=here, capture_output=True, check=False)
    if archive.returncode:
        raise Refusal(f"git has no version {commit}: {archive.stderr.decode().strip()}")
    subprocess.run(["tar", "--extract", "--directory", str(made)], input=archive.stdout, check=True)
    python = sys.executable
    if any((made / lock).read_text() != (here / lock).read_text() for lock in LOCKS):
        print("Its packages are others than ours: they are installed.", flush=True)
        python = _python_of(made, folder / "venv")
    compiled = [python, "-m", "babel.messages.frontend", "--quiet", "compile", "--domain", "django", "--directory", "backend/locale"]
    subprocess.run(compiled, cwd=made, check=True)
    return Code(made, python)


def _python_of(version: Path, venv: Path) -> str:
    uv = str(Path(sys.prefix) / ".uv" / "bin" / "uv")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    python = str(venv / "bin" / "python")
    locks = [word for lock in LOCKS for word in ("--requirement", str(version / lock))]
    subprocess.run([uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, *locks], check=True)
    return python


def last_release() -> str:
    """The newest tag such as v1.4.0; without one, the last commit that is a day old."""
    here = this_checkout().root
    for command in (
        ["describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^"],
        ["rev-list", "--max-count=1", "--before=1 day ago", "HEAD"],
    ):
        done = subprocess.run(["git", *command], cwd=here, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip()
    raise Refusal("There is no release and no commit of a day ago; name one: make drill-rollout FORMER=...")


def main() -> int:
    parser = argparse.ArgumentParser(description="The former version and this one, side by side.")
    parser.add_argument("--former", default="", help="a tag or a commit; the last release, if it is left out")
    former_name = parser.parse_args().former or last_release()
    with temporary_folder() as folder, ExitStack() as ends:
        try:
            former = former_version(former_name, folder)
        except Refusal as refusal:
            sys.exit(str(refusal))
        postgres = ends.enter_context(start_postgres(folder / "postgres", durable=False))
        valkey = ends.enter_context(start_valkey(folder / "valkey"))
        ports = {"api": free_port(), "sandbox": free_port()}
        environment = stack.environment_of(folder, postgres.url, valkey.url, ports)
        print(f"A stack of its own is made and filled by {former_name}.", flush=True)
        former.run(["manage.py", "provision"], environment)
        catalogue = former.folder / "tests" / "bench" / "catalogue.py"
        facts = json.loads(former.run([str(catalogue), "--vendors=2", "--products-each=50"], environment))
        ends.enter_context(programs({"sandbox": sandbox(ports["sandbox"])}, Code.here(), environment, folder))
        stack.wait_for(f"http://{HOST}:{ports['sandbox']}/", None)
        drill = Drill(folder, former, environment, facts)
        ends.callback(drill.end)
        try:
            drill.run()
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
