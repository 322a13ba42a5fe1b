"""
Reads many documents in one call: alone in its partition as a point read, several of one partition by one query, all at once.

(The client's own ``read_items`` puts those of many partitions into one query, whose text grows with their number.)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from azure.cosmos import ContainerProxy

from marketplace.foundation.documents import metering
from marketplace.foundation.documents.cosmos.calls import Requests
from marketplace.foundation.documents.cosmos.items import Item
from marketplace.foundation.documents.cosmos.queries import ids_query
from marketplace.foundation.documents.cosmos.writes import find_item
from marketplace.foundation.documents.port import Ref

IDS_A_QUERY = 100


def read_many(call: metering.Call, container: ContainerProxy, refs: Sequence[Ref], pool: ThreadPoolExecutor) -> list[Item]:
    """Those that exist, in no order. :raises StoreThrottled: :raises StoreUnavailable:"""
    groups = _groups(refs)
    parts = [metering.Call(call.engine, call.container, call.name) for _ in groups]
    reads = [
        pool.submit(copy_context().run, _read, Requests(part), container, pk, ids) for part, (pk, ids) in zip(parts, groups, strict=True)
    ]
    try:
        return [item for read in reads for item in read.result()]
    finally:
        call.request_units += sum(part.request_units for part in parts)
        call.throttled += sum(part.throttled for part in parts)


def _groups(refs: Sequence[Ref]) -> list[tuple[str, list[str]]]:
    by_partition: dict[str, list[str]] = {}
    for ref in refs:
        by_partition.setdefault(ref.pk, []).append(ref.id)
    return [(pk, ids[at : at + IDS_A_QUERY]) for pk, ids in by_partition.items() for at in range(0, len(ids), IDS_A_QUERY)]


def _read(requests: Requests, container: ContainerProxy, pk: str, ids: Sequence[str]) -> list[Item]:
    if len(ids) == 1:
        item = find_item(requests, container, pk, ids[0])
        return [] if item is None else [item]
    query = ids_query(pk, ids)
    return requests.send(
        lambda hook: list(
            container.query_items(query.sql, parameters=query.parameters, partition_key=pk, max_item_count=IDS_A_QUERY, response_hook=hook)
        )
    )
