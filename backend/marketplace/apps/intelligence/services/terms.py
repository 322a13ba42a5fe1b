"""How a vendor orders, and which of its forecasts are due by that."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.intelligence import queries
from marketplace.apps.intelligence.models import DemandForecast, ModelVersion, VendorReorderTerms
from marketplace.apps.intelligence.types import ModelName, ReorderTerms
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor

BATCH = 1_000
_NEXT = """
    version_id = %(version_id)s AND (vendor_id = %(vendor_id)s OR %(vendor_id)s = '')
    AND (variant_id, warehouse_id) > (%(variant_id)s, %(warehouse_id)s) ORDER BY variant_id, warehouse_id LIMIT %(most)s
"""
_NAMED = """
    version_id = %(version_id)s
    AND (variant_id, warehouse_id) IN (SELECT * FROM unnest(%(variants)s::text[], %(warehouses)s::text[]))
"""


def set_reorder_terms(*, vendor_id: str, terms: ReorderTerms, etag: str, actor: Actor, now: datetime) -> str:
    """Set them as a whole; the new version. Then ``mark_due`` the vendor's. :raises StaleRow: if set by another person meanwhile"""
    with tenancy.atomic():
        row = rows.first(VendorReorderTerms, "vendor_id = %(vendor_id)s", {"vendor_id": vendor_id}, for_update=True)
        if (str(row.version) if row else queries.UNSET_VERSION) != etag:
            raise StaleRow
        made = VendorReorderTerms(vendor_id=vendor_id, value=msgspec.to_builtins(terms), version=int(etag) + 1)
        if row is None:
            if not rows.insert(made, unless_there=True):
                raise StaleRow  # another person was first
        else:
            rows.change(made, "value", "version")
        old = row.value if row else {}
        audit.record(actor=actor, action="reorder_terms.set", resource=vendor_id, old=old, new=made.value, now=now)
    return str(made.version)


def mark_due(*, vendor_id: str = "") -> None:
    """
    Note which forecasts of the active version are to be ordered, by the terms and the stock of now: those of a vendor, or of all.

    Four statements for each thousand; only what has changed is written. Safe to repeat.
    """
    version = rows.first(ModelVersion, "name = %(name)s AND state = 'active'", {"name": ModelName.FORECASTS})
    if version is None:
        return
    parameters = {"version_id": version.id, "vendor_id": vendor_id, "variant_id": "", "warehouse_id": "", "most": BATCH}
    while batch := rows.every(DemandForecast, _NEXT, parameters):
        _mark(batch)
        parameters |= {"variant_id": batch[-1].variant_id, "warehouse_id": batch[-1].warehouse_id}


def _mark(batch: list[DemandForecast]) -> None:
    changed: dict[bool, list[DemandForecast]] = {True: [], False: []}
    for row, is_due in zip(batch, queries.due(batch), strict=True):
        if row.is_due != is_due:
            changed[is_due].append(row)
    for is_due, chosen in changed.items():
        if chosen:
            names = {"variants": [row.variant_id for row in chosen], "warehouses": [row.warehouse_id for row in chosen]}
            rows.change_where(DemandForecast, _NAMED, {"version_id": chosen[0].version_id, **names}, is_due=is_due)
