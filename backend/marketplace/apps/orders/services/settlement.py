"""Booking a payment: one transaction in which the money, the stock and the commissions become final."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from django.db import IntegrityError

from marketplace.apps.carts.types import Quote
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, provider_account
from marketplace.apps.orders.commission import freeze_commissions
from marketplace.apps.orders.events import CheckoutSettled
from marketplace.apps.orders.models import OPEN_STATES, Checkout
from marketplace.apps.orders.queries import get_checkout
from marketplace.apps.orders.services import late_payment
from marketplace.apps.orders.services.books import PartBooks
from marketplace.apps.orders.services.terms import CheckoutTerms, lock_checkout, terms_of, vendor_order_id
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows
from marketplace.kit.errors import MarketplaceError

RELEASED_STATES = ("failed", "expired")


def settle(checkout_id: str, *, now: datetime) -> Checkout:
    """
    Book the payment of a checkout that is paid (or will be in cash); its row as it is then. Safe to repeat, and to race with itself.

    A payment that comes after the stock was given back is completed if everything can still be had, else refunded; so is one for
    goods of a vendor who may not sell any more.
    """
    try:
        return _settle(checkout_id, now=now)
    except _TooLate:
        late_payment.give_back(checkout_id, now=now)
        return get_checkout(checkout_id)


class _TooLate(Exception):
    """The stock was released and cannot be had again, the cart became another order, it was canceled, or a vendor sells no more."""


def _settle(checkout_id: str, *, now: datetime) -> Checkout:
    with tenancy.atomic():
        checkout = lock_checkout(checkout_id)
        terms = terms_of(checkout)
        if checkout.state not in OPEN_STATES and not _may_come_late(checkout, terms):
            return checkout
        _require_selling(terms.quote)
        if checkout.is_canceled:
            raise _TooLate
        if checkout.state in RELEASED_STATES:
            _reserve_again(checkout, terms.quote, now=now)
        _sell(checkout, terms.quote, now=now)
        plans = vendor_queries.commission_plans([part.vendor_id for part in terms.quote.parts])
        commissions = freeze_commissions(terms.quote, plans, vat_bp=tax_queries.fee_vat_rate(tax_queries.tax_day(now)))
        if not terms.is_cash:
            ledger_services.post(list(sale_postings(checkout, terms, commissions)), now=now)
        checkout.commissions = msgspec.to_builtins(commissions)
        checkout.state, checkout.settled_at, checkout.touched_at = "settled", now, now
        settled = rows.changing(checkout, "commissions", "state", "settled_at", "touched_at")
        outbox.write(*settled, event=CheckoutSettled(checkout_id=checkout.id), now=now)
    return checkout


def _may_come_late(checkout: Checkout, terms: CheckoutTerms) -> bool:
    """Whether it was given up and may be paid all the same: a promise of cash was withdrawn with it, so there only seems to be one."""
    return checkout.state in RELEASED_STATES and not terms.is_cash


def _require_selling(quote: Quote) -> None:
    """A vendor may have been suspended while the customer was at the bank. :raises _TooLate:"""
    try:
        vendor_services.require_selling([part.vendor_id for part in quote.parts])
    except vendor_services.VendorNotSelling:
        raise _TooLate from None


def _sell(checkout: Checkout, quote: Quote, *, now: datetime) -> None:
    """The reservation may have run out a moment before the money came. :raises _TooLate:"""
    try:
        inventory_services.sell(owner_id=checkout.order_id, now=now)
    except inventory_services.ReservationGone:
        _reserve_again(checkout, quote, now=now)
        inventory_services.sell(owner_id=checkout.order_id, now=now)


def _reserve_again(checkout: Checkout, quote: Quote, *, now: datetime) -> None:
    """For a late payment. :raises _TooLate: if it cannot be completed any more"""
    try:
        with tenancy.atomic():
            lines = [StockLine(line.variant_id, line.quantity) for line in quote.lines]
            inventory_services.reserve(owner_id=checkout.order_id, lines=lines, until=now, now=now)
            Checkout.objects.filter(pk=checkout.pk).update(state="ordered")  # fails if the cart has another live checkout
    except (MarketplaceError, IntegrityError):
        raise _TooLate from None


def sale_postings(checkout: Checkout, terms: CheckoutTerms, commissions: list[FrozenCommission]) -> Iterator[Posting]:
    """What a card sale puts into the books: each line and each shipping to its vendor, and the fees from there to the operator."""
    by_line = {item.line_id: item for item in commissions}
    for part in terms.quote.parts:
        books = PartBooks(
            vendor_id=part.vendor_id,
            order_id=checkout.order_id,
            vendor_order_id=vendor_order_id(checkout, part.vendor_id),
            payment_id=checkout.payment_id,
            money=provider_account(terms.provider),
        )
        yield from books.shipping(part.shipping)
        for line in terms.quote.lines:
            if line.vendor_id == part.vendor_id:
                frozen = by_line[line.line_id]
                yield from books.sale(line.line_id, line.total, fee=frozen.fee, vat=frozen.vat, commission=frozen)
