from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.tenancy.models import TenantRecord


class TestWithoutScope:
    def test_asking_for_the_tenant_raises(self):
        with pytest.raises(tenancy.NoTenantScope):
            tenancy.current()

    def test_a_query_on_tenant_data_raises(self):
        with pytest.raises(tenancy.NoTenantScope):
            OutboxEvent.objects.count()

    def test_a_write_of_tenant_data_raises(self):
        with pytest.raises(tenancy.NoTenantScope):
            OutboxEvent(event_id="evt_1").save()

    def test_the_cache_raises_on_read_and_write(self):
        with pytest.raises(tenancy.NoTenantScope):
            cache.get("key")
        with pytest.raises(tenancy.NoTenantScope):
            cache.set("key", 1)

    def test_a_transaction_cannot_be_opened(self):
        with pytest.raises(tenancy.NoTenantScope), tenancy.atomic():
            pass

    def test_the_platforms_directory_can_be_read(self):
        assert TenantRecord.objects.count() == 2


class TestLeavingAScope:
    def test_an_exception_leaves_it(self, eu):
        with pytest.raises(ZeroDivisionError), tenancy.scope(eu):
            1 / 0  # noqa: B018

        assert tenancy.find_current() is None

    def test_the_outer_scope_comes_back(self, eu, mena):
        with tenancy.scope(eu):
            with tenancy.scope(mena):
                assert tenancy.current().slug == "mena"

            assert tenancy.current().slug == "eu"

    def test_a_thread_of_a_pool_starts_without_the_scope_of_who_uses_it(self, eu):
        with ThreadPoolExecutor(1) as pool, tenancy.scope(eu):
            assert pool.submit(tenancy.find_current).result() is None

    def test_a_scope_entered_in_a_thread_stays_there(self, eu, mena):
        def in_mena() -> str:
            with tenancy.scope(mena):
                return tenancy.current().slug

        with ThreadPoolExecutor(1) as pool, tenancy.scope(eu):
            assert pool.submit(in_mena).result() == "mena"
            assert tenancy.current().slug == "eu"
            assert pool.submit(tenancy.find_current).result() is None

    def test_tasks_of_one_loop_keep_their_own_scopes(self, eu, mena):
        async def slug_after_a_turn(tenant: tenancy.Tenant) -> list[str]:
            seen = []
            with tenancy.scope(tenant):
                for _ in range(50):
                    await asyncio.sleep(0)
                    seen.append(tenancy.current().slug)
            return seen

        async def both() -> list[list[str]]:
            return await asyncio.gather(slug_after_a_turn(eu), slug_after_a_turn(mena))

        assert asyncio.run(both()) == [["eu"] * 50, ["mena"] * 50]

    def test_a_copied_context_does_not_write_back(self, eu):
        contextvars.copy_context().run(lambda: tenancy.scope(eu).__enter__())

        assert tenancy.find_current() is None


class TestTransactions:
    def test_another_tenants_scope_cannot_be_entered_inside_one(self, eu, mena):
        with (
            tenancy.scope(eu),
            tenancy.atomic(),
            pytest.raises(tenancy.ForbiddenInTransaction),
            tenancy.scope(mena),
        ):
            pass

    def test_what_waits_for_a_network_is_refused_inside_one(self, tenant):
        tenancy.forbid_in_transaction("asking a provider")

        with tenancy.atomic(), pytest.raises(tenancy.ForbiddenInTransaction, match="asking a provider"):
            tenancy.forbid_in_transaction("asking a provider")

    @pytest.mark.django_db(transaction=True)
    def test_rolls_back_in_the_tenants_database(self, tenant, mena):
        def write_and_fail() -> None:
            with tenancy.atomic():
                _outbox_row("evt_1")
                1 / 0  # noqa: B018

        with pytest.raises(ZeroDivisionError):
            write_and_fail()

        assert OutboxEvent.objects.count() == 0

    @pytest.mark.django_db(transaction=True)
    def test_on_commit_waits_for_the_tenants_commit(self, tenant):
        seen = []

        with tenancy.atomic():
            tenancy.on_commit(lambda: seen.append("committed"))
            assert seen == []

        assert seen == ["committed"]


class TestIsolation:
    def test_a_row_of_one_region_is_not_in_the_other(self, eu, mena):
        with tenancy.scope(eu):
            _outbox_row("evt_1")

        with tenancy.scope(mena):
            assert OutboxEvent.objects.count() == 0

    def test_the_same_cache_key_holds_two_values(self, eu, mena):
        for tenant in (eu, mena):
            with tenancy.scope(tenant):
                cache.set("answer", tenant.slug)

        with tenancy.scope(eu):
            assert cache.get("answer") == "eu"

    def test_rows_of_two_regions_cannot_be_related(self, eu, mena):
        from marketplace.foundation.tenancy.router import TenantRouter

        with tenancy.scope(eu):
            ours = _outbox_row("evt_1")
        with tenancy.scope(mena):
            theirs = _outbox_row("evt_1")

        assert not TenantRouter().allow_relation(ours, theirs)


def _outbox_row(event_id: str) -> OutboxEvent:
    from marketplace.testing import NOW

    return OutboxEvent.objects.create(event_id=event_id, subscriber="", wire_name="test", payload={}, recorded_at=NOW, due_at=NOW)
