"""Invoices as they are stored: rows that are never changed nor deleted, which triggers say."""

from __future__ import annotations

import msgspec
from django.db import models
from django.db.models import Q

from marketplace.apps.invoices.types import OF_COMMISSION, InvoiceContent, InvoiceKind, InvoiceView, IssuedInvoice
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.tenancy.rows import TenantRow


class Invoice(TenantRow):
    """
    An invoice or a credit note. ``issuer`` is in whose name it is: a vendor's id, or ``OPERATOR``; ``sequence`` counts its papers of one
    ``series`` and ``year``. ``reversal_id`` is what a credit note is for. ``covered`` are the reversals that an invoice has left out of
    its amounts.
    """

    id = models.CharField(primary_key=True, max_length=40)  # inv_
    kind = models.CharField(max_length=25, choices=choices(InvoiceKind))
    issuer = models.CharField(max_length=40)
    series = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40, default="", blank=True)
    order_id = models.CharField(max_length=40, default="", blank=True)  # of commission there is none
    vendor_order_id = models.CharField(max_length=40, default="", blank=True)
    reversal_id = models.CharField(max_length=40, default="", blank=True)
    corrects_id = models.CharField(max_length=40, default="", blank=True)
    covered = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    content = models.JSONField()  # InvoiceContent
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "invoices"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=tuple(InvoiceKind)), name="invoice_kind"),
            models.CheckConstraint(condition=Q(total_minor__gt=0, tax_minor__gte=0), name="invoice_amounts"),
            models.UniqueConstraint(fields=["issuer", "series", "year", "sequence"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["vendor_order_id", "reversal_id"], name="invoice_once", condition=~Q(kind__in=tuple(OF_COMMISSION))
            ),
        ]
        indexes = [
            models.Index(fields=["order_id", "-issued_at", "-id"], name="invoice_of_order"),
            models.Index(fields=["vendor_id", "-issued_at", "-id"], name="invoice_of_vendor"),
            models.Index(fields=["-issued_at", "-id"], name="invoice_newest"),
            models.Index(fields=["customer_id"], name="invoice_of_customer", condition=~Q(customer_id="")),
        ]

    def as_issued(self) -> IssuedInvoice:
        content = msgspec.convert(self.content, InvoiceContent)
        return IssuedInvoice(id=self.id, number=self.number, issued_at=self.issued_at, content=content)

    def as_view(self, sha256: str) -> InvoiceView:
        """The row as it is read: also by other apps."""
        content = msgspec.convert(self.content, InvoiceContent)
        same = ("id", "number", "vendor_id", "order_id", "vendor_order_id", "corrects_id", "issued_at")
        said = ("kind", "order_number", "corrects", "reason", "total", "tax", "taxes", "lines")
        return InvoiceView(
            seller_name=content.seller.name,
            buyer_name=content.buyer.name,
            sha256=sha256,
            **{name: getattr(self, name) for name in same},
            **{name: getattr(content, name) for name in said},
        )


class InvoiceCounter(TenantRow):
    """The last number of an issuer's series in a year. Its row is locked until the paper is stored, so no number is lost."""

    pk = models.CompositePrimaryKey("issuer", "series", "year")
    issuer = models.CharField(max_length=40)
    series = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "invoice_counters"


class InvoiceFile(TenantRow):
    """Where the file of an invoice is archived, and its digest."""

    invoice_id = models.CharField(primary_key=True, max_length=40)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    archived_at = models.DateTimeField()

    class Meta:
        db_table = "invoice_files"


class InvoicedCommission(TenantRow):
    """That a row of the books is on a paper of the operator's: on one at most, which its key says."""

    transaction_id = models.BigIntegerField(primary_key=True)
    invoice_id = models.CharField(max_length=40)

    class Meta:
        db_table = "invoiced_commissions"
        indexes = [models.Index(fields=["invoice_id"], name="invoiced_commission_of_invoice")]


class InvoicingAgreement(TenantRow):
    """That a vendor lets the operator issue invoices in its name: who said so, when, and to which text."""

    id = models.CharField(primary_key=True, max_length=40)  # iag_
    vendor_id = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    accepted_by = models.CharField(max_length=40)
    accepted_at = models.DateTimeField()

    class Meta:
        db_table = "invoicing_agreements"
        constraints = [models.UniqueConstraint(fields=["vendor_id", "version"], name="invoicing_accepted_once")]


class WaitingSale(TenantRow):
    """A vendor order that is to be invoiced once its vendor has done what is missing."""

    vendor_order_id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "invoice_waiting_sales"
        indexes = [models.Index(fields=["vendor_id", "vendor_order_id"], name="invoice_waiting_of_vendor")]
