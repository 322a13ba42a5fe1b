"""What Celery's clock starts, and how often (seconds). Each entry goes to every active region once."""

from __future__ import annotations

from typing import Any

FAN_OUT = "marketplace.foundation.tenancy.tasks.fan_out"

TENANT_TASKS: dict[str, float] = {
    "marketplace.apps.orders.tasks.recover_checkouts": 30,
    "marketplace.apps.payments.tasks.check_payments": 60,
    "marketplace.apps.payments.tasks.carry_out_refunds": 60,
}

SCHEDULE: dict[str, dict[str, Any]] = {
    task: {"task": FAN_OUT, "schedule": every_s, "kwargs": {"task": task}} for task, every_s in TENANT_TASKS.items()
}
