"""Ending a vendor, once nothing is open any more."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.checkout import queries as checkout_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import vendor_account
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payouts.errors import VendorNotSettled
from marketplace.apps.payouts.models import Hold, PayoutEligibility, VendorPayout
from marketplace.apps.payouts.types import LIVE
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor


def close_settled_vendor(*, vendor_id: str, reason: str, actor: Actor, now: datetime, from_state: str | None = None) -> VendorView:
    """
    Close a vendor for good, if it has no open orders, no money to get or to pay, no payout under way and no hold.

    It is closed first and looked at afterwards, in one transaction: closing waits for checkouts under way, and no new one comes.

    :raises NotFound: if there is no such vendor
    :raises VendorNotSettled: naming what is open; the vendor stays as it is
    :raises VendorStateForbids: if it is closed already, or not in ``from_state`` where that is named
    """
    vendor_queries.get_vendor(vendor_id)
    open_orders = order_queries.open_vendor_order_ids(vendor_id)
    with tenancy.atomic():
        closed = vendor_services.close_vendor(vendor_id=vendor_id, reason=reason, actor=actor, now=now, from_state=from_state)
        marked = PayoutEligibility.objects.filter(vendor_id=vendor_id, payable_at=None).values_list("vendor_order_id", flat=True)
        open_orders = sorted({*open_orders, *marked, *checkout_queries.unfinished_orders_with(vendor_id)})
        balances = [item.balance for item in ledger_queries.list_balances(prefix=vendor_account(vendor_id)) if item.balance]
        payouts = list(VendorPayout.objects.filter(vendor_id=vendor_id, state__in=LIVE).order_by("id").values_list("id", flat=True))
        holds = list(
            Hold.objects.filter(vendor_id=vendor_id, released_at=None).order_by("cause", "cause_id").distinct().values("cause", "cause_id")
        )
        if open_orders or balances or payouts or holds:
            raise VendorNotSettled(open_orders=open_orders, balances=balances, payouts=payouts, holds=holds)
    return closed
