"""One of several processes that race for the same stock: ``python -m ...racer '<json>'``, which prints the result of each try."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django

from marketplace.apps.inventory.errors import OutOfStock, ReservationGone
from marketplace.kit.ids import VariantId

if TYPE_CHECKING:
    from marketplace.foundation.tenancy import Tenant

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


def attempt(tenant: Tenant, **what: Any) -> str:
    from django.db import connections

    from marketplace.foundation import tenancy

    with tenancy.scope(tenant):
        try:
            return act(**what)
        except (OutOfStock, ReservationGone) as refusal:
            return refusal.code
        finally:
            connections.close_all()


def act(*, do: str, owner_id: str, lines: list[tuple[str, int]]) -> str:
    from marketplace.apps.inventory import services
    from marketplace.apps.inventory.types import StockLine
    from marketplace.testing import NOW

    if do == "reserve":
        wanted = [StockLine(VariantId(variant_id), quantity) for variant_id, quantity in lines]
        services.reserve(owner_id=owner_id, lines=wanted, until=NOW + timedelta(minutes=5), now=NOW)
        return "reserved"
    if do == "sell":
        services.sell(owner_id=owner_id, now=NOW)
        return "sold"
    return "released" if services.release(owner_id=owner_id, now=NOW) else "nothing"


if __name__ == "__main__":
    main()
