"""
The benchmark: hot reads, whole checkouts and product files against a throw-away stack of its own, on this machine.

    make bench               10 s for each measurement
    make bench QUICK=1       3 s, for a quick look

PostgreSQL is durable (fsync on), the api has as many workers and threads as `make up` gives it, and client and servers share the
machine. A bare Django view on the same server, measured in the same run, shows how fast the machine is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent))

import imports
import scenarios
import stack
from load import Connection, Result, drive_reads, drive_shoppers, request_bytes

READERS, SHOPPERS = 16, 8
COUNTING = {"X-Count-Store-Calls": "1"}
CARD = {"payment_method": "sandbox_card", "card_token": "tok_ok"}
CASH = {"payment_method": "cash_on_delivery"}


def main() -> None:
    """:raises SystemExit: if the stack does not start, or any request fails"""
    parser = argparse.ArgumentParser(description="Measure the hot reads, whole checkouts and product files.")
    parser.add_argument("--quick", action="store_true", help="3 s for each measurement instead of 10")
    parser.add_argument("--only", default="", help="measurements whose name contains this")
    options = parser.parse_args()
    seconds, warm_up_s = (3.0, 1.0) if options.quick else (10.0, 3.0)
    print_machine()
    facts: dict[str, Any] = {}
    environment: dict[str, str] = {}

    def fill(given: Mapping[str, str]) -> None:
        environment.update(given)
        facts.update(_fill(given))

    with temporary_folder() as folder, stack.running(folder, fill) as made:
        bench = Bench(made, facts, seconds=seconds, warm_up_s=warm_up_s, only=options.only)
        bench.run()
        are_in = options.only not in "product files" or imports.show(made.api_port, environment, folder, is_quick=options.quick)
        raise SystemExit(1 if bench.has_failures or not are_in else 0)


class Bench:
    """One run over everything; prints a line for each measurement."""

    def __init__(self, made: stack.Stack, facts: Mapping[str, Any], *, seconds: float, warm_up_s: float, only: str) -> None:
        self._stack, self._facts, self._only = made, facts, only
        self._time = {"seconds": seconds, "warm_up_s": warm_up_s}
        self._bare_rate = 0.0
        self._cpu = Cpu(made.processes)
        self.has_failures = False

    def run(self) -> None:
        header = f"{'':30} {'req/s':>7} {'p50':>6} {'p95':>6} {'p99':>6} ms   {'of bare':>7}"
        print(f"\n{header}  {'CPU ms for each':54} {'others':>10}  store calls")
        bare = request_bytes("GET", "/")
        self._bare_rate = self._show("bare Django view", lambda: self._read(self._stack.bare_port, [bare]), calls="")
        for name, requests in scenarios.reads(self._facts, self._stack.api_port).items():
            if self._only in name:
                self._show(name, lambda requests=requests: self._read(self._stack.api_port, requests), calls=self._calls_of(requests[0]))
        print(f"\nWhole checkouts of {SHOPPERS} shoppers (3 requests each: cart with a line, its details, the order)")
        for name, shop, payment in (("by card", scenarios.buy_by_card, CARD), ("for cash", scenarios.buy_for_cash, CASH)):
            if self._only in name:
                self._show(name, lambda shop=shop: self._shop(shop), calls=self._calls_of_checkout(payment))

    def _read(self, port: int, requests: list[bytes]) -> Result:
        return drive_reads(port, requests, connections=READERS, **self._time)

    def _shop(self, shop: Callable[..., None]) -> Result:
        return drive_shoppers(self._stack.api_port, shop, self._facts, shoppers=SHOPPERS, **self._time)

    def _show(self, name: str, measure: Callable[[], Result], *, calls: str) -> float:
        self._cpu.spent_s()
        result = measure()
        used = self._costs(result)
        self.has_failures = self.has_failures or result.failed > 0 or not result.times_ms
        p50, p95, p99 = (result.percentile_ms(share) for share in (0.50, 0.95, 0.99))
        ratio = f"{result.rate / self._bare_rate:7.1%}" if self._bare_rate else "       "
        failed = f"  FAILED {result.failed}: {result.failures[0]}" if result.failed else ""
        print(f"{name:30} {result.rate:7.1f} {p50:6.1f} {p95:6.1f} {p99:6.1f}      {ratio}  {used} {calls}{failed}", flush=True)
        return result.rate

    def _costs(self, result: Result) -> str:
        """What one request costs each part, which holds on a busy machine, too; and how many cores other work took meanwhile."""
        spent = self._cpu.spent_s()
        took_s, others_s = spent.pop("time"), spent.pop("others")
        answered = max(1.0, result.rate * (self._time["seconds"] + self._time["warm_up_s"]))
        costs = {part: seconds * 1000 / answered for part, seconds in spent.items()}
        text = ", ".join(f"{part} {cost:.1f}" for part, cost in costs.items() if cost >= 0.05)
        return f"{text:54} {others_s / took_s:4.1f} cores "

    def _calls_of(self, request: bytes) -> str:
        """What a request asks of the stores at first, and once it was asked often."""
        counting = request.replace(b"\r\n", b"\r\nX-Count-Store-Calls: 1\r\n", 1)
        # each worker has memories of its own
        first, *_, last = [_answer_headers(self._stack.api_port, counting).get("x-store-calls", "") for _ in range(8)]
        return first if first == last else f"{first}, then {last}"

    def _calls_of_checkout(self, payment: Mapping[str, str]) -> str:
        connection = Connection(self._stack.api_port)
        answers = scenarios.checkout_calls(connection, random.Random(), self._facts, payment, headers=COUNTING)
        return " | ".join(headers.get("x-store-calls", "") for headers in answers)


def print_machine() -> None:
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    busy = psutil.cpu_percent(1.0)
    memory = psutil.virtual_memory().total / 2**30
    print(f"{psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}, Python {platform.python_version()},")
    print(f"Django {version('django')}, granian {version('granian')}; our own client ({READERS} connections for reads).")
    print(f"Before this run: load {load}, the CPUs {busy:.0f}% busy with other work.")
    if busy > 10:
        print("The machine is not idle: the measurements below are lower than it can do.")


class Cpu:
    """CPU time by part of the stack, and of the whole machine, since it was looked at last."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._last = self._look()

    def spent_s(self) -> dict[str, float]:
        """Seconds of CPU by part since the last look; ``others`` is all else (our client included), ``time`` what the clock says."""
        before, self._last = self._last, self._look()
        spent = {part: max(0.0, self._last[part] - before[part]) for part in before}
        took_s, whole = spent.pop("time"), spent.pop("machine")
        return {**spent, "others": max(0.0, whole - sum(spent.values())), "time": took_s}

    def _look(self) -> dict[str, float]:
        whole = psutil.cpu_times()
        used = {name: _used_by(process) for name, process in self._processes.items()}
        return {**used, "machine": whole.user + whole.system + whole.nice, "time": time.monotonic()}


def _used_by(process: psutil.Process) -> float:
    """Seconds of a process, its children and those of them that have ended."""
    seconds = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            seconds += sum(one.cpu_times())
    return seconds


def _answer_headers(port: int, request: bytes) -> dict[str, str]:
    connection = Connection(port)
    connection.send(request)
    while (answer := connection.receive()) is None:
        pass
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}


def _fill(environment: Mapping[str, str]) -> dict[str, Any]:
    print("Filling 2,000 products ...", end=" ", flush=True)
    began = time.monotonic()
    facts: dict[str, Any] = json.loads(stack.run(environment, [sys.executable, str(stack.BENCH / "catalogue.py")]))
    print(f"{time.monotonic() - began:.0f} s")
    return facts


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="globalmarket-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run as another user
        yield Path(folder)


if __name__ == "__main__":
    main()
