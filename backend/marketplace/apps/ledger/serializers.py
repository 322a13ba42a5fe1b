"""Shapes of the books in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.ledger.types import Transaction, TransactionType, reason_by_hand, vendor_account
from marketplace.foundation.rest.fields import CodeField, IdField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import Money


class ListVendorTransactions(StrictSerializer):
    """The query string of a vendor's rows."""

    type = serializers.ChoiceField(choices=[kind.value for kind in TransactionType], required=False)
    order_id = IdField(prefix="ord", required=False)
    payout_id = IdField(prefix="pout", required=False)


class ListTransactions(ListVendorTransactions):
    """The query string of all rows."""

    vendor_id = IdField(prefix="ven", required=False)
    account = CodeField(max_length=60, required=False, help_text="Such as `provider:sandbox`; rows that come from it or go to it.")


class VendorTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books as its vendor sees it: ``amount`` is positive for what the vendor gets; ``reason`` is of a booking by hand."""

    id: int
    type: TransactionType
    amount: Money
    order_id: str
    vendor_order_id: str
    line_id: str
    refund_id: str
    payout_id: str
    reason: str
    occurred_at: datetime


def vendor_transaction(row: Transaction) -> VendorTransaction:
    same = {name: getattr(row, name) for name in VendorTransaction.__struct_fields__ if name not in ("amount", "reason")}
    sign = 1 if row.destination == vendor_account(row.vendor_id) else -1
    return VendorTransaction(amount=row.amount * sign, reason=reason_by_hand(row.details), **same)
