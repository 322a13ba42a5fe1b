"""Every row of the books by itself: what may move from where to where."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.checks.reading import differences
from marketplace.apps.insights.types import Difference
from marketplace.foundation import tenancy

_MONEY, _VENDOR, _ADJUSTMENTS = "(provider|cash):.+", "vendor:.+", "operator:adjustments"

# Type of row: where it may come from, where it may go (regular expressions over the whole name).
SHAPES: tuple[tuple[str, str, str], ...] = (
    ("sale", _MONEY, _VENDOR),
    ("shipping", _MONEY, _VENDOR),
    ("commission", _VENDOR, "operator:commission"),
    ("commission_vat", _VENDOR, "operator:commission_vat"),
    ("refund", f"{_VENDOR}|{_ADJUSTMENTS}", _MONEY),
    ("refund_commission", "operator:commission", _VENDOR),
    ("refund_commission_vat", "operator:commission_vat", _VENDOR),
    ("cash_collected", _VENDOR, "cash:.+"),
    ("payout", _VENDOR, "bank:payouts"),
    ("payout_returned", "bank:payouts", _VENDOR),
    ("dispute", f"{_VENDOR}|provider:.+|{_ADJUSTMENTS}", f"{_VENDOR}|provider:.+|{_ADJUSTMENTS}"),
    ("provider_fee", f"{_VENDOR}|operator:provider_fees", "provider:.+|operator:provider_fees"),
    ("adjustment", ".+", ".+"),
)

_POSTINGS = """
    WITH shapes (type, source, destination) AS (SELECT * FROM unnest(%(types)s::text[], %(sources)s::text[], %(destinations)s::text[]))
    SELECT t.key, t.currency, NULL, t.amount_minor, concat_ws(', ',
        CASE WHEN t.tenant_id <> %(tenant)s THEN 'of another region' END,
        CASE WHEN t.amount_minor <= 0 THEN 'moves nothing' END,
        CASE WHEN t.source = t.destination THEN 'moves in a circle' END,
        CASE WHEN t.currency <> ALL(%(currencies)s::text[]) THEN 'in a foreign currency' END,
        CASE WHEN s.type IS NULL THEN 'of an unknown type' END,
        CASE WHEN t.source !~ ('^(' || s.source || ')$') THEN 'from the wrong account' END,
        CASE WHEN t.destination !~ ('^(' || s.destination || ')$') THEN 'to the wrong account' END,
        CASE WHEN t.source LIKE 'vendor:%%' AND t.source <> 'vendor:' || t.vendor_id
            OR t.destination LIKE 'vendor:%%' AND t.destination <> 'vendor:' || t.vendor_id THEN 'on another vendor''s account' END
    ) AS faults
    FROM financial_transactions AS t LEFT JOIN shapes AS s ON s.type = t.type
"""


def check_postings() -> Iterator[Difference]:
    """``posting``: a row has a positive amount, a known type, the accounts of that type, and one vendor at most."""
    tenant = tenancy.current()
    types, sources, destinations = (list(column) for column in zip(*SHAPES, strict=True))
    yield from differences(
        "posting",
        f"SELECT * FROM ({_POSTINGS}) AS checked WHERE faults <> '' ORDER BY key",  # noqa: S608  # our own text
        types=types,
        sources=sources,
        destinations=destinations,
        tenant=tenant.slug,
        currencies=list(tenant.currencies),
    )
