"""
Changes the stock of the variant that each line names, so that it runs out and comes back by turns; prints when the change had committed.

Run by ``live.py``.
"""
# ruff: noqa: E402  # models can be imported once Django is set up

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy import directory
from marketplace.kit.actors import SYSTEM


def change(variant: dict[str, str], number: int) -> float:
    """Returns when it had committed."""
    level = Level(variant_id=variant["variant_id"], on_hand=number % 2 * 10, tracks_stock=True, allows_backorders=False)
    inventory_services.set_levels([level], actor=SYSTEM, now=clock.now(), cause_id="bench", vendor_id=variant["vendor_id"])
    return time.time()


if __name__ == "__main__":
    with tenancy.scope(directory.get("eu")):
        for number, line in enumerate(sys.stdin):
            print(json.dumps(change(json.loads(line), number)), flush=True)
