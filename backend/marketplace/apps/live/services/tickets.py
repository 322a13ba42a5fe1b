"""Which topics are a caller's."""

from __future__ import annotations

from marketplace.apps.live import types
from marketplace.apps.live.types import LiveTicket
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation.realtime import tickets
from marketplace.foundation.realtime.addresses import addresses
from marketplace.foundation.realtime.tickets import CONNECTION_LIFE, TICKET_S, Grant
from marketplace.foundation.realtime.topics import Topic, TopicKind
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, Principal

# By the roles that may read the same from the API; none are named where every role may.
OF_VENDORS: dict[TopicKind, tuple[str, ...]] = {
    types.VENDOR_ORDERS: (),
    types.VENDOR_STOCK: (),
    types.VENDOR_IMPORTS: ("owner", "manager"),
    types.VENDOR_PAYOUTS: ("owner", "manager", "accountant"),
}
OF_STAFF: dict[TopicKind, tuple[str, ...]] = {
    types.STAFF_VENDORS: (),
    types.STAFF_ORDERS: ("admin", "support", "finance"),
    types.STAFF_PAYMENTS: ("admin", "support", "finance"),
    types.STAFF_PAYOUTS: ("admin", "finance"),
    types.STAFF_METRICS: ("admin", "finance"),
}


def give_ticket(*, principal: Principal | None, order_id: str, order_token: str) -> LiveTicket:
    """
    A ticket for the caller's topics; for an order's, too, which is the caller's own or opened by the guest's ``order_token``.

    :raises OrderNotFound: for any other order
    :raises VendorStateForbids: to a vendor that is suspended or closed
    """
    granted = list(_topics_of(principal)) if principal is not None else []
    if order_id:
        customer_id = principal.id if principal is not None and principal.audience == CUSTOMER else ""
        granted.append(types.ORDER.of(order_queries.get_own_order(order_id, customer_id=customer_id, token=order_token).id))
    grant = Grant(
        topics=tuple(granted),
        subjects=_subjects_of(principal) if principal is not None else (),
        caller=f"{principal.audience}:{principal.id}" if principal is not None else f"guest:{order_id}",
        is_staff=principal is not None and principal.audience == STAFF,
    )
    places = addresses()
    return LiveTicket(
        ticket=tickets.give(grant),
        expires_in_s=TICKET_S,
        ends_in_s=int(CONNECTION_LIFE.total_seconds()),
        topics=[topic.shown for topic in granted],
        websocket_url=places.websocket_url,
        events_url=places.events_url,
    )


def _topics_of(principal: Principal) -> list[Topic]:
    """:raises VendorStateForbids:"""
    if principal.audience == CUSTOMER:
        return [types.ORDERS.of(principal.id)]
    if principal.audience == STAFF:
        return [kind.of(types.REGION) for kind in _allowed(OF_STAFF, principal.roles)]
    vendor = vendor_queries.get_vendor(principal.vendor_id)
    if vendor.state in (VendorState.SUSPENDED, VendorState.CLOSED):
        raise VendorStateForbids(state=vendor.state)
    return [kind.of(vendor.id) for kind in _allowed(OF_VENDORS, principal.roles)]


def _allowed(kinds: dict[TopicKind, tuple[str, ...]], roles: tuple[str, ...]) -> list[TopicKind]:
    return [kind for kind, needed in kinds.items() if not needed or set(needed) & set(roles)]


def _subjects_of(principal: Principal) -> tuple[str, ...]:
    """Whose end is the end of this access: the session or API key, and a vendor's own."""
    return tuple(subject for subject in (principal.session_id or principal.id, principal.vendor_id) if subject)
