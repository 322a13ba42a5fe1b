"""Reads of payments, of their captures, refunds and disputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import DisputeNotFound, PaymentNotFound, RefundNotFound
from marketplace.apps.payments.models import Capture, Dispute, Payment, Refund
from marketplace.apps.payments.types import (
    CaptureView,
    DisputeState,
    DisputeView,
    PaymentState,
    PaymentView,
    RefundState,
    RefundView,
)
from marketplace.foundation import rows as table
from marketplace.foundation.rows.pages import sorted_page
from marketplace.kit.ids import OrderId, PaymentId
from marketplace.kit.pages import Page, PageRequest, Sorting, decode_cursor, page_of

BATCH = 200


def get_payment(payment_id: str) -> PaymentView:
    """:raises PaymentNotFound: if there is none"""
    row = table.first(Payment, "id = %(id)s", {"id": payment_id})
    if row is None:
        raise PaymentNotFound
    return row.as_view()


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


def list_all_refunds(*, page: PageRequest, state: RefundState | None = None, sort: Sorting | None = None) -> Page[RefundView]:
    """The region's refunds by when they were made, newest first unless ``sort`` says otherwise; those in ``failed`` wait for staff."""
    rows = Refund.objects.select_related("payment")
    if state is not None:
        rows = rows.filter(state=state)
    return sorted_page(rows, page, sort or Sorting("created_at", descending=True)).map(lambda row: row.as_view())


def list_captures(payment_id: str) -> list[CaptureView]:
    """All captures of a payment, oldest first."""
    return [row.as_view() for row in Capture.objects.filter(payment_id=payment_id).order_by("id")]


def list_refunds(payment_id: str) -> list[RefundView]:
    """All refunds of a payment, oldest first."""
    return [row.as_view() for row in Refund.objects.select_related("payment").filter(payment_id=payment_id).order_by("id")]


def list_disputes(payment_id: str) -> list[DisputeView]:
    """All disputes of a payment, oldest first."""
    return [row.as_view() for row in Dispute.objects.select_related("payment").filter(payment_id=payment_id).order_by("id")]


def list_all_disputes(*, page: PageRequest, state: DisputeState | None = None) -> Page[DisputeView]:
    """The region's disputes, newest first; open ones wait for evidence until their ``respond_by``."""
    rows = Dispute.objects.select_related("payment").order_by("-id")
    if state is not None:
        rows = rows.filter(state=state)
    if page.cursor is not None:
        rows = rows.filter(id__lt=decode_cursor(page.cursor, str).replace("\0", ""))
    found = page_of(list(rows[: page.limit + 1]), page, position=lambda row: row.id)
    return found.map(lambda row: row.as_view())


def takes_evidence(dispute_id: str) -> bool:
    """Whether the dispute's provider takes evidence by its API. :raises DisputeNotFound:"""
    provider = Dispute.objects.filter(pk=dispute_id).values_list("payment__provider", flat=True).first()
    if provider is None:
        raise DisputeNotFound
    return providers.is_configured(provider) and providers.capabilities_of(provider).takes_evidence


def get_dispute(dispute_id: str) -> DisputeView:
    """:raises DisputeNotFound:"""
    row = Dispute.objects.select_related("payment").filter(pk=dispute_id).first()
    if row is None:
        raise DisputeNotFound
    return row.as_view()


def closed_disputes(dispute_ids: Sequence[str], *, before: datetime) -> set[str]:
    """Those of the disputes that ended before then."""
    return set(Dispute.objects.filter(pk__in=list(dispute_ids), closed_at__lt=before).values_list("id", flat=True))


def list_disputed_orders(*, lost_since: datetime) -> list[OrderId]:
    """
    The orders whose disputes are open, or were lost after that time. They are few; the list is for checks that money does not leave, not
    for people.
    """
    disputes = Dispute.objects.filter(Q(state=DisputeState.OPEN) | Q(state=DisputeState.LOST, closed_at__gte=lost_since))
    return [OrderId(order_id) for order_id in disputes.values_list("payment__order_id", flat=True)]


def list_payments_to_check(*, now: datetime) -> list[PaymentId]:
    """Payments for which the provider has reported nothing final for a while."""
    rows = Payment.objects.filter(next_check_at__lte=now).order_by("next_check_at")
    return [PaymentId(payment_id) for payment_id in rows.values_list("id", flat=True)[:BATCH]]


def list_refunds_to_try(*, now: datetime) -> list[str]:
    """Refunds that wait to be sent, or to be asked about."""
    rows = Refund.objects.filter(next_attempt_at__lte=now, state=RefundState.PENDING).order_by("next_attempt_at")
    return list(rows.values_list("id", flat=True)[:BATCH])
