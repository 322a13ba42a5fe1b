"""Refunds of what the customer keeps, as their tests ask for them."""

from __future__ import annotations

from datetime import timedelta

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import services
from marketplace.apps.orders.types import RefundedLine, RefundReason, RefundRequest
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

LATER = NOW + timedelta(days=3)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def money(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "EUR"}


def balance(account: str) -> int:
    return ledger_queries.get_balance(account, "EUR").minor


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report


def refund(part, wanted: RefundRequest, *, reason=RefundReason.DAMAGED, by="vendor", key="k", note=""):
    return services.refund_sale(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        wanted=wanted,
        reason=reason,
        note=note,
        by=by,
        actor=VENDOR_ACTOR,
        request_key=key,
        now=LATER,
    )


def units(part, quantity: int) -> RefundRequest:
    return RefundRequest(lines=(RefundedLine(line_id=part.lines[0].line_id, quantity=quantity),))


def of_line(part, minor: int) -> RefundRequest:
    return RefundRequest(lines=(RefundedLine(line_id=part.lines[0].line_id, amount=eur(minor)),))
