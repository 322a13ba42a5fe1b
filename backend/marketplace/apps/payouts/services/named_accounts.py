"""
Accounts that a vendor names itself, at providers without pages for that: a bank account, which the provider checks, or the address of an
account there, whose owner confirms it by a code that is mailed to it. Neither account number nor code is stored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import NamedAccount, PayoutBank, VendorOnboarding
from marketplace.apps.payouts.errors import ConfirmationInvalid, ConnectedAccountNotOffered
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.queries.destinations import SHOWN_END, find_connected, masked, payout_currencies
from marketplace.apps.payouts.services.connected import activate, forget_codes, require_offered, take_up
from marketplace.apps.payouts.types import CONFIRMATION, ConnectedState
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.ids import hash_secret, new_secret

CONFIRM_WITHIN = timedelta(days=2)
SHOWN_MAX = 30  # characters of an address, so that a payout can name it


def list_banks(*, provider: str, currency: str) -> list[PayoutBank]:
    """
    The banks and wallets that a vendor may name at the provider, by name.

    :raises ConnectedAccountNotOffered: :raises VendorAccountRefused: :raises ProviderUnavailable: call again
    """
    code = require_offered(provider, VendorOnboarding.BANK)
    return sorted(payment_services.list_payout_banks(code, currency), key=lambda bank: bank.name.casefold())


def name_account(*, vendor_id: str, provider: str, named: NamedAccount, language: str, actor: Actor, now: datetime) -> ConnectedAccount:
    """
    Have the vendor paid to an account that its owner has named, in place of what it had; an address has to be confirmed first, by the code
    in a mail to it, in ``language``: an account that is paid stays so until then. Safe to repeat.

    :raises ConnectedAccountNotOffered: if the region does not offer the provider, or not in that currency
    :raises VendorStateForbids: once the vendor is closed
    :raises VendorAccountRefused: if the provider knows no such account :raises ProviderUnavailable: call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = require_offered(provider, VendorOnboarding.BANK, VendorOnboarding.EMAIL)
    if named.currency not in payout_currencies(provider):
        raise ConnectedAccountNotOffered
    is_address = payment_queries.vendor_onboarding(provider) is VendorOnboarding.EMAIL
    known = payment_services.name_vendor_account(provider, named)
    is_ready = known.is_ready and not is_address
    keep = _keep_address if is_address else take_up
    row = keep(
        ConnectedAccount(
            vendor_id=vendor_id,
            provider=provider,
            reference=known.reference,
            shown=_shown_address(named.account) if is_address else f"****{named.account[-SHOWN_END:]}",
            currency="" if is_address else named.currency,
            country=vendor_queries.get_vendor(vendor_id).country,
            state=ConnectedState.ACTIVE if is_ready else ConnectedState.PENDING,
            missing=[CONFIRMATION] if is_address else [],
            problem=known.problem[:100],
            confirm_hash=hash_secret(new_secret()) if is_address else "",  # of a code that nobody has: until one is mailed, none fits
            created_at=now,
            checked_at=now,
            activated_at=now if is_ready else None,
        ),
        actor=actor,
        now=now,
    )
    if is_address and row.activated_at is None:
        _mail_code(row, language=language, now=now)
    return row


def confirm_account(*, vendor_id: str, code: str, actor: Actor, now: datetime) -> ConnectedAccount:
    """
    The code that was mailed to the address has come back: it is paid from now on, in place of what the vendor had. Safe to repeat.

    :raises ConfirmationInvalid: if the code is another one, or too old :raises VendorStateForbids: once the vendor is closed
    """
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(vendor_id)
        row = ConnectedAccount.objects.filter(vendor_id=vendor_id, confirm_hash=hash_secret(code)).first()
        if row is not None and row.state == ConnectedState.ACTIVE and row.ended_at is None:
            return row
        if row is None or row.state == ConnectedState.ACTIVE or row.confirm_until is None or row.confirm_until <= now:
            raise ConfirmationInvalid
        row.missing, row.checked_at = [], now
        rows.change(row, "missing", "checked_at")
        activate(row, now=now)
        return row if row.ended_at is None else take_up(row, actor=actor, now=now)


def _keep_address(account: ConnectedAccount, *, actor: Actor, now: datetime) -> ConnectedAccount:
    """
    An address that is confirmed, or takes no account's place, is the vendor's account; another one waits, as one that has ended.

    :raises VendorStateForbids: once the vendor is closed
    """
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(account.vendor_id)
        live = find_connected(account.vendor_id)
        same = {"vendor_id": account.vendor_id, "provider": account.provider, "reference": account.reference}
        row = ConnectedAccount.objects.filter(**same).first()
        is_paid = live is not None and live.activated_at is not None and live.state != ConnectedState.REVOKED
        if not is_paid or (row is not None and row.activated_at is not None):
            return take_up(account, actor=actor, now=now)
        forget_codes(account.vendor_id)
        if row is None:
            row, account.ended_at = account, now
            rows.insert(row)
        audit.record(actor=actor, action="vendor.connected_account_named", resource=row.vendor_id, new={"account": masked(row)}, now=now)
    return row


def _mail_code(row: ConnectedAccount, *, language: str, now: datetime) -> None:
    """Another one each time; the last one counts."""
    code = new_secret()
    with tenancy.atomic():
        row.confirm_hash, row.confirm_until = hash_secret(code), now + CONFIRM_WITHIN
        rows.change(row, "confirm_hash", "confirm_until")
        vendor = vendor_queries.get_vendor(row.vendor_id)
        url = mail.web_url("/payout-account", app="vendor", code=code)
        mail.send("payouts/confirm_address", to=row.reference, language=language, vendor=vendor.name, url=url)


def _shown_address(address: str) -> str:
    """``o***@example.com``: enough for the owner to know it by."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain}"[:SHOWN_MAX]
