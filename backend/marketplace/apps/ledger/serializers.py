"""Shapes of the books in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

import msgspec
from rest_framework import serializers

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.ledger.types import TransactionType, vendor_account
from marketplace.foundation.rest.fields import IdField
from marketplace.kit.money import Money


class ListVendorTransactions(serializers.Serializer):
    """The query string of a vendor's rows."""

    type = serializers.ChoiceField(choices=get_args(TransactionType), required=False)
    order_id = IdField(prefix="ord", required=False)
    payout_id = IdField(prefix="pout", required=False)


class ListTransactions(ListVendorTransactions):
    """The query string of all rows."""

    vendor_id = IdField(prefix="ven", required=False)
    account = serializers.CharField(
        max_length=60, required=False, help_text="Such as `provider:sandbox`; rows that come from it or go to it."
    )


class VendorTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books as its vendor sees it: ``amount`` is positive for what the vendor gets."""

    id: int
    type: TransactionType
    amount: Money
    order_id: str
    vendor_order_id: str
    line_id: str
    refund_id: str
    payout_id: str
    occurred_at: datetime


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books: ``amount``, always positive, moved from ``source`` to ``destination``."""

    id: int
    key: str
    type: TransactionType
    source: str
    destination: str
    amount: Money
    vendor_id: str
    order_id: str
    vendor_order_id: str
    line_id: str
    payment_id: str
    refund_id: str
    payout_id: str
    details: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime


def vendor_transaction(row: FinancialTransaction) -> VendorTransaction:
    same = {name: getattr(row, name) for name in VendorTransaction.__struct_fields__ if name != "amount"}
    sign = 1 if row.destination == vendor_account(row.vendor_id) else -1
    return VendorTransaction(amount=row.amount * sign, **same)


def transaction(row: FinancialTransaction) -> Transaction:
    return Transaction(**{name: getattr(row, name) for name in Transaction.__struct_fields__})
