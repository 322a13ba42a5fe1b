"""Reads of payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from marketplace.apps.payments.errors import PaymentNotFound, RefundNotFound
from marketplace.apps.payments.methods import available_methods
from marketplace.apps.payments.models import Dispute, Payment, Refund
from marketplace.apps.payments.types import DisputeView, PaymentState, PaymentView, RefundState, RefundView
from marketplace.foundation.postgres import rows as table
from marketplace.kit.ids import OrderId, PaymentId
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

__all__ = [
    "available_methods",
    "find_payment_of_order",
    "get_payment",
    "get_refund",
    "list_disputes",
    "list_payments",
    "list_payments_to_check",
    "list_refunds",
    "list_refunds_to_try",
    "payments_by_id",
]

BATCH = 200


def get_payment(payment_id: str) -> PaymentView:
    """:raises PaymentNotFound: if there is none"""
    row = table.first(Payment, "id = %(id)s", {"id": payment_id})
    if row is None:
        raise PaymentNotFound
    return row.as_view()


def find_payment_of_order(order_id: str) -> PaymentView | None:
    """The payment of an order: there is one at most."""
    row = Payment.objects.filter(order_id=order_id).first()
    return row.as_view() if row else None


def payments_by_id(payment_ids: Sequence[str]) -> dict[PaymentId, PaymentView]:
    """Those that exist, in one query."""
    return {PaymentId(row.id): row.as_view() for row in Payment.objects.filter(pk__in=payment_ids)}


def list_payments(*, page: PageRequest, state: PaymentState | None = None, order_id: OrderId | None = None) -> Page[PaymentView]:
    """Newest first."""
    rows = Payment.objects.order_by("-created_at", "-id")
    if state is not None:
        rows = rows.filter(state=state)
    if order_id is not None:
        rows = rows.filter(order_id=order_id)
    if page.cursor is not None:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=after))
    found = page_of(list(rows[: page.limit + 1]), page, position=lambda row: (row.created_at, row.id))
    return found.map(lambda row: row.as_view())


def get_refund(refund_id: str) -> RefundView:
    """:raises RefundNotFound: if there is none"""
    row = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if row is None:
        raise RefundNotFound
    return row.as_view()


def list_refunds(payment_id: str) -> list[RefundView]:
    """All refunds of a payment, oldest first."""
    return [row.as_view() for row in Refund.objects.select_related("payment").filter(payment_id=payment_id).order_by("id")]


def list_disputes(payment_id: str) -> list[DisputeView]:
    """All disputes of a payment, oldest first."""
    return [row.as_view() for row in Dispute.objects.select_related("payment").filter(payment_id=payment_id).order_by("id")]


def list_payments_to_check(*, now: datetime) -> list[PaymentId]:
    """Payments of which the provider has told nothing final for a while."""
    rows = Payment.objects.filter(next_check_at__lte=now).order_by("next_check_at")
    return [PaymentId(payment_id) for payment_id in rows.values_list("id", flat=True)[:BATCH]]


def list_refunds_to_try(*, now: datetime) -> list[str]:
    """Refunds that wait to be sent, or to be asked about."""
    rows = Refund.objects.filter(next_attempt_at__lte=now, state=RefundState.PENDING).order_by("next_attempt_at")
    return list(rows.values_list("id", flat=True)[:BATCH])
