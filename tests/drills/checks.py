"""What must hold at the end of a drill."""

from __future__ import annotations

import time
from collections.abc import Mapping

from people import Tally
from replicas import Code

SETTLED_S = 180.0
WAITING = """
import django; django.setup()
from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.tenancy import directory
with tenancy.scope(directory.get("eu")):
    print(OutboxEvent.objects.filter(delivered_at=None).count())
"""
COMMANDS = (["check_books"], ["check_stock"], ["verify_audit_log", "--tenant", "eu"], ["check_regions"])


class Failed(Exception):
    """What should not have happened, for a person to read."""


def check(tally: Tally, code: Code, environment: Mapping[str, str]) -> None:
    """:raises Failed: if a request failed, an event waits, or the books, the stock, the audit log or the databases do not agree"""
    until = time.monotonic() + SETTLED_S
    while int(code.run(["-c", WAITING], environment)):
        if time.monotonic() > until:
            raise Failed("events are not delivered")
        time.sleep(1)
    for command in COMMANDS:
        print(f"  {' '.join(command)}: {code.run(['manage.py', *command], environment)}", flush=True)
    if tally.failures:
        shown = "\n".join(tally.failures[:5])
        raise Failed(f"{len(tally.failures)} of {tally.sum()} requests failed:\n{shown}")
    if not tally.orders:
        raise Failed("nobody bought anything")
    print(f"\n{tally.sum()} requests were answered, none failed; {len(tally.asked_again)} were asked again, as a 503 said.", flush=True)
    for said in tally.asked_again[:3]:
        print(f"  {said}", flush=True)
