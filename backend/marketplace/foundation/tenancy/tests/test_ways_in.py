from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery import shared_task
from django.core.management import CommandError, call_command

from marketplace.foundation import tenancy
from marketplace.foundation.rest.tokens import STAFF, Principal, issue_access_token
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.headers import TENANT
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.tasks import TenantTask, fan_out

ran_in: list[str] = []


@shared_task(base=TenantTask, name="tests.whose")
def whose(**_: object) -> str:
    ran_in.append(tenancy.current().slug)
    return tenancy.current().slug


class TestHttp:
    @pytest.mark.parametrize("host", ["unknown.example", "localhost", "eu.localhost.evil.example", "eu"])
    def test_an_unknown_host_is_misdirected(self, api, host):
        answer = api.get("store/region", host=host)

        assert answer.status_code == 421
        assert answer.json()["code"] == "wrong_region"
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("host", ["API.EU.LOCALHOST", "api.eu.localhost:8000", "eu.localhost."])
    def test_case_port_and_final_dot_of_a_host_do_not_matter(self, api, host):
        assert api.get("health/live", host=host).status_code == 200
        assert directory.find_by_host(host).slug == "eu"

    def test_an_inactive_region_is_unknown(self, api):
        _set(slug="mena", is_active=False)

        assert api.get("store/region", tenant="mena").status_code == 421
        assert api.get("store/region", tenant="eu").status_code == 200

    def test_maintenance_shuts_out_all_but_staff(self, api, mena):
        from datetime import UTC, datetime

        with tenancy.scope(mena):
            staff = Principal(id="stf_1", audience=STAFF, session_id="s", roles=("admin",))
            token = issue_access_token(staff, now=datetime.now(UTC))
        _set(slug="mena", is_in_maintenance=True)

        shut = api.get("store/categories", tenant="mena")
        staffs = api.get("store/categories", tenant="mena", token=token)

        assert shut.status_code == 503
        assert shut.json()["code"] == "in_maintenance"
        assert int(shut["Retry-After"]) > 0
        assert staffs.status_code == 200

    def test_the_scope_is_left_after_the_answer(self, api):
        api.get("health/live")

        assert tenancy.find_current() is None

    def test_health_answers_without_a_known_host(self, api):
        assert api.get("health/live", host="10.0.0.7").status_code == 200
        assert api.get("health/ready", host="10.0.0.7").json()["regions"] == {"eu": [], "mena": []}


class TestCelery:
    def test_a_task_cannot_be_sent_without_a_tenant(self):
        with pytest.raises(tenancy.NoTenantScope):
            whose.apply_async()

    def test_a_task_cannot_run_without_a_tenant(self):
        with pytest.raises(tenancy.NoTenantScope):
            whose()

    def test_a_task_runs_in_the_tenant_of_its_header_and_leaves_it(self, eu):
        result = whose.apply(headers={TENANT: "mena"})

        assert result.get() == "mena"
        assert tenancy.find_current() is None

    def test_the_clock_reaches_every_region_without_a_scope_of_its_own(self, eu, eager):
        ran_in.clear()

        fan_out.apply_async(kwargs={"task": "tests.whose"})

        assert sorted(ran_in) == ["eu", "mena"]

    def test_work_of_one_hour_reaches_each_region_in_that_hour_of_its_own_day(self, eu, mena, eager):
        ran_in.clear()
        now = datetime.now(UTC)
        hours = {eu.local_hour(now), eu.local_hour(now + timedelta(minutes=1))}  # the second one in case that it strikes meanwhile

        for hour in hours:
            fan_out.apply_async(kwargs={"task": "tests.whose", "local_hour": hour})

        assert "eu" in ran_in
        assert "mena" not in ran_in

    def test_a_regions_hour_follows_its_clocks_into_summer(self, eu, mena):
        before, after = datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)

        assert [eu.local_hour(before), eu.local_hour(after)] == [1, 3]
        assert [mena.local_hour(before), mena.local_hour(after)] == [4, 5]

    def test_an_unknown_tenant_is_refused(self):
        with pytest.raises(tenancy.UnknownTenant):
            whose.apply(headers={TENANT: "atlantis"}).get()


class TestCommands:
    @pytest.mark.parametrize(
        "command",
        ["check_books", "check_stock", "list_vendors", "rebuild_search", "replay_events", "search_unindexed", "verify_audit_log"],
    )
    def test_an_unknown_region_is_said_in_one_sentence_with_those_there_are(self, command):
        with pytest.raises(CommandError, match="There is no active region atlantis; there are: eu, mena"):
            call_command(command, tenant="atlantis")


@pytest.fixture
def eager() -> Iterator[None]:
    """Tasks run in place, when they are sent."""
    from celery import current_app

    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = before


def _set(*, slug: str, **fields: object) -> None:
    TenantRecord.objects.filter(slug=slug).update(**fields)
    directory.forget()
