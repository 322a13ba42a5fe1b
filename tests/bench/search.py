"""
What searches cost the PostgreSQL engine at several sizes of a catalogue, each question made anew.

    make bench-search                            2,000 and 10,000 products
    make bench-search PRODUCTS="2000 10000 100000"

CPU time is that of the process that asks, and of PostgreSQL; the elapsed times are of an otherwise idle connection.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import run
import stack

from launcher.paths import this_checkout
from launcher.servers import start_postgres, start_valkey

ASKED = 40  # questions of each kind
COMMON = ("mug", "shirt", "blanket", "knife", "lamp", "toy", "soap", "tea", "bowl", "candle")
NEEDS = (
    "something to keep warm in winter",
    "a present for my mother",
    "how do I cut bread",
    "drinking coffee on a train",
    "make the living room cosy",
    "what to wear in the rain",
    "a quiet evening at home",
    "games for a long journey",
    "serve soup to guests",
    "to sleep better",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what searches cost at several sizes of a catalogue.")
    parser.add_argument("--products", type=int, nargs="+", default=[2_000, 10_000])
    parser.add_argument("--folder", type=Path, help="keep the stores here, so that the next run need not fill them again")
    options = parser.parse_args()
    run.print_machine()
    with ExitStack() as ends:
        folder = options.folder or ends.enter_context(run.temporary_folder())
        folder.mkdir(parents=True, exist_ok=True)
        postgres_id = ends.enter_context(_django(folder))
        for count in sorted(options.products):
            _fill(count)
            _measure(count, run.Cpu({"postgres": postgres_id}))


@contextmanager
def _django(folder: Path) -> Iterator[int]:
    """Django on stores of its own; the id of PostgreSQL's process."""
    with start_postgres(folder / "postgres", durable=False) as postgres, start_valkey(folder / "valkey") as valkey:
        environment = stack.environment_of(folder, postgres.url, valkey.url, {"api": 9000, "sandbox": 9010})
        os.environ.update(environment)
        sys.path.insert(0, str(this_checkout().backend))
        subprocess.run([sys.executable, "manage.py", "provision"], cwd=this_checkout().backend, check=True, stdout=subprocess.DEVNULL)
        import django
        from django.db import connections

        django.setup()
        yield int((folder / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
        for connection in connections.all():
            connection.close()
            connection.close_pool()


def _fill(count: int) -> None:
    from django.db import connections
    from search_products import batches

    from marketplace.apps.discovery.documents import PRODUCTS
    from marketplace.foundation import tenancy
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.search.port import SearchRequest, Sort
    from marketplace.foundation.tenancy import directory

    with tenancy.scope(directory.get("eu")):
        counts = engine().search(PRODUCTS, SearchRequest(language="en", sort=Sort("sold"), limit=1)).counts
        present = counts.total if counts else 0
        began = time.monotonic()
        for documents in batches(count, begin=present):
            engine().upsert(PRODUCTS, documents)
        with connections["eu"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"\n{count:,} products, {count - present:,} of them filled in {time.monotonic() - began:.0f} s")


def _measure(count: int, cpu: run.Cpu) -> None:
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory

    print(f"{'':30} {'p50 ms':>8} {'p95':>7}   CPU ms for each")
    with tenancy.scope(directory.get("eu")):
        for name, asks in _kinds(count).items():
            asks[0]()  # what a process loads once
            cpu.spent_s()
            began_s = time.process_time()
            took_ms = sorted(map(_timed, asks[1:]))
            spent_s = {"postgres": cpu.spent_s()["postgres"], "asking": time.process_time() - began_s}
            costs = ", ".join(f"{part} {spent * 1000 / len(took_ms):.1f}" for part, spent in spent_s.items())
            print(f"{name:30} {median(took_ms):8.1f} {took_ms[int(len(took_ms) * 0.95)]:7.1f}   {costs}", flush=True)


def _timed(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _kinds(count: int) -> dict[str, Sequence[Callable[[], Any]]]:
    """Questions that nobody asked before, by what they are like."""
    from search_products import COLOURS, STUFFS, series, sku

    from marketplace.apps.discovery.types.lists import Criteria

    chosen = random.Random(count)
    numbers = chosen.sample(range(count), ASKED)
    pairs = chosen.sample([(colour, stuff) for colour in COLOURS for stuff in STUFFS], ASKED)
    names = [series(number) for number in numbers]
    categories = ["kitchen", "home", "fashion", "garden", "toys"]
    return {
        "a common word": [_asking(Criteria(q=f"{word}{' ' * times}")) for times, word in enumerate(COLOURS + STUFFS + COMMON)],
        "two words": [_asking(Criteria(q=" ".join(pair))) for pair in pairs],
        "a common word in a category": [_asking(Criteria(q=word, categories=("home",))) for word in COLOURS + STUFFS + COMMON],
        "a rare word": [_asking(Criteria(q=name)) for name in names],
        "a misspelt rare word": [_asking(Criteria(q=f"{name[:3]}{name[4:]}")) for name in names],
        "a need in words": [_asking(Criteria(q=f"{need} {place}")) for place in ("", "please", "now", "today") for need in NEEDS],
        "a code": [_asking(Criteria(q=sku(number))) for number in numbers],
        "a category's list": [_asking(Criteria(categories=(slug,), price_min=place)) for place in range(8) for slug in categories],
        "like another": [_liking(number) for number in numbers],
        "suggestions: a beginning": [_suggesting(name[:length]) for name, length in zip(names, [2, 3, 4, 5] * 10, strict=True)],
        "suggestions: a middle": [_suggesting(name[2:6]) for name in names],
        "suggestions: misspelt": [_suggesting(f"{name[:3]}{name[4:7]}") for name in names],
    }


def _asking(criteria: Any) -> Callable[[], Any]:
    from marketplace.apps.discovery.queries import list_products
    from marketplace.kit.pages import PageRequest

    return lambda: list_products(criteria, place=_place(), page=PageRequest(20))


def _liking(number: int) -> Callable[[], Any]:
    from marketplace.apps.discovery.documents import PRODUCTS
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.search.port import AnyOf, SearchRequest

    filters = AnyOf("country", ("NL",)), AnyOf("currency", ("EUR",))
    request = SearchRequest(language="en", edition="EUR", similar_to=f"prod_{number:026}", filters=filters, with_counts=False)
    return lambda: engine().search(PRODUCTS, request)


def _suggesting(text: str) -> Callable[[], Any]:
    from marketplace.apps.discovery.queries import suggest

    return lambda: suggest(text, place=_place())


def _place() -> Any:
    from marketplace.apps.discovery.types.lists import Place

    return Place(language="en", currency="EUR", country="NL")


if __name__ == "__main__":
    main()
