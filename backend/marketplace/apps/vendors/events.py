from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class VendorApplied(Event, frozen=True, kw_only=True):
    """A vendor asks to sell here, and waits for the operator."""

    wire_name: ClassVar[str] = "vendors.vendor_applied.v1"
    vendor_id: str


class VendorApproved(Event, frozen=True, kw_only=True):
    """A vendor may sell: its published products can be found and bought."""

    wire_name: ClassVar[str] = "vendors.vendor_approved.v1"
    vendor_id: str


class VendorSuspended(Event, frozen=True, kw_only=True):
    """A vendor's products can no longer be found or bought; orders, returns and refunds go on."""

    wire_name: ClassVar[str] = "vendors.vendor_suspended.v1"
    vendor_id: str


class VendorReinstated(Event, frozen=True, kw_only=True):
    """A suspended vendor may sell again."""

    wire_name: ClassVar[str] = "vendors.vendor_reinstated.v1"
    vendor_id: str


class VendorClosed(Event, frozen=True, kw_only=True):
    """A vendor has left, or was refused, for good."""

    wire_name: ClassVar[str] = "vendors.vendor_closed.v1"
    vendor_id: str


class VendorProfileChanged(Event, frozen=True, kw_only=True):
    """What customers see of a vendor (name, address of its page, descriptions) may have changed."""

    wire_name: ClassVar[str] = "vendors.vendor_profile_changed.v1"
    vendor_id: str


class VendorVacationChanged(Event, frozen=True, kw_only=True):
    """A vendor's vacation has been set, moved or canceled, or has begun or ended by the region's calendar."""

    wire_name: ClassVar[str] = "vendors.vendor_vacation_changed.v1"
    vendor_id: str


class VendorLogoChanged(Event, frozen=True, kw_only=True):
    """A vendor's logo was uploaded, made by a worker, or removed."""

    wire_name: ClassVar[str] = "vendors.vendor_logo_changed.v1"
    vendor_id: str


class ApiKeysRevoked(Event, frozen=True, kw_only=True):
    """These keys of a vendor are refused from now on: what was opened with them ends, too."""

    wire_name: ClassVar[str] = "vendors.api_keys_revoked.v1"
    vendor_id: str
    key_ids: tuple[str, ...]
