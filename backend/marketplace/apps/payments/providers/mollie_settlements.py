"""
Mollie's settlements (https://docs.mollie.com/reference/list-settlements): each a payment to our bank, with what is in it and what Mollie
keeps. They belong to the organization: an access token of its own reads them, which may read nothing but settlements, payments, refunds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.calls import Gateway, Name, Phrase
from marketplace.apps.payments.providers.settlements import ReportsSettlements
from marketplace.apps.payments.types import SettlementKind, SettlementRow
from marketplace.kit.money import InvalidAmount, Money, total

LISTS = {
    "payments": SettlementKind.CHARGE,
    "captures": SettlementKind.CHARGE,  # of payments that were authorized first
    "refunds": SettlementKind.REFUND,
    "chargebacks": SettlementKind.DISPUTE,
}
PAGE, PAGES_AT_MOST = 250, 4_000  # a million: a settlement comes whole, however large


class _Amount(msgspec.Struct):
    value: str
    currency: str


class _Cost(msgspec.Struct):
    description: Phrase
    amount_gross: _Amount = msgspec.field(name="amountGross")


class _Period(msgspec.Struct):
    costs: list[_Cost] = []


class _Settlement(msgspec.Struct):
    id: Name
    reference: Name | None
    status: str
    amount: _Amount
    settled_at: datetime | None = msgspec.field(name="settledAt", default=None)
    periods: dict[str, dict[str, _Period]] = {}


class _Item(msgspec.Struct):
    id: Name
    created_at: datetime = msgspec.field(name="createdAt")
    amount: _Amount
    payment_id: Name | None = msgspec.field(name="paymentId", default=None)  # of a capture: the payment
    settlement_amount: _Amount | None = msgspec.field(name="settlementAmount", default=None)


class _Embedded(msgspec.Struct):
    settlements: list[_Settlement] = []
    payments: list[_Item] = []
    captures: list[_Item] = []
    refunds: list[_Item] = []
    chargebacks: list[_Item] = []


class _Links(msgspec.Struct):
    next: Any = None


class _List(msgspec.Struct):
    embedded: _Embedded = msgspec.field(name="_embedded")
    links: _Links = msgspec.field(name="_links", default_factory=_Links)


class MollieSettlements(ReportsSettlements):
    """The part of Mollie's account that reports. ``_organization`` is None without the organization's token."""

    _organization: Gateway | None
    _testmode: str

    def can_report(self) -> bool:
        return self._organization is not None

    def list_settled(self, since: datetime, until: datetime) -> list[SettlementRow]:
        """Of the settlements that were paid to the bank then. Mollie lists the newest first."""
        rows: list[SettlementRow] = []
        for settlement in self._all("/v2/settlements", "settlements"):
            settled_at = settlement.settled_at
            if settled_at is not None and settled_at < since:
                break
            if settled_at is not None and settled_at < until and settlement.status == "paidout" and settlement.reference:
                rows += self._rows(settlement, settlement.reference, settled_at)
        return rows

    def _rows(self, settlement: _Settlement, batch: str, settled_at: datetime) -> list[SettlementRow]:
        """They add up to what was sent; what they do not explain is a row without a booking, for a person to look at."""
        rows = [
            row
            for name, kind in LISTS.items()
            for row in (_row(item, kind, batch) for item in self._all(f"/v2/settlements/{settlement.id}/{name}", name))
        ]
        sent, costs = _money(settlement.amount), _costs(settlement)
        for description, fee in costs.items():
            rows.append(_own(SettlementKind.FEE, f"{batch}:{description}", (), -fee, batch, settled_at))
        unexplained = sent - total((row.amount for row in rows), sent.currency)
        if abs(unexplained.minor) <= len(costs) and costs:  # each cost was rounded
            rows[-1] = msgspec.structs.replace(rows[-1], amount=rows[-1].amount + unexplained)
        elif unexplained:
            rows.append(_own(SettlementKind.OTHER, f"{batch}:unexplained", (), unexplained, batch, settled_at))
        # Also of nothing, where refunds and costs have used up the payments: by this row the settlement is known as taken in.
        rows.append(_own(SettlementKind.TRANSFER, batch, (batch, f"T{batch}"), -sent, batch, settled_at))
        return rows

    def _all(self, path: str, name: str) -> Iterator[Any]:
        """https://docs.mollie.com/reference/pagination"""
        assert self._organization is not None
        last = ""
        for _ in range(PAGES_AT_MOST):
            page = self._organization.call("GET", f"{path}?limit={PAGE}{self._testmode}{f'&from={last}' if last else ''}", _List)
            items = [item for item in getattr(page.embedded, name) if item.id != last]  # a page begins with the one that it is asked from
            yield from items
            if not page.links.next or not items:
                return
            last = items[-1].id
        raise ProviderUnavailable(note="Mollie gives a list without an end")


def _costs(settlement: _Settlement) -> dict[str, Money]:
    """What Mollie keeps, by its description; a settlement may reach over two months. Mollie counts in parts of a cent here."""
    found: dict[str, Decimal] = {}
    costs = [cost for months in settlement.periods.values() for period in months.values() for cost in period.costs]
    for cost in costs:
        found[cost.description] = found.get(cost.description, Decimal(0)) + _decimal(cost.amount_gross.value)
    currency = settlement.amount.currency
    digits = Money.zero(currency).decimal()
    rounded = {name: Money.parse(str(value.quantize(digits, ROUND_HALF_UP)), currency) for name, value in found.items()}
    return {name: fee for name, fee in rounded.items() if fee}


def _row(item: _Item, kind: SettlementKind, batch: str) -> SettlementRow:
    amount = _money(item.settlement_amount or item.amount)
    is_return = amount.minor < 0 if kind is SettlementKind.CHARGE else amount.minor > 0
    reference = f"{item.id}:returned" if is_return else item.id
    names = (item.id, item.payment_id) if kind is SettlementKind.CHARGE and item.payment_id else (item.id,)
    return SettlementRow(kind=kind, reference=reference, names=names, amount=amount, fee=None, occurred_at=item.created_at, batch=batch)


def _own(kind: SettlementKind, reference: str, names: tuple[str, ...], amount: Money, batch: str, at: datetime) -> SettlementRow:
    """A row that belongs to the settlement as a whole."""
    return SettlementRow(kind=kind, reference=reference[:200], names=names, amount=amount, fee=None, occurred_at=at, batch=batch)


def _money(amount: _Amount) -> Money:
    """:raises ProviderUnavailable: for what is no amount of ours"""
    try:
        return Money.parse(str(_decimal(amount.value).quantize(Money.zero(amount.currency).decimal())), amount.currency)
    except (InvalidAmount, InvalidOperation) as error:
        raise ProviderUnavailable(note=f"Mollie names an amount that cannot be read: {error}") from error


def _decimal(text: str) -> Decimal:
    """:raises ProviderUnavailable: for what is no number"""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ProviderUnavailable(note=f"Mollie names an amount that cannot be read: {text!r}") from error
