"""The lock under which everything of a vendor changes, one change after the other."""

from __future__ import annotations

from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.models import Vendor
from marketplace.apps.vendors.types import VendorState
from marketplace.kit.errors import NotFound


def lock_vendor(vendor_id: str) -> Vendor:
    """The vendor's row, locked until the transaction ends. :raises NotFound: if there is no such vendor"""
    vendor = Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first()
    if vendor is None:
        raise NotFound
    return vendor


def lock_open_vendor(vendor_id: str) -> Vendor:
    """
    The same for a vendor that has not left.

    :raises NotFound: if there is no such vendor
    :raises VendorStateForbids: once the vendor is closed
    """
    vendor = lock_vendor(vendor_id)
    _refuse_closed(vendor)
    return vendor


def require_open(vendor_id: str) -> None:
    """:raises NotFound: :raises VendorStateForbids: as ``lock_open_vendor``, without the lock"""
    vendor = Vendor.objects.filter(pk=vendor_id).first()
    if vendor is None:
        raise NotFound
    _refuse_closed(vendor)


def _refuse_closed(vendor: Vendor) -> None:
    if vendor.state == VendorState.CLOSED:
        raise VendorStateForbids(state=vendor.state)
