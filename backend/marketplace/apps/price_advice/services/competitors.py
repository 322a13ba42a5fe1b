"""What competitors ask, as files and programs of the vendor's bring it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.price_advice import queries, statements
from marketplace.apps.price_advice.domain import competitor_file
from marketplace.apps.price_advice.domain.competitor_file import Fault
from marketplace.apps.price_advice.models import SeenPrice
from marketplace.apps.price_advice.types import CompetitorImport, FileProblem, NewCompetitorPrice
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.texts import render
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import VariantId, new_id
from marketplace.kit.texts import Text

KEPT = timedelta(days=400)
_UNKNOWN = Text("You have no variant with this SKU")


def record_competitor_prices(*, vendor_id: str, prices: Sequence[NewCompetitorPrice], source: str, now: datetime) -> int:
    """
    All of them or none; how many were not known yet. The same said again is no new one; another price for the same time takes its place.

    :raises InvalidInput: naming each SKU that the vendor does not have, and each time that lies ahead
    """
    variants = inventory_queries.find_by_sku(vendor_id, [price.sku for price in prices])
    errors = []
    for place, price in enumerate(prices):
        if price.sku not in variants:
            errors.append(FieldError(f"prices.{place}.sku", "unknown_sku", _UNKNOWN))
        if price.seen_at > now or price.seen_at < now - competitor_file.MOST_AGE:
            errors.append(FieldError(f"prices.{place}.seen_at", "out_of_range", Text("A time of the last year")))
        if price.price.currency != queries.currency() or price.price.minor == 0:
            message = Text("Prices are compared in {currency} alone, and above zero", currency=queries.currency())
            errors.append(FieldError(f"prices.{place}.price", "out_of_range", message))
    if errors:
        raise InvalidInput(errors=errors)
    return _store(vendor_id, prices, variants, source=source, now=now)


def import_competitor_prices(*, vendor_id: str, content: bytes, is_dry_run: bool, now: datetime) -> CompetitorImport:
    """
    Store the good rows of a file (of a trial run: none), and say what is wrong with the others.

    :raises InvalidInput: if it is no such file at all
    """
    source = new_id("cpi", at=now)
    read = competitor_file.read(content, currency=queries.currency(), now=now, today=tenancy.current().local_day(now))
    variants = inventory_queries.find_by_sku(vendor_id, [price.sku for _, price in read.prices])
    unknown = [Fault(row, "sku", "unknown_sku", _UNKNOWN) for row, price in read.prices if price.sku not in variants]
    good = [price for _, price in read.prices if price.sku in variants]
    if not is_dry_run:
        _store(vendor_id, good, variants, source=source, now=now)
    problems = [
        FileProblem(row=fault.row, column=fault.column, code=fault.code, message=render(fault.message))
        for fault in sorted([*read.faults, *unknown], key=lambda fault: (fault.row, fault.column))
    ]
    return CompetitorImport(source=source, rows=read.rows, accepted=len(good), problems=problems)


def forget_old_competitor_prices(*, now: datetime) -> None:
    """Safe to repeat."""
    rows.delete_where(SeenPrice, "seen_at < %(before)s", {"before": now - KEPT})


def _store(
    vendor_id: str, prices: Sequence[NewCompetitorPrice], variants: dict[str, list[VariantId]], *, source: str, now: datetime
) -> int:
    """Of what is said twice at once the first counts; what was said before is corrected. How many are new or corrected."""
    made: dict[tuple[str, str, datetime], SeenPrice] = {}
    for price in prices:
        for variant_id in variants[price.sku]:
            row = SeenPrice(
                variant_id=variant_id,
                competitor=price.competitor,
                seen_at=price.seen_at,
                vendor_id=vendor_id,
                sku=price.sku,
                currency=price.price.currency,
                minor=price.price.minor,
                source=source,
                recorded_at=now,
            )
            made.setdefault((variant_id, price.competitor, price.seen_at), row)
    stored = {row.pk for row in rows.insert_all(list(made.values()), unless_there=True)}
    known = [row for row in made.values() if row.pk not in stored]
    return len(stored) + _correct(known)


def _correct(said: Sequence[SeenPrice]) -> int:
    """Give prices that are there already what is said of them now; how many said something else. One statement."""
    columns: dict[str, list[object]] = {
        "variants": [row.variant_id for row in said],
        "competitors": [row.competitor for row in said],
        "times": [row.seen_at for row in said],
        "prices": [row.minor for row in said],
        "currencies": [row.currency for row in said],
        "sources": [row.source for row in said],
        "recorded": [row.recorded_at for row in said],
    }
    return sql.run(statements.CORRECT_COMPETITOR_PRICES, columns) if said else 0
