"""Shapes of invoices in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.invoices.types import INVOICE_KINDS
from marketplace.foundation.rest.fields import CodeField, IdField
from marketplace.foundation.rest.serializers import StrictSerializer


class AcceptAgreement(StrictSerializer):
    version = CodeField(max_length=20, help_text="Of the text that was read.")


class ListInvoices(StrictSerializer):
    """The query string of a list of invoices."""

    kind = serializers.ChoiceField(choices=INVOICE_KINDS, required=False)
    order_id = IdField(prefix="ord", required=False)
    vendor_order_id = IdField(prefix="vord", required=False)


class ListAllInvoices(ListInvoices):
    vendor_id = IdField(prefix="ven", required=False)
