from __future__ import annotations

import pytest
from django.core.cache import cache

from marketplace.foundation import tenancy


def test_what_one_region_keeps_no_other_finds(eu, mena):
    with tenancy.scope(eu):
        cache.set("who", "Europe")

    with tenancy.scope(mena):
        assert cache.get("who") is None
        cache.set("who", "the Gulf")
    with tenancy.scope(eu):
        assert cache.get("who") == "Europe"


def test_in_the_store_each_key_begins_with_its_region(tenant):
    cache.set("who", "Europe")

    assert cache._cache.get_client().keys("*") == [b"gm:eu:1:who"]


@pytest.mark.parametrize(
    "use",
    [
        lambda: cache.get("who"),
        lambda: cache.set("who", 1),
        lambda: cache.add("who", 1),
        lambda: cache.incr("who"),
        lambda: cache.delete("who"),
        lambda: cache.get_many(["who"]),
        lambda: cache.set_many({"who": 1}),
        lambda: cache.get_or_set("who", 1),
        lambda: cache.touch("who"),
        lambda: "who" in cache,
    ],
)
def test_without_a_region_nothing_is_read_or_kept(use):
    with pytest.raises(tenancy.NoTenantScope):
        use()


def test_what_counts_up_counts_in_its_region(eu, mena):
    for tenant, times in ((eu, 3), (mena, 1)):
        with tenancy.scope(tenant):
            cache.set("count", 0)
            for _ in range(times):
                cache.incr("count")

    with tenancy.scope(eu):
        assert cache.get("count") == 3
