"""What search learns from the apps below. Each handler reads the state of things again, so order and repeats do not matter."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.catalog.events import AttributeNamed, CategoryChanged, ProductSaved
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.discovery import services
from marketplace.apps.inventory.events import StockChanged
from marketplace.apps.orders.events import OrderConfirmed
from marketplace.apps.returns.events import ReturnPolicyChanged
from marketplace.apps.shipping.events import DeliveryChanged
from marketplace.apps.vendors.events import (
    VendorApproved,
    VendorClosed,
    VendorLogoChanged,
    VendorProfileChanged,
    VendorReinstated,
    VendorSuspended,
    VendorVacationChanged,
)
from marketplace.foundation.events.subscribers import BULK, batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(ProductSaved, StockChanged, name="discovery.index_product", queue=BULK)
def index_products(events: Sequence[ProductSaved | StockChanged]) -> None:
    services.index_products({ProductRef(event.vendor_id, event.product_id) for event in events})


@batch_subscriber(
    VendorApproved,
    VendorSuspended,
    VendorReinstated,
    VendorClosed,
    VendorProfileChanged,
    DeliveryChanged,
    name="discovery.index_vendor",
    queue=BULK,
)
def index_vendors(
    events: Sequence[VendorApproved | VendorSuspended | VendorReinstated | VendorClosed | VendorProfileChanged | DeliveryChanged],
) -> None:
    for vendor_id in dict.fromkeys(event.vendor_id for event in events):
        services.index_vendor(vendor_id)


@subscriber(VendorVacationChanged, VendorLogoChanged, ReturnPolicyChanged, name="discovery.expire_vendor", queue=BULK)
def expire_vendor(event: VendorVacationChanged | VendorLogoChanged | ReturnPolicyChanged, recorded: Recorded) -> None:
    services.expire_vendor(event.vendor_id)


@subscriber(CategoryChanged, name="discovery.index_category", queue=BULK)
def index_category(event: CategoryChanged, recorded: Recorded) -> None:
    services.index_category(event.category_id)


@subscriber(AttributeNamed, name="discovery.expire_attributes", queue=BULK)
def expire_attributes(event: AttributeNamed, recorded: Recorded) -> None:
    services.expire_attributes()


@batch_subscriber(OrderConfirmed, name="discovery.record_sales", queue=BULK)
def record_sales(events: Sequence[OrderConfirmed]) -> None:
    services.record_sales([(event.owner, event.order_id) for event in events])
