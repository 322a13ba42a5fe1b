"""What is revoked when a person proves to own an address, so that nothing made by an earlier intruder is left."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors.models import PayoutAccountRow
from marketplace.apps.vendors.services.api_keys import revoke_keys_of
from marketplace.apps.vendors.services.locking import lock_vendor
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.kit.actors import SYSTEM

_REASON = "Made before the person confirmed the address or reset the password"


def revoke_earlier_access(*, vendor_id: str, person_id: str, now: datetime) -> None:
    """
    Refuse what was made before ``now``, the moment of a first confirmation or a reset: the person's API keys, and the payout
    accounts of a vendor that was not approved by then. Safe to repeat.

    Payout accounts of an approved vendor stay: each change of them was mailed to every owner and rests before it is paid to.
    """
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        revoke_keys_of(person_id, vendor_id=vendor_id, reason=_REASON, actor=SYSTEM, now=now)
        if vendor.approved_at is None or vendor.approved_at > now:
            _forget_payout_accounts(vendor_id, now=now)


def welcome_applicant(*, vendor_id: str, person_id: str) -> None:
    """Say that the application has arrived, to the owner who has just confirmed the address."""
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        owner = account_queries.contacts_by_id([person_id]).get(person_id)
        if vendor.state == VendorState.PENDING and owner is not None:
            mail.send("vendors/applied", to=owner.email, language=owner.language, name=owner.name, vendor=vendor.name)


def _forget_payout_accounts(vendor_id: str, *, now: datetime) -> None:
    named = PayoutAccountRow.objects.filter(vendor_id=vendor_id, changed_at__lte=now)
    old = [{"account": row.masked_account, "currency": row.currency} for row in named]
    if old:
        made = {"vendor_id": vendor_id, "now": now}
        rows.delete_where(PayoutAccountRow, "vendor_id = %(vendor_id)s AND changed_at <= %(now)s", made)
        audit.record(
            actor=SYSTEM, action="vendor.payout_accounts_removed", resource=vendor_id, old={"accounts": old}, reason=_REASON, now=now
        )
