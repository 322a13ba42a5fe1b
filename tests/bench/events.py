"""
The benchmark of behaviour: batches of events against a throw-away stack of its own, and what summing them costs.

    make bench-events           10 s for each size of a batch
    make bench-events QUICK=1   3 s

PostgreSQL is durable, and client and servers share the machine. Every event is new; each caller has an address of its own, as in a shop.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import stack
from load import Connection, drive_shoppers
from run import Cpu, print_machine, temporary_folder

SENDERS = 8
SIZES = (5, 20, 50)
VISITORS = 500
KINDS = ("view", "view", "view", "click", "search", "add")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main() -> None:
    """:raises SystemExit: if the stack does not start, or any batch is refused"""
    parser = argparse.ArgumentParser(description="Measure how many events of behaviour are taken in a second.")
    parser.add_argument("--quick", action="store_true", help="3 s for each measurement instead of 10")
    seconds, warm_up_s = (3.0, 1.0) if parser.parse_args().quick else (10.0, 3.0)
    print_machine()
    facts: dict[str, Any] = {}
    environment: dict[str, str] = {}

    def fill(given: Mapping[str, str]) -> None:
        environment.update(given)
        facts.update(json.loads(stack.run(given, [sys.executable, str(stack.BENCH / "visitors.py"), str(VISITORS)])))

    with temporary_folder() as folder, stack.running(folder, fill) as made:
        cpu, has_failures = Cpu(made.processes), False
        print(f"\n{'events a batch':>14} {'batches/s':>10} {'events/s':>9} {'p50':>6} {'p95':>6} {'p99':>6} ms   CPU ms for 1,000 events")
        for size in SIZES:
            cpu.spent_s()
            result = drive_shoppers(
                made.api_port, send_batch, {**facts, "size": size}, shoppers=SENDERS, warm_up_s=warm_up_s, seconds=seconds
            )
            spent = cpu.spent_s()
            stored = max(1.0, result.rate * size * (seconds + warm_up_s)) / 1000
            costs = ", ".join(f"{part} {used * 1000 / stored:.0f}" for part, used in spent.items() if part not in ("time", "others"))
            p50, p95, p99 = (result.percentile_ms(share) for share in (0.50, 0.95, 0.99))
            failed = f"  FAILED {result.failed}: {result.failures[0]}" if result.failed else ""
            has_failures = has_failures or bool(result.failed) or not result.times_ms
            print(f"{size:14d} {result.rate:10.0f} {result.rate * size:9.0f} {p50:6.1f} {p95:6.1f} {p99:6.1f}      {costs}{failed}")
        print("\nSumming what was taken in: " + stack.run(environment, [sys.executable, str(stack.BENCH / "visitors.py"), "sum"]))
    raise SystemExit(1 if has_failures else 0)


def send_batch(connection: Connection, chosen: random.Random, facts: Mapping[str, Any]) -> None:
    """One batch of one visitor. :raises RuntimeError: if it is refused"""
    now = datetime.now(UTC).isoformat()
    address = ".".join(str(chosen.randint(1, 250)) for _ in range(4))
    body = {"visitor_id": chosen.choice(facts["visitors"]), "events": [_event(chosen, now) for _ in range(facts["size"])]}
    answer, _ = connection.call("POST", "/api/v1/store/events", body, {"X-Forwarded-For": address, "User-Agent": BROWSER})
    if answer["stored"] != facts["size"]:
        raise RuntimeError(f"{answer} of {facts['size']}")


def _event(chosen: random.Random, now: str) -> dict[str, Any]:
    kind = chosen.choice(KINDS)
    event: dict[str, Any] = {"id": str(uuid.UUID(int=chosen.getrandbits(128), version=4)), "kind": kind, "at": now}
    if kind == "search":
        return {**event, "query": f"thing {chosen.randrange(2_000)}", "count": chosen.randrange(50)}
    return {**event, "product_id": f"prod_01J9ZZZZZZZZZZZZZZZZZZ{chosen.randrange(1000, 9999)}"}


if __name__ == "__main__":
    main()
