"""Vendors' accounts at carriers: connected with keys that were tried, and opened by our own code alone."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.carriers import providers, queries
from marketplace.apps.carriers.errors import CarrierNotConnected, LabelUnderWay
from marketplace.apps.carriers.models import CarrierAccount, CarrierLabel
from marketplace.apps.carriers.providers.base import CarrierProvider, Keys
from marketplace.apps.carriers.types import CarrierAccountView, LabelState
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, encryption, rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound

PURPOSE = "carriers.keys"
_UNKNOWN = "vendor_id = %(vendor_id)s AND state = %(unknown)s"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('carriers'), hashtext(%(vendor_id)s))"


class _Sealed(msgspec.Struct, frozen=True):
    """What is encrypted. Vendor and carrier are inside, so that a row cannot be given the keys of another one."""

    vendor_id: str
    carrier: str
    public: str
    secret: str


def connect(
    *, vendor_id: str, carrier: str, public_key: str, secret_key: str, etag: str, actor: Actor, now: datetime
) -> CarrierAccountView:
    """
    Buy labels with these keys from now on, which the carrier is asked about first. ``etag`` is what the caller saw (``0`` before there is
    an account). What became of unknown labels is asked again, with these keys.

    :raises CarrierKeysRefused: if the carrier does not know them :raises CarrierUnavailable: if it does not answer; nothing is stored
    :raises StaleRow: if the account was changed in between :raises VendorStateForbids: once the vendor is closed
    :raises LabelUnderWay: for another account, while a label is being bought or voided with the one before
    """
    providers.open_account(carrier, Keys(public_key, secret_key)).check()
    sealed = encryption.encrypt(msgspec.json.encode(_Sealed(vendor_id, carrier, public_key, secret_key)), purpose=PURPOSE)
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(vendor_id)
        take_turns(vendor_id)
        known = CarrierAccount.objects.filter(pk=vendor_id).first()
        if etag != (str(known.version) if known else "0"):
            raise StaleRow
        if known is not None and known.public_key != public_key and queries.has_unfinished(vendor_id):
            raise LabelUnderWay
        row = CarrierAccount(
            vendor_id=vendor_id,
            carrier=carrier,
            public_key=public_key,
            secret=sealed,
            connected_at=now,
            version=known.version + 1 if known else 1,
        )
        if known is None:
            rows.insert(row)
        else:
            rows.change(row, "carrier", "public_key", "secret", "is_refused", "connected_at", "version")
        unknown = {"vendor_id": vendor_id, "unknown": LabelState.UNKNOWN}
        rows.change_where(CarrierLabel, _UNKNOWN, unknown, state=LabelState.BUYING, claimed_until=now)
        new = {"carrier": carrier, "public_key": public_key}
        audit.record(actor=actor, action="vendor.carrier_connected", resource=vendor_id, new=new, now=now)
    return row.as_view()


def disconnect(*, vendor_id: str, actor: Actor, now: datetime) -> None:
    """
    Forget the keys. Labels that were bought stay; they are voided at the carrier's.

    :raises NotFound: if there is no account :raises LabelUnderWay: while a label is being bought or voided
    """
    with tenancy.atomic():
        take_turns(vendor_id)
        known = CarrierAccount.objects.filter(pk=vendor_id).first()
        if known is None:
            raise NotFound
        if queries.has_unfinished(vendor_id):
            raise LabelUnderWay
        rows.delete_where(CarrierAccount, "vendor_id = %(vendor_id)s", {"vendor_id": vendor_id})
        old = {"carrier": known.carrier, "public_key": known.public_key}
        audit.record(actor=actor, action="vendor.carrier_disconnected", resource=vendor_id, old=old, now=now)


def forget_keys(vendor_id: str) -> None:
    """A vendor is closed: its keys are deleted. Safe to repeat."""
    rows.delete_where(CarrierAccount, "vendor_id = %(vendor_id)s", {"vendor_id": vendor_id})


def take_turns(vendor_id: str) -> None:
    """In the caller's transaction: requests for labels of one vendor, and changes of its account, wait for each other."""
    sql.run(_ONE_AT_A_TIME, {"vendor_id": vendor_id})


def account_of(vendor_id: str) -> CarrierAccount:
    """:raises CarrierNotConnected: if the vendor has none"""
    row = CarrierAccount.objects.filter(pk=vendor_id).first()
    if row is None:
        raise CarrierNotConnected
    return row


def opened(row: CarrierAccount) -> CarrierProvider:
    """
    The carrier, with the account's keys.

    :raises encryption.CannotDecrypt: if they are not this vendor's
    """
    sealed = msgspec.json.decode(encryption.decrypt(row.secret, purpose=PURPOSE), type=_Sealed)
    if (sealed.vendor_id, sealed.carrier) != (row.vendor_id, row.carrier):
        raise encryption.CannotDecrypt(PURPOSE)
    return providers.open_account(row.carrier, Keys(sealed.public, sealed.secret))


def note_refusal(vendor_id: str, *, public_key: str, is_refused: bool) -> None:
    """Remember whether the carrier took the keys when they were last used, unless there are others by now."""
    condition = "vendor_id = %(vendor_id)s AND public_key = %(public_key)s AND is_refused <> %(is_refused)s"
    parameters = {"vendor_id": vendor_id, "public_key": public_key, "is_refused": is_refused}
    rows.change_where(CarrierAccount, condition, parameters, is_refused=is_refused)
