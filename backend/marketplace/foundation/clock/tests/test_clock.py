from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.foundation import clock, tenancy

DAY = timedelta(days=1)
MOMENT = timedelta(seconds=30)


def real() -> datetime:
    return datetime.now(UTC)


def is_about(time: datetime, expected: datetime) -> bool:
    return abs(time - expected) < MOMENT


def test_it_has_the_present_time_in_utc(tenant):
    now = clock.now()

    assert is_about(now, real())
    assert now.utcoffset() == timedelta(0)


def test_development_moves_it_forward_step_by_step(tenant):
    clock.advance(DAY)

    moved = clock.advance(2 * DAY)

    assert is_about(moved, real() + 3 * DAY)
    assert is_about(clock.now(), real() + 3 * DAY)


def test_it_goes_on_from_there(tenant):
    first = clock.advance(DAY)

    assert clock.now() > first


def test_each_region_has_its_own(eu, mena):
    with tenancy.scope(eu):
        clock.advance(DAY)

    with tenancy.scope(mena):
        assert is_about(clock.now(), real())


def test_without_a_region_it_is_the_wall_clock(eu):
    with tenancy.scope(eu):
        clock.advance(DAY)

    assert is_about(clock.now(), real())


def test_it_can_be_set_right_again(tenant):
    clock.advance(DAY)

    clock.reset()

    assert is_about(clock.now(), real())


def test_it_stands_in_the_cache_for_all_processes_and_does_not_run_out(tenant):
    from django.core.cache import cache

    clock.advance(DAY)

    keys = cache._cache.get_client().keys("gm:eu:*")
    assert [cache._cache.get_client().ttl(key) for key in keys] == [-1]


class TestWhereItIsNotForMoving:
    @pytest.fixture(autouse=True)
    def _production(self, tenant, settings):
        clock.advance(DAY)
        settings.DEVELOPMENT_CLOCK = False

    def test_it_cannot_be_moved(self):
        with pytest.raises(RuntimeError, match="development only"):
            clock.advance(DAY)

    def test_what_was_moved_before_does_not_count(self):
        assert is_about(clock.now(), real())
