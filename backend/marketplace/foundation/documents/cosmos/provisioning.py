"""Makes a region's database and containers, or brings them to what ``config/cosmos.json`` says. Safe to repeat."""

from __future__ import annotations

from typing import Any

from azure.cosmos import DatabaseProxy, PartitionKey, ThroughputProperties

from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.calls import Requests
from marketplace.foundation.documents.cosmos.layout import indexing_policy, layout

STRONG_ENOUGH = frozenset({"Strong", "BoundedStaleness"})


class WeakConsistency(RuntimeError):
    """The consistency of the account is too weak: a process could read what was there before another one's write."""


def check_consistency(level: str) -> None:
    """:raises WeakConsistency: see docs/decisions/0014-cosmos-consistency.md"""
    if level not in STRONG_ENOUGH:
        raise WeakConsistency(f"The account's default consistency is {level}; set it to Strong (or BoundedStaleness, with two regions).")


def provision(requests: Requests, name: str) -> None:
    """:raises StoreUnavailable: if the account does not answer :raises WeakConsistency: if its consistency is too weak"""
    database = client.database()
    if not client.is_emulator():
        policy_of_account = requests.send(lambda hook: client.account().get_database_account()).ConsistencyPolicy or {}
        check_consistency(str(policy_of_account.get("defaultConsistencyLevel")))
    requests.send(lambda hook: client.account().create_database_if_not_exists(database.id))
    described = layout().containers.get(name)
    throughput = None if described is None else ThroughputProperties(auto_scale_max_throughput=described.autoscale_max_ru)
    policy, key, ttl = indexing_policy(name), PartitionKey(layout().partition_key), layout().default_ttl
    container = requests.send(lambda hook: database.create_container_if_not_exists(name, key, policy, ttl, offer_throughput=throughput))
    present = requests.send(lambda hook: container.read())
    if _differs(present, policy):
        requests.send(lambda hook: database.replace_container(name, key, policy, ttl))
    if throughput is not None and client.has_key() and not client.is_emulator():
        _set_throughput(requests, database, name, throughput)


def _set_throughput(requests: Requests, database: DatabaseProxy, name: str, wanted: ThroughputProperties) -> None:
    container = database.get_container_client(name)
    present = requests.send(lambda hook: container.get_throughput())
    if present.auto_scale_max_throughput != wanted.auto_scale_max_throughput:
        requests.send(lambda hook: container.replace_throughput(wanted))


def _differs(present: dict[str, Any], policy: dict[str, Any]) -> bool:
    """The service adds defaults of its own to a policy, so what was asked for is compared."""
    stored = present.get("indexingPolicy") or {}

    def paths(part: dict[str, Any], name: str) -> set[str]:
        return {item["path"] for item in part.get(name, [])}

    def composites(part: dict[str, Any]) -> set[tuple[tuple[str, str], ...]]:
        return {tuple((item["path"], item["order"]) for item in index) for index in part.get("compositeIndexes", [])}

    return (
        paths(stored, "includedPaths") != paths(policy, "includedPaths")
        or paths(stored, "excludedPaths") != paths(policy, "excludedPaths")
        or composites(stored) != composites(policy)
        or present.get("defaultTtl") != layout().default_ttl
    )
