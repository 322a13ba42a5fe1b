"""What only the engine on Cosmos DB has: its containers' description, its tokens, its clients."""

from __future__ import annotations

import pytest
from azure.cosmos import PartitionKey

from marketplace.foundation import tenancy
from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.layout import indexing_policy, layout
from marketplace.foundation.documents.cosmos.provisioning import WeakConsistency, check_consistency
from marketplace.foundation.documents.errors import InvalidDocument
from marketplace.foundation.documents.port import Filter, Order, Ref
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.tests.builders import THINGS, a_document, at_once
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import encode_cursor


@pytest.fixture
def store(cosmos_account, tenant):
    cosmos_account.make_empty()
    return cosmos_account.store


def paths(policy, name: str) -> list[str]:
    return [item["path"] for item in policy[name]]


class TestProvisioning:
    def test_makes_each_container_as_described(self, store):
        store.provision(["orders"])

        made = client.container("orders").read()
        assert made["partitionKey"]["paths"] == ["/pk"]
        assert made["defaultTtl"] == -1
        assert paths(made["indexingPolicy"], "includedPaths") == ["/kind/?", "/body/placed_at/?"]
        assert paths(made["indexingPolicy"], "excludedPaths")[0] == "/*"
        assert len(made["indexingPolicy"]["compositeIndexes"]) == 2

    def test_again_changes_nothing(self, store):
        store.provision([THINGS])
        store.create(THINGS, a_document(count=1))
        before = client.container(THINGS).read()

        store.provision([THINGS])

        assert client.container(THINGS).read() == before
        assert store.get(THINGS, Ref("eu:box-1", "thing-1"))

    def test_brings_a_container_to_its_description(self, store):
        policy = {"indexingMode": "consistent", "includedPaths": [{"path": "/*"}], "excludedPaths": []}
        client.database().create_container_if_not_exists("carts", PartitionKey("/pk"), indexing_policy=policy)

        store.provision(["carts"])

        mended = client.container("carts").read()
        assert paths(mended["indexingPolicy"], "includedPaths") == paths(indexing_policy("carts"), "includedPaths")
        assert mended["defaultTtl"] == -1

    @pytest.mark.parametrize("level", ["Session", "ConsistentPrefix", "Eventual"])
    def test_refuses_an_account_whose_consistency_is_too_weak(self, level):
        with pytest.raises(WeakConsistency, match=level):
            check_consistency(level)

    @pytest.mark.parametrize("level", ["Strong", "BoundedStaleness"])
    def test_takes_an_account_whose_readers_see_every_write(self, level):
        check_consistency(level)

    def test_every_container_of_the_apps_is_described(self, tenant):
        apps = {item.name for item in all_containers() if not item.name.startswith("tests_")}

        assert set(layout().containers) == apps


class TestIndexes:
    def test_a_query_by_a_path_that_is_not_indexed_is_refused(self, store):
        for act in (
            lambda: store.query("orders", "eu:a", filters=[Filter("/state", "=", "new")]),
            lambda: store.query("vendor_orders", "eu:a", order=Order("/vendor_id")),
            lambda: store.query_across_partitions("orders", filters=[Filter("/state", "=", "new")]),
        ):
            with pytest.raises(InvalidDocument):
                act()

    def test_a_cursor_of_another_order_is_refused(self, store):
        for number in range(3):
            store.create(THINGS, a_document(f"t-{number}", a=number, rank=-number))
        page = store.query(THINGS, "eu:box-1", order=Order("/a"), limit=1)

        with pytest.raises(InvalidInput):
            store.query(THINGS, "eu:box-1", order=Order("/rank"), continuation=page.continuation)

    @pytest.mark.parametrize("forged", ["?", encode_cursor(["things:-FF"]), encode_cursor(["x", ""]), encode_cursor([1, 2])])
    def test_a_forged_cursor_of_a_scan_is_refused(self, store, forged):
        with pytest.raises(InvalidInput):
            store.query_across_partitions(THINGS, continuation=forged)

    def test_a_token_that_the_feed_did_not_give_is_refused(self, store):
        with pytest.raises(InvalidDocument):
            store.announced("things:-FF", token="not-a-token")
        with pytest.raises(InvalidDocument):
            store.announced("documents", token=None)


@pytest.mark.django_db(transaction=True)
def test_a_process_has_one_client_for_each_region(store, mena):
    client.forget()

    found = at_once(8, lambda _: client.account())

    assert len(set(map(id, found))) == 1
    with tenancy.scope(mena):
        assert client.account() is not found[0]
        assert client.database().id == mena.document_database
