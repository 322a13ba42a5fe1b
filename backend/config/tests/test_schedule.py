from __future__ import annotations

import pytest
from celery import current_app

from config.schedule import NIGHT_HOUR, NIGHTLY_TASKS, SCHEDULE, TENANT_TASKS
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.tenancy.tasks import TenantTask


def test_everything_on_the_clock_is_a_task_that_there_is():
    current_app.loader.import_default_modules()

    assert set(SCHEDULE) <= set(current_app.tasks)
    assert all(isinstance(current_app.tasks[name], TenantTask) for name in SCHEDULE)


def test_each_goes_to_every_region():
    assert {entry["kwargs"]["task"] for entry in SCHEDULE.values()} == {*TENANT_TASKS, *NIGHTLY_TASKS}
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(current_app.tasks)


@pytest.mark.usefixtures("tenant")
@pytest.mark.django_db(databases="__all__")
def test_staff_sees_the_schedule(api):
    schedule = api.get("admin/jobs", token=staff_token()).json()["schedule"]

    assert {task["task"]: task["every_s"] for task in schedule} == {**TENANT_TASKS, **dict.fromkeys(NIGHTLY_TASKS)}
    assert {task["task"] for task in schedule if task["local_hour"] == NIGHT_HOUR} == set(NIGHTLY_TASKS)
