"""A customer's address book."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.errors import AddressBookFull
from marketplace.apps.accounts.models import Account, SavedAddressRow
from marketplace.apps.accounts.queries import saved_address_of
from marketplace.apps.accounts.types import Address, SavedAddress
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id

MAX_ADDRESSES = 50


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
        row.save(force_insert=True)
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
    :raises StaleDocument: if ``etag`` is old
    """
    with tenancy.atomic():
        _lock_book(account_id)
        row = SavedAddressRow.objects.filter(account_id=account_id, pk=address_id).first()
        if row is None:
            raise NotFound
        if str(row.version) != etag:
            raise StaleDocument
        row.address = row.address if address is None else msgspec.to_builtins(address)
        row.label = row.label if label is None else label
        row.is_default_shipping = row.is_default_shipping if is_default_shipping is None else is_default_shipping
        row.is_default_billing = row.is_default_billing if is_default_billing is None else is_default_billing
        row.version += 1
        _clear_other_defaults(row)
        row.save()
    return saved_address_of(row)


def remove_address(*, account_id: str, address_id: str) -> None:
    """:raises NotFound: if the customer has no such address"""
    deleted, _ = SavedAddressRow.objects.filter(account_id=account_id, pk=address_id).delete()
    if not deleted:
        raise NotFound


def _lock_book(account_id: str) -> int:
    """How many addresses the book holds; it cannot change by another request until this transaction ends."""
    if not Account.objects.select_for_update(no_key=True).filter(pk=account_id).exists():
        raise NotFound
    return SavedAddressRow.objects.filter(account_id=account_id).count()


def _clear_other_defaults(row: SavedAddressRow) -> None:
    for flag in ("is_default_shipping", "is_default_billing"):
        if getattr(row, flag):
            SavedAddressRow.objects.filter(account_id=row.account_id, **{flag: True}).exclude(pk=row.pk).update(**{flag: False})
