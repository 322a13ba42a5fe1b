"""
A process that approves and pays payout runs, for races and crashes. Reads jobs from standard input, one JSON line each.

``race`` works on its runs in threads of this process, doing ``acts`` to each and stopping where its state forbids it;
``approve``, ``pay``, ``retry`` and ``cancel`` run in a forked child that kills itself with SIGKILL at the chosen statement.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec


class Job(msgspec.Struct, frozen=True):
    action: str
    ids: list[str]
    now: datetime
    kill_at: int = 0
    acts: tuple[str, ...] = ("approve", "pay")


def race(job: Job, tenant: Any) -> None:
    from django.db import connections

    def sweep(run_id: str) -> None:
        from marketplace.foundation import tenancy
        from marketplace.kit.errors import Conflict

        with tenancy.scope(tenant):
            try:
                for action in job.acts:
                    act(action, run_id, job.now)
            except Conflict:
                pass
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(job.ids)) as threads:
        list(threads.map(sweep, job.ids))


def act(action: str, identifier: str, now: datetime) -> None:
    from marketplace.apps.payouts import queries, services
    from marketplace.apps.payouts.tests.factories import FINANCE

    facts: dict[str, Any] = {"reason": "race", "actor": FINANCE, "now": now}
    match action:
        case "approve":
            services.approve_run(run_id=identifier, **facts)
        case "pay":
            services.pay_run(run_id=identifier, **facts)
        case "fail":
            services.mark_failed(attempt=1, payout_id=identifier, **facts)
        case "retry":
            services.retry(payout_id=identifier, **facts)
        case "cancel":
            services.cancel_run(run_id=identifier, **facts)
        case "cancel_payouts":
            for payout in queries.payouts_of_run(identifier):
                services.cancel_payout(payout_id=payout.id, **facts)


def in_child(job: Job, tenant: Any) -> str:
    child = os.fork()
    if child == 0:
        os._exit(_die_at(job, tenant))
    _, status = os.waitpid(child, 0)
    return {0: "done", -signal.SIGKILL: "killed"}.get(os.waitstatus_to_exitcode(status), "failed")


def _die_at(job: Job, tenant: Any) -> int:
    from django.db import connections

    from marketplace.apps.orders.tests.crashing import Killer
    from marketplace.foundation import tenancy

    connections["eu"].execute_wrappers.append(Killer(job.kill_at))
    try:
        with tenancy.scope(tenant):
            act(job.action, job.ids[0], job.now)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    from marketplace.foundation.tenancy import directory

    tenant = directory.get("eu")
    for connection in connections.all():
        connection.close()
        connection.close_pool()  # a forked child must not share it
    for line in sys.stdin.buffer:
        job = msgspec.json.decode(line, type=Job)
        answer = in_child(job, tenant) if job.action != "race" else (race(job, tenant) or "done")
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
    main()
