"""
What live updates cost: sockets on one process, how soon a commit reaches them, and what they take from the API next to them.

    make bench-live               2,000 sockets, 10 s for each measurement of the API
    make bench-live QUICK=1       500 sockets, 3 s

All programs are those of ``make up``, on a stack of its own; the sockets' client is a process of its own on the same machine. A change is a
level of stock, set by a program that notes the time at which its transaction has committed; a socket notes when its message arrives.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent))

import scenarios
import stack
from load import Result, drive_reads, drive_shoppers
from run import READERS, SHOPPERS, print_machine, temporary_folder

from launcher.paths import this_checkout

CHANGES = 20
PAUSE_S = 2.0  # from one change to the next while the API is measured


def main() -> None:
    """:raises SystemExit: if a message does not arrive"""
    parser = argparse.ArgumentParser(description="Measure live updates.")
    parser.add_argument("--quick", action="store_true", help="500 sockets, and 3 s for each measurement of the API instead of 10")
    is_quick = parser.parse_args().quick
    count, times = (500, {"seconds": 3.0, "warm_up_s": 1.0}) if is_quick else (2_000, {"seconds": 10.0, "warm_up_s": 2.0})
    print_machine()
    facts: dict[str, Any] = {}
    environment: dict[str, str] = {}

    def fill(given: Mapping[str, str]) -> None:
        environment.update(given)
        facts.update(json.loads(stack.run(given, [sys.executable, str(stack.BENCH / "catalogue.py")])))

    with temporary_folder() as folder, stack.running(folder, fill) as made:
        Bench(made, facts, environment, count=count, times=times).run()


class Bench:
    """One run; prints as it goes."""

    def __init__(self, made: stack.Stack, facts: Mapping[str, Any], environment: Mapping[str, str], *, count: int, times: Any) -> None:
        self._stack, self._facts, self._environment = made, facts, environment
        self._count, self._times = count, times
        self._process = psutil.Process(made.processes["realtime"])

    def run(self) -> None:
        one, everybody = self._facts["stocked"][:2]
        alone = self._api("no socket")
        before = self._process.memory_info().rss
        products = (one["product_id"], everybody["product_id"])
        with _program(["live_sockets.py", str(self._stack.realtime_port), str(self._count), *products], self._environment) as client:
            connected_s = _answer(client)["connected_s"]
            each_kb = (self._process.memory_info().rss - before) / 1024 / self._count
            print(f"\n{self._count} sockets in {connected_s:.1f} s; {each_kb:.1f} kB of memory for each ({before / 2**20:.0f} MB without)")
            self._show_delays("to one socket", client, one, 1)
            self._show_delays(f"to all {self._count}", client, everybody, self._count)
            _compare(alone, self._api(f"{self._count} silent sockets"))
            with self._changing(everybody):
                _compare(alone, self._api(f"{self._count} sockets, a change for all of them each {PAUSE_S} s"))

    def _show_delays(self, name: str, client: subprocess.Popen[str], variant: Mapping[str, str], receivers: int) -> None:
        spent, began = self._process.cpu_times(), time.monotonic()
        delays: list[float] = []
        with self._changer() as changer:
            for _ in range(CHANGES):  # one after the other: several at once may become one message
                _say(changer, variant)
                committed = _answer(changer)
                _say(client, {"wanted": receivers, "product_id": variant["product_id"]})
                received = _answer(client)["received"]
                if len(received) != receivers:
                    raise SystemExit(f"{len(received)} messages arrived instead of {receivers}.")
                delays += [(at - committed) * 1000 for at in received]
        now, took_s = self._process.cpu_times(), time.monotonic() - began
        used = (now.user + now.system - spent.user - spent.system) / took_s
        p50, p95 = median(delays), sorted(delays)[int(len(delays) * 0.95)]
        print(f"from commit to receipt, {name:14} p50 {p50:6.0f} ms, p95 {p95:6.0f} ms, {used:.0%} of a core for all of it", flush=True)

    @contextmanager
    def _changing(self, variant: Mapping[str, str]) -> Iterator[None]:
        """Changes all the while."""
        has_ended = threading.Event()
        with self._changer() as changer:

            def change() -> None:
                while not has_ended.wait(PAUSE_S):
                    _say(changer, variant)
                    _answer(changer)

            changes = threading.Thread(target=change)
            changes.start()
            yield
            has_ended.set()
            changes.join()

    def _changer(self) -> AbstractContextManager[subprocess.Popen[str]]:
        return _program(["live_changes.py"], self._environment)

    def _api(self, name: str) -> dict[str, float]:
        """Requests a second of a read that is made anew, and of checkouts."""
        print(f"\nThe API with {name}")
        requests = scenarios.reads(self._facts, self._stack.api_port)["one product"]
        measures: dict[str, Callable[[], Result]] = {
            "one product": lambda: drive_reads(self._stack.api_port, requests, connections=READERS, **self._times),
            "checkout for cash": lambda: drive_shoppers(
                self._stack.api_port, scenarios.buy_for_cash, self._facts, shoppers=SHOPPERS, **self._times
            ),
        }
        rates = {}
        for kind, measure in measures.items():
            result = measure()
            if result.failed:
                raise SystemExit(f"{kind}: {result.failures[0]}")
            rates[kind] = result.rate
            print(
                f"  {kind:20} {result.rate:8.1f} a second, p50 {result.percentile_ms(0.5):.1f} ms, p95 {result.percentile_ms(0.95):.1f} ms"
            )
        return rates


def _compare(alone: Mapping[str, float], now: Mapping[str, float]) -> None:
    print("  " + ", ".join(f"{kind} {now[kind] / rate - 1:+.1%}" for kind, rate in alone.items()))


@contextmanager
def _program(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """One of this folder, which is asked and answers line by line."""
    whole = [sys.executable, str(stack.BENCH / command[0]), *command[1:]]
    program = subprocess.Popen(
        whole, cwd=this_checkout().backend, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(environment)
    )
    try:
        yield program
    finally:
        program.kill()
        program.wait()


def _say(client: subprocess.Popen[str], message: Any) -> None:
    assert client.stdin is not None
    client.stdin.write(json.dumps(message) + "\n")
    client.stdin.flush()


def _answer(client: subprocess.Popen[str]) -> Any:
    assert client.stdout is not None
    return json.loads(client.stdout.readline())


if __name__ == "__main__":
    main()
