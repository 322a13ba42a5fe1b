"""What variants were offered at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.catalog import statements
from marketplace.foundation.postgres import sql

COMPARED_DAYS = 30  # before a reduction (Directive 98/6/EC art. 6a(2))


class PriceSpell(msgspec.Struct, frozen=True):
    """From ``began_at`` on a variant was offered at ``minor``, or not offered (None), until its next spell in the currency."""

    variant_id: str
    currency: str
    began_at: datetime
    minor: int | None


def lowest_prices(variant_ids: Sequence[str], *, now: datetime) -> dict[tuple[str, str], int]:
    """
    The lowest price at which each variant was offered in the 30 days before ``now``, by variant and currency, in minor units: what a
    reduction that begins now has to be compared with. None for what was not offered in that time. One query.
    """
    found = sql.rows(statements.LOWEST_PRICES, {"ids": list(variant_ids), "since": now - timedelta(days=COMPARED_DAYS), "until": now})
    return {(variant_id, currency): minor for variant_id, currency, minor in found}


def lowest_known_price(variant_id: str, currency: str, *, now: datetime) -> int | None:
    """What ``lowest_prices`` says of a variant; None where its history does not reach back to the beginning of the 30 days."""
    known = {"variant_id": variant_id, "currency": currency, "since": now - timedelta(days=COMPARED_DAYS)}
    ((reaches_back,),) = sql.rows(statements.KNOWN_SINCE, known)
    return lowest_prices([variant_id], now=now).get((variant_id, currency)) if reaches_back else None


def price_spells(*, until: datetime, variant_ids: Sequence[str] = (), currency: str = "") -> list[PriceSpell]:
    """Each price before ``until``, the oldest first for each variant: of these variants (of all), in that currency (in any). One query."""
    parameters = {"ids": list(variant_ids), "every": not variant_ids, "currency": currency, "until": until}
    return [PriceSpell(*row) for row in sql.rows(statements.PRICE_SPELLS, parameters)]
