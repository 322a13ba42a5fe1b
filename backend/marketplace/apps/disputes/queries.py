"""What there is for a dispute, read from the apps below, and what became of it."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.disputes.models import Evidence
from marketplace.apps.disputes.types import EvidencePack, EvidenceState, EvidenceView
from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.messaging import queries as messaging_queries
from marketplace.apps.notifications import queries as notification_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.types import OrderDetail
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import DisputeState, DisputeView
from marketplace.foundation import tenancy
from marketplace.kit.pages import PageRequest

MOST_PAPERS, MOST_MESSAGES = 100, 100


def get_evidence(dispute_id: str, *, now: datetime) -> EvidenceView:
    """:raises DisputeNotFound: if there is no such dispute"""
    dispute = payment_queries.get_dispute(dispute_id)
    row = Evidence.objects.filter(pk=dispute_id).first()
    state = EvidenceState(row.state) if row else None
    return EvidenceView(
        dispute_id=dispute_id,
        can_send=state != EvidenceState.SENT and is_taken(dispute, now=now),
        state=state,
        reason=row.reason if row else "",
        note=row.note if row else "",
        sent_by=row.sent_by if row else "",
        sent_at=row.sent_at if row else None,
    )


def is_taken(dispute: DisputeView, *, now: datetime) -> bool:
    """Whether the dispute's provider takes evidence from us now."""
    is_open = dispute.state == DisputeState.OPEN and (dispute.respond_by is None or dispute.respond_by > now)
    return is_open and payment_queries.takes_evidence(dispute.id)


def pack_of(dispute_id: str, *, note: str, now: datetime) -> EvidencePack:
    """All that we have for a dispute. A fixed number of queries. :raises DisputeNotFound: if there is no such dispute"""
    dispute = payment_queries.get_dispute(dispute_id)
    order = _find_order(dispute.order_id)
    of_order, written = PageRequest(MOST_PAPERS), PageRequest(MOST_MESSAGES)
    return EvidencePack(
        marketplace=tenancy.current().name,
        timezone=tenancy.current().timezone,
        dispute=dispute,
        captures=payment_queries.list_captures(dispute.payment_id),
        order=order,
        invoices=list(invoice_queries.list_invoices(of_order, order_id=order.id).items) if order else [],
        messages=notification_queries.list_texts(order_id=order.id, recipient=order.email) if order else [],
        conversation=list(messaging_queries.list_messages_of_order(written, order_id=order.id).items)[::-1] if order else [],
        note=note,
        made_at=now,
    )


def _find_order(order_id: str) -> OrderDetail | None:
    try:
        return order_queries.order_detail(order_queries.get_any_order(order_id))
    except OrderNotFound:  # a gift card was bought
        return None
