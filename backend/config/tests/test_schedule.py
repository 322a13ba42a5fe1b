from __future__ import annotations

import pytest
from celery import current_app

from config.schedule import SCHEDULE, TENANT_TASKS
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.tenancy.tasks import TenantTask


def test_everything_on_the_clock_is_a_task_that_there_is():
    current_app.loader.import_default_modules()

    assert set(TENANT_TASKS) <= set(current_app.tasks)
    assert all(isinstance(current_app.tasks[name], TenantTask) for name in TENANT_TASKS)


def test_each_goes_to_every_region():
    assert {entry["kwargs"]["task"] for entry in SCHEDULE.values()} == set(TENANT_TASKS)
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(current_app.tasks)


@pytest.mark.usefixtures("tenant")
def test_staff_sees_the_schedule(api):
    schedule = api.get("admin/jobs", token=staff_token()).json()["schedule"]

    assert {task["task"]: task["every_s"] for task in schedule} == TENANT_TASKS
