"""Accounts at carriers and labels for tests, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.apps.accounts.types import Address
from marketplace.apps.carriers import queries, services
from marketplace.apps.carriers.models import CarrierLabel
from marketplace.apps.carriers.types import LabelPurpose, LabelState, LabelView, LabelWish
from marketplace.apps.orders.types import LineQuantity, VendorOrder
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.foundation import rows
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

UTRECHT = Address(name="", line1="Oudegracht 12", postcode="3511 AP", city="Utrecht", country="NL", phone="030 123 4567")
SERVICE, RETURN_SERVICE = "postnl:standard", "postnl:standard/return"


def give_address(vendor_id: str) -> None:
    etag = vendor_queries.get_vendor(vendor_id).etag
    vendor_services.change_profile(vendor_id=vendor_id, etag=etag, changes={"address": UTRECHT}, actor=VENDOR_ACTOR, now=NOW)


def connect(vendor_id: str, *, public_key: str = "test_shop", secret_key: str = "s3cret") -> None:
    etag = queries.get_account(vendor_id).etag
    keys = {"carrier": "sendcloud", "public_key": public_key, "secret_key": secret_key}
    services.connect(vendor_id=vendor_id, etag=etag, actor=VENDOR_ACTOR, now=NOW, **keys)


def units(part: VendorOrder, quantity: int) -> Sequence[LineQuantity]:
    return [LineQuantity(part.lines[0].line_id, quantity)]


def buy(part: VendorOrder, quantity: int = 1, *, key: str = "one", service: str = SERVICE, now: Any = NOW) -> LabelView:
    """A label for so many units of the first line."""
    return services.buy_label(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=units(part, quantity),
        wish=LabelWish(service=service, weight_g=1_250),
        actor=VENDOR_ACTOR,
        request_key=key,
        now=now,
    )


def store_label(part: VendorOrder, *, now: Any) -> str:
    """A bought label that no carrier knows; its id."""
    row = CarrierLabel(
        id=new_id("lbl", at=now),
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        order_id=part.order_id,
        purpose=LabelPurpose.SHIPMENT,
        state=LabelState.BOUGHT,
        lines=[{"line_id": part.lines[0].line_id, "quantity": 1}],
        service=SERVICE,
        weight_g=500,
        account="test_gone",
        reference="shp_0",
        parcel="0",
        carrier="PostNL",
        tracking_number="3SNONE",
        requested_at=now,
        bought_at=now,
    )
    rows.insert(row)
    return str(row.id)
