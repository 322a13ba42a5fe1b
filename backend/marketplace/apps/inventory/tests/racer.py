"""One of several processes that race for the same stock: ``python -m ...racer '<json>'``, which tells what came of each try."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import django

THREADS = 8


def main() -> None:
    django.setup()
    from marketplace.foundation.tenancy import directory

    tries = json.loads(sys.argv[1])
    tenant = directory.get("eu")
    sys.stdin.readline()  # all processes are ready: go
    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(lambda each: attempt(tenant, **each), tries))
    sys.stdout.write(json.dumps(outcomes))


def attempt(tenant: object, *, owner_id: str, lines: list[tuple[str, int]]) -> str:
    from django.db import connections

    from marketplace.apps.inventory import services
    from marketplace.apps.inventory.types import StockLine
    from marketplace.foundation import tenancy
    from marketplace.testing import NOW

    with tenancy.scope(tenant):  # type: ignore[arg-type]
        try:
            services.reserve(owner_id=owner_id, lines=[StockLine(*line) for line in lines], until=NOW + timedelta(minutes=5), now=NOW)
        except services.OutOfStock:
            return "out_of_stock"
        finally:
            connections.close_all()
    return "reserved"


if __name__ == "__main__":
    main()
