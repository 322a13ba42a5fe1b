"""A customer's address book."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.errors import AddressBookFull
from marketplace.apps.accounts.models import Account, SavedAddressRow
from marketplace.apps.accounts.queries import saved_address_of
from marketplace.apps.accounts.types import Address, SavedAddress
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit import limits
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id

MAX_ADDRESSES = limits.declare("accounts.addresses", 50, "addresses", "Of one customer; 409 `address_book_full` for one more.")
_OTHER_DEFAULTS = {
    flag: f"account_id = %(account_id)s AND {flag} AND id <> %(id)s" for flag in ("is_default_shipping", "is_default_billing")
}


def add_address(
    *,
    account_id: str,
    address: Address,
    label: str = "",
    is_default_shipping: bool = False,
    is_default_billing: bool = False,
    now: datetime,
) -> SavedAddress:
    """
    Put a checked address into the book. The first one becomes the default for both.

    :raises AddressBookFull: at 50 addresses
    """
    with tenancy.atomic():
        count = _lock_book(account_id)
        if count >= MAX_ADDRESSES:
            raise AddressBookFull
        row = SavedAddressRow(
            id=new_id("adr", at=now), account_id=account_id, label=label, address=msgspec.to_builtins(address), created_at=now
        )
        row.is_default_shipping = is_default_shipping or count == 0
        row.is_default_billing = is_default_billing or count == 0
        _clear_other_defaults(row)
        rows.insert(row)
    return saved_address_of(row)


def change_address(
    *,
    account_id: str,
    address_id: str,
    etag: str,
    address: Address | None = None,
    label: str | None = None,
    is_default_shipping: bool | None = None,
    is_default_billing: bool | None = None,
) -> SavedAddress:
    """
    Change what is given. Making one the default takes that from the other.

    :raises NotFound: if the customer has no such address
    :raises StaleRow: if ``etag`` is old
    """
    with tenancy.atomic():
        _lock_book(account_id)
        row = SavedAddressRow.objects.filter(account_id=account_id, pk=address_id).first()
        if row is None:
            raise NotFound
        if str(row.version) != etag:
            raise StaleRow
        row.address = row.address if address is None else msgspec.to_builtins(address)
        row.label = row.label if label is None else label
        row.is_default_shipping = row.is_default_shipping if is_default_shipping is None else is_default_shipping
        row.is_default_billing = row.is_default_billing if is_default_billing is None else is_default_billing
        row.version += 1
        _clear_other_defaults(row)
        rows.change(row, "address", "label", "is_default_shipping", "is_default_billing", "version")
    return saved_address_of(row)


def remove_address(*, account_id: str, address_id: str) -> None:
    """:raises NotFound: if the customer has no such address"""
    own = {"account_id": account_id, "id": address_id}
    if not rows.delete_where(SavedAddressRow, "account_id = %(account_id)s AND id = %(id)s", own):
        raise NotFound


def _lock_book(account_id: str) -> int:
    """How many addresses the book holds; it cannot change by another request until this transaction ends."""
    if not Account.objects.select_for_update(no_key=True).filter(pk=account_id).exists():
        raise NotFound
    return SavedAddressRow.objects.filter(account_id=account_id).count()


def _clear_other_defaults(row: SavedAddressRow) -> None:
    for flag, condition in _OTHER_DEFAULTS.items():
        if getattr(row, flag):
            rows.change_where(SavedAddressRow, condition, {"account_id": row.account_id, "id": row.id}, **{flag: False})
