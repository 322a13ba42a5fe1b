"""How a vendor orders, and which of its forecasts are due by that."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.intelligence import queries
from marketplace.apps.intelligence.models import DemandForecast, VendorReorderTerms
from marketplace.apps.intelligence.types import ReorderTerms
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor

BATCH = 1_000
_DUE = "version_id = %(version_id)s AND vendor_id = %(vendor_id)s AND (variant_id, warehouse_id) IN (SELECT * FROM unnest(%(variants)s::text[], %(warehouses)s::text[]))"  # noqa: E501


def set_reorder_terms(*, vendor_id: str, terms: ReorderTerms, etag: str, actor: Actor, now: datetime) -> str:
    """Set them as a whole; the new version. The list of what is due follows. :raises StaleRow: if set by another person meanwhile"""
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
        mark_due(vendor_id)
    return str(made.version)


def mark_due(vendor_id: str) -> None:
    """Note which of a vendor's forecasts are to be ordered, as of now: two statements for each thousand."""
    forecasts = queries.active_forecasts(vendor_id)
    for start in range(0, len(forecasts), BATCH):
        batch = forecasts[start : start + BATCH]
        for is_due, chosen in _parted(batch).items():
            names = {"variants": [row.variant_id for row in chosen], "warehouses": [row.warehouse_id for row in chosen]}
            parameters = {"version_id": batch[0].version_id, "vendor_id": vendor_id, **names}
            rows.change_where(DemandForecast, _DUE, parameters, is_due=is_due)


def _parted(batch: list[DemandForecast]) -> dict[bool, list[DemandForecast]]:
    """Those that are due, and those that are not."""
    parted: dict[bool, list[DemandForecast]] = {True: [], False: []}
    for row, is_due in zip(batch, queries.due(batch), strict=True):
        parted[is_due].append(row)
    return parted
