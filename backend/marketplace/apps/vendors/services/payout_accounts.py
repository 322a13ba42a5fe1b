"""
Where a vendor's money goes, by currency: written by its owner, shown masked, read in clear by the payout run and by the yearly report to
tax offices alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors.domain.checks import CheckedAccount, check_account, check_bic, masked
from marketplace.apps.vendors.errors import NoPayoutAccount
from marketplace.apps.vendors.models import PayoutAccountRow, Vendor
from marketplace.apps.vendors.queries import payout_view_of
from marketplace.apps.vendors.services.locking import lock_open_vendor, lock_vendor
from marketplace.apps.vendors.types import PayoutAccount, PayoutAccountView
from marketplace.foundation import audit, encryption, mail, rows, tenancy
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.bank_accounts import SEPA_COUNTRIES
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

PURPOSE = "vendors.payout_account"


class _Sealed(msgspec.Struct, frozen=True):
    """What is encrypted. Vendor and currency are inside, so that a row cannot be given the account of another one."""

    vendor_id: str
    currency: str
    account: str


def set_payout_account(
    *,
    vendor_id: str,
    account: str,
    holder: str,
    currency: str,
    country: str = "",
    bic: str = "",
    bank_name: str = "",
    etag: str | None = None,
    actor: Actor,
    now: datetime,
) -> PayoutAccountView:
    """
    Pay what is in ``currency`` to this account from now on; every owner is notified by mail. ``etag`` is what the caller saw (``0``
    before there is one of that currency); ``None`` skips the comparison, for set-up by commands.

    Euro are paid to an IBAN only, in any country that SEPA reaches; other currencies to accounts in the region's own countries. The
    ``country`` may be left out for an IBAN, which names it. A BIC is needed where the account is not an IBAN.

    :raises InvalidInput: if account, BIC, country or currency cannot be right
    :raises StaleRow: if it was changed in between
    :raises VendorStateForbids: once the vendor is closed
    """
    checked = _checked(account, country, currency)
    bic = check_bic(bic, country=checked.country, is_needed=not checked.is_iban)
    sealed = encryption.encrypt(msgspec.json.encode(_Sealed(vendor_id, currency, checked.number)), purpose=PURPOSE)
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        known = PayoutAccountRow.objects.filter(vendor_id=vendor_id, currency=currency).first()
        old = payout_view_of(known, currency)
        if etag is not None and old.etag != etag:
            raise StaleRow
        row = PayoutAccountRow(
            pk=known.pk if known else None,
            vendor_id=vendor_id,
            secret=sealed,
            masked_account=masked(checked.number),
            is_iban=checked.is_iban,
            bic=bic,
            holder=holder,
            bank_name=bank_name,
            country=checked.country,
            currency=currency,
            changed_at=now,
            version=int(old.etag) + 1,
        )
        _store(row)
        _tell(vendor, row, old, actor=actor, now=now)
    return payout_view_of(row, currency)


def lock_payout_accounts(vendor_id: str, *, is_open: bool = True) -> None:
    """
    Hold a vendor in the caller's transaction, so that no payout is sent while it changes where they go.

    :raises NotFound: if there is no such vendor :raises VendorStateForbids: once it is closed, unless ``is_open`` is off
    """
    if is_open:
        lock_open_vendor(vendor_id)
    else:
        lock_vendor(vendor_id)


def mail_owners_about_account(vendor_id: str, *, account: str, currency: str) -> None:
    """A mail to every owner, after the caller's commit: payouts in ``currency`` go to ``account``, masked, from now on."""
    _mail_owners(vendor_id, "vendors/payout_account_changed", account=account, currency=currency)


def mail_owners_without_account(vendor_id: str, *, account: str) -> None:
    """A mail to every owner, after the caller's commit: ``account``, masked, is paid no longer, and there is no other one."""
    _mail_owners(vendor_id, "vendors/payout_account_needed", account=account)


def _mail_owners(vendor_id: str, template: str, **texts: str) -> None:
    vendor = lock_vendor(vendor_id)
    for owner in account_queries.vendor_contacts(vendor.id, "owner"):
        mail.send(template, to=owner.email, language=owner.language, name=owner.name, vendor=vendor.name, **texts)


def _store(row: PayoutAccountRow) -> None:
    """A new row, or the next version of the one that is there; the vendor is locked."""
    if row.pk is None:
        rows.insert(row)
    else:
        rows.change(row, "secret", "masked_account", "is_iban", "bic", "holder", "bank_name", "country", "changed_at", "version")


def read_payout_account(vendor_id: str, currency: str, *, actor: Actor, now: datetime) -> PayoutAccount:
    """
    The account for that currency in clear, for the payout run; each reading is audited.

    :raises NoPayoutAccount: if the vendor has not named one
    :raises CannotDecrypt: if the row was not written by this program for this vendor and currency
    """
    row = PayoutAccountRow.objects.filter(vendor_id=vendor_id, currency=currency).first()
    if row is None:
        raise NoPayoutAccount(vendor_id=vendor_id, currency=currency)
    account = _opened(row)
    with tenancy.atomic():
        audit.record(actor=actor, action="vendor.payout_account_read", resource=vendor_id, new={"currency": currency}, now=now)
    return account


def read_payout_accounts(
    vendor_ids: Collection[str], currency: str, *, purpose: str, actor: Actor, now: datetime
) -> dict[str, PayoutAccount]:
    """
    The accounts for that currency in clear, of those of the vendors that have named one, for a report that the law asks for: the audit
    log says which vendors, for what ``purpose`` and by whom.

    :raises CannotDecrypt: as ``read_payout_account``
    """
    found = {row.vendor_id: _opened(row) for row in PayoutAccountRow.objects.filter(vendor_id__in=list(vendor_ids), currency=currency)}
    with tenancy.atomic():
        new = {"currency": currency, "vendors": sorted(found)}
        audit.record(actor=actor, action="vendor.payout_accounts_read", resource=purpose, new=new, now=now)
    return found


def _opened(row: PayoutAccountRow) -> PayoutAccount:
    """:raises CannotDecrypt: if the row was not written by this program for its vendor and currency"""
    sealed = msgspec.json.decode(encryption.decrypt(row.secret, purpose=PURPOSE), type=_Sealed)
    if (sealed.vendor_id, sealed.currency) != (row.vendor_id, row.currency):
        raise encryption.CannotDecrypt(PURPOSE)
    return PayoutAccount(
        account=sealed.account,
        is_iban=row.is_iban,
        bic=row.bic,
        holder=row.holder,
        bank_name=row.bank_name,
        country=row.country,
        currency=row.currency,
    )


def _checked(account: str, country: str, currency: str) -> CheckedAccount:
    tenant = tenancy.current()
    if currency not in tenant.currencies:
        raise InvalidInput(errors=[FieldError("currency", "foreign_currency", Text("One of: {choices}", choices=tenant.currencies))])
    reached = sorted(SEPA_COUNTRIES) if currency == "EUR" else tenant.countries
    if country and country not in reached:
        raise InvalidInput(errors=[FieldError("country", "country_not_served", Text("One of: {choices}", choices=reached))])
    checked = check_account(account, country=country)
    if checked.country not in reached:
        raise InvalidInput(errors=[FieldError("account", "country_not_served", Text("One of: {choices}", choices=reached))])
    return checked


def _tell(vendor: Vendor, row: PayoutAccountRow, old: PayoutAccountView, *, actor: Actor, now: datetime) -> None:
    """Into the audit log, masked, and to every owner: a changed account is how a stolen login would take the money."""
    audit.record(
        actor=actor,
        action="vendor.payout_account_set",
        resource=vendor.id,
        old={"account": old.masked_account, "country": old.country, "currency": old.currency} if old.is_set else None,
        new={"account": row.masked_account, "country": row.country, "currency": row.currency},
        now=now,
    )
    mail_owners_about_account(vendor.id, account=row.masked_account, currency=row.currency)
