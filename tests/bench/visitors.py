"""
Makes visitors in region ``eu`` and prints their numbers as JSON; or, asked to ``sum``, sums their events and prints what it took.

Run by ``events.py`` in the environment of its stack.
"""
# ruff: noqa: E402  # models can be imported once Django is set up

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import Aggregate, BehaviourEvent
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy import directory

with tenancy.scope(directory.get("eu")):
    if sys.argv[1] == "sum":
        began = time.perf_counter()
        services.refresh(now=clock.now())
        took_s = time.perf_counter() - began
        print(f"{BehaviourEvent.objects.count()} events into {Aggregate.objects.count()} sums in {took_s:.1f} s")
    else:
        agreed = [services.agree(customer_id="", text="Count me.", language="en", now=clock.now()) for _ in range(int(sys.argv[1]))]
        print(json.dumps({"visitors": [visitor.id for visitor in agreed]}))
