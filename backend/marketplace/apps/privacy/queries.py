"""Reads of exports, and of all that is stored about a customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.analytics import queries as analytics_queries
from marketplace.apps.assistant import queries as assistant_queries
from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.credit import queries as credit_queries
from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.intelligence import queries as intelligence_queries
from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.messaging import queries as messaging_queries
from marketplace.apps.notifications import queries as notification_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import Order, OrderState
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.privacy.models import DataExport, RetentionRun
from marketplace.apps.privacy.types import DataExportView, ExportState, RetentionRunView
from marketplace.apps.returns import queries as return_queries
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

UNDER_WAY = (OrderState.AWAITING_PAYMENT, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
LOST_AFTER = timedelta(days=60)  # what was sent longer ago is not under way, even if nobody has reported that it arrived


def list_exports(account_id: str) -> list[DataExportView]:
    """The latest first; older ones are deleted when they expire."""
    return [view_of(row) for row in DataExport.objects.filter(account_id=account_id).order_by("-id")[:100]]


def get_export(account_id: str, export_id: str) -> DataExportView:
    """:raises NotFound: also for another customer's"""
    row = DataExport.objects.filter(account_id=account_id, pk=export_id).first()
    if row is None:
        raise NotFound
    return view_of(row)


def view_of(row: DataExport) -> DataExportView:
    return DataExportView(
        id=row.id, state=ExportState(row.state), requested_at=row.requested_at, ready_at=row.ready_at, expires_at=row.expires_at
    )


def list_retention_runs(page: PageRequest) -> Page[RetentionRunView]:
    """What was deleted by time, the latest first."""
    found = RetentionRun.objects.order_by("-pk")
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.pk).map(RetentionRun.as_view)


def numbers_under_way(customer_id: str, *, now: datetime) -> list[str]:
    """The numbers of a customer's orders of which something is still to be paid, sent or delivered."""
    return [order.number for order in order_queries.iter_orders(customer_id) if _is_under_way(order, now)]


def _is_under_way(order: Order, now: datetime) -> bool:
    is_lost = order.state == OrderState.SHIPPED and order.placed_at < now - LOST_AFTER
    return order.state in UNDER_WAY and not is_lost


def gather(account_id: str) -> Iterator[tuple[str, Any]]:
    """All that is stored about the customer, by part. :raises NotFound: if there is no such customer"""
    profile = account_queries.get_profile(audience=CUSTOMER, person_id=account_id)
    yield "profile", profile
    yield "block", account_queries.get_customer(account_id).block
    yield "addresses", account_queries.list_addresses(account_id)
    yield "consents", account_queries.list_consents(account_id)
    yield "sessions", account_queries.list_sessions(account_id)
    yield "support_views", account_queries.all_support_views(account_id)
    cart = cart_queries.find_last_cart(account_id)
    yield "cart", cart and msgspec.structs.replace(cart, token_hash="")
    orders = [order_queries.order_detail(order) for order in order_queries.iter_orders(account_id)]
    yield "orders", orders
    yield "order_messages", messaging_queries.all_messages_of_orders([order.id for order in orders])
    yield "saved_cards", payment_queries.all_cards_of(account_id)
    yield "purchases", intelligence_queries.purchases_of(account_id)
    yield "payment_risks", [msgspec.structs.replace(risk, decided_by="") for risk in fraud_queries.risks_of(account_id)]
    yield "conversations", assistant_queries.conversations_of(account_id)
    yield "visits", analytics_queries.visitors_of(account_id)
    yield "value", analytics_queries.values_of(account_id)
    yield "store_credit", credit_queries.all_credits_of(account_id)
    yield "gift_cards", credit_queries.all_purchases_of(account_id)
    yield "returns", return_queries.list_returns_of_customer(account_id)
    yield "invoices", invoice_queries.list_invoices_of_customer(account_id)
    yield "messages", notification_queries.list_messages_to(profile.email)
