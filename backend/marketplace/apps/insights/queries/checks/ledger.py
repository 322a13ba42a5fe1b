"""Every row of the books by itself: what may move from where to where."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.foundation import tenancy

_POSTINGS = """
    WITH chart (type, source, destination) AS (SELECT * FROM unnest(%(types)s::text[], %(sources)s::text[], %(destinations)s::text[]))
    SELECT t.key, t.currency, NULL, t.amount_minor, concat_ws(', ',
        CASE WHEN t.tenant_id <> %(tenant)s THEN 'of another region' END,
        CASE WHEN t.amount_minor <= 0 THEN 'moves nothing' END,
        CASE WHEN t.source = t.destination THEN 'moves in a circle' END,
        CASE WHEN t.currency <> ALL(%(currencies)s::text[]) THEN 'in a foreign currency' END,
        CASE WHEN t.type <> ALL(%(types)s::text[]) THEN 'of an unknown type'
            WHEN NOT EXISTS (SELECT FROM chart AS c WHERE c.type = t.type AND t.source ~ c.source AND t.destination ~ c.destination)
            THEN 'between the wrong accounts' END,
        CASE WHEN t.source LIKE 'vendor:%%' AND t.source <> 'vendor:' || t.vendor_id
            OR t.destination LIKE 'vendor:%%' AND t.destination <> 'vendor:' || t.vendor_id THEN 'on another vendor''s account' END
    ) AS faults
    FROM financial_transactions AS t
"""


def check_postings() -> Iterator[Difference]:
    """``posting``: a row has a positive amount, a known type, the accounts of that type, and one vendor at most."""
    tenant = tenancy.current()
    rules = ledger_queries.list_posting_rules()
    moves = [(rule.type.value, _pattern(source), _pattern(destination)) for rule in rules for source, destination in rule.moves]
    types, sources, destinations = (list(column) for column in zip(*moves, strict=True))
    yield from differences(
        "posting",
        f"SELECT * FROM ({_POSTINGS}) AS checked WHERE faults <> '' ORDER BY key",  # noqa: S608  # our own text
        types=types,
        sources=sources,
        destinations=destinations,
        tenant=tenant.slug,
        currencies=list(tenant.currencies),
    )


def _pattern(account: str) -> str:
    """A regular expression for an account, or for every account of a family (``vendor:``)."""
    return f"^{account}.+$" if account.endswith(":") else f"^{account}$"
