"""Reads of carriers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from marketplace.apps.carriers.errors import LabelNotFound
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.types import ENDED, CarrierAccountView, LabelPurpose, LabelState, LabelView
from marketplace.apps.orders import queries as order_queries
from marketplace.kit.ids import is_id
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

NONE = CarrierAccountView(is_connected=False, carrier="", public_key="", connected_at=None, is_refused=False, etag="0")


def get_account(vendor_id: str) -> CarrierAccountView:
    """A vendor's account at a carrier. None yet is an answer, too."""
    row = CarrierAccount.objects.filter(pk=vendor_id).first()
    return NONE if row is None else row.as_view()


def list_labels(vendor_id: str, vendor_order_id: str, page: PageRequest) -> Page[LabelView]:
    """Those for parcels of a vendor's order, the newest first. :raises OrderNotFound: if the vendor has no such order"""
    order_queries.get_vendor_order(vendor_id, vendor_order_id)
    found = CarrierLabel.objects.filter(vendor_id=vendor_id, vendor_order_id=vendor_order_id, purpose=LabelPurpose.SHIPMENT)
    if page.cursor:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(requested_at__lt=at) | Q(requested_at=at, id__lt=after))
    rows = list(found.order_by("-requested_at", "-id")[: page.limit + 1])
    return page_of(rows, page, position=lambda row: (row.requested_at, row.id)).map(CarrierLabel.as_view)


def find_return_label(return_id: str) -> LabelView | None:
    """The label of a return that is bought, or being bought or voided."""
    row = CarrierLabel.objects.filter(return_id=return_id, purpose=LabelPurpose.RETURN).exclude(state__in=ENDED).first()
    return None if row is None else row.as_view()


def find_label(vendor_id: str, label_id: str, *, vendor_order_id: str) -> CarrierLabel:
    """A label of a parcel of that order. :raises LabelNotFound: also for another vendor's"""
    wanted = {"pk": label_id, "vendor_id": vendor_id, "vendor_order_id": vendor_order_id, "purpose": LabelPurpose.SHIPMENT}
    row = CarrierLabel.objects.filter(**wanted).first() if is_id(label_id, "lbl") else None
    if row is None:
        raise LabelNotFound
    return row


def has_unfinished(vendor_id: str) -> bool:
    """Whether a label of the vendor is being bought or voided at this moment."""
    return CarrierLabel.objects.filter(vendor_id=vendor_id, state__in=[LabelState.BUYING, LabelState.VOIDING]).exists()
