"""Whether invoices are issued in a vendor's name, and what is missing."""

from __future__ import annotations

from marketplace.apps.invoices.domain.labels import AGREEMENT_VERSION, agreement_text
from marketplace.apps.invoices.models import InvoicingAgreement, WaitingSale
from marketplace.apps.invoices.types import InvoicingStatus
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView


def get_status(vendor_id: str, *, language: str) -> InvoicingStatus:
    """For the vendor's own people; the agreement in their language. :raises NotFound: if there is no such vendor"""
    missing = faults_of_seller(vendor_queries.get_vendor(vendor_id), has_vat=True)
    latest = InvoicingAgreement.objects.filter(vendor_id=vendor_id).order_by("-accepted_at", "-id").first()
    return InvoicingStatus(
        is_issued=not set(missing) - {"vat_number"},
        missing=missing,
        waiting=WaitingSale.objects.filter(vendor_id=vendor_id).count(),
        agreement_version=AGREEMENT_VERSION,
        agreement=agreement_text(language),
        accepted_version=latest.version if latest else "",
        accepted_at=latest.accepted_at if latest else None,
        accepted_by=latest.accepted_by if latest else "",
    )


def faults_of_seller(vendor: VendorView, *, has_vat: bool) -> list[str]:
    """
    What keeps a paper of this vendor from being issued: its agreement, and what the law wants on an invoice of its seller (Directive
    2006/112/EC, art. 226): the address, and the VAT number where the paper states VAT.
    """
    is_there = {
        "agreement": InvoicingAgreement.objects.filter(vendor_id=vendor.id).exists(),
        "address": vendor.address is not None,
        "vat_number": bool(vendor.vat_number) or not has_vat,
    }
    return [name for name, is_known in is_there.items() if not is_known]
