"""
Vendors' accounts at payment providers: opened by an owner, on the provider's pages or by naming it (``named_accounts``), and followed as
the provider reports them. A vendor has one at a time.

The provider is called outside any transaction.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payments.types import VendorAccount, VendorOnboarding
from marketplace.apps.payouts.errors import ConnectedAccountNotOffered
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.queries.destinations import find_connected, masked, offered_providers
from marketplace.apps.payouts.types import ConnectedState
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import NotFound

SHOWN_FOR = timedelta(seconds=30)  # what is known of an account, before an owner who looks at it has it asked for again
KNOWN_FOR = timedelta(hours=6)  # the same, where nobody looks and no event came
BATCH = 100

log = logging.getLogger(__name__)


def connect(*, vendor_id: str, return_url: str, provider: str = "", actor: Actor, now: datetime) -> str:
    """
    The address of a page of the provider's on which the vendor says who is to be paid; the account is opened before, once. One at another
    provider, or one that the provider no longer lets us ask about, ends with that. Without ``provider`` it is the first that has pages.

    :raises ConnectedAccountNotOffered: if the region pays nobody this way
    :raises VendorStateForbids: once the vendor is closed
    :raises VendorAccountRefused: by the provider :raises ProviderUnavailable: call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = require_offered(provider, VendorOnboarding.PAGE)
    row = find_connected(vendor_id)
    if row is None or row.provider != provider or row.state == ConnectedState.REVOKED:
        of_vendor = ConnectedAccount.objects.filter(vendor_id=vendor_id, provider=provider)
        earlier = of_vendor.exclude(state=ConnectedState.REVOKED).order_by("-id").first()
        row = take_up(earlier or _open(provider, vendor_id, number=of_vendor.count() + 1, now=now), actor=actor, now=now)
    return payment_services.vendor_account_link(provider, row.reference, return_url=return_url)


def require_offered(provider: str, *onboardings: VendorOnboarding) -> str:
    """
    The provider, or the first of those whose accounts are opened in one of these ways, if none is named.

    :raises ConnectedAccountNotOffered: if the region does not offer it
    """
    offered = [code for code in offered_providers() if payment_queries.vendor_onboarding(code) in onboardings]
    found = next((code for code in offered if provider in ("", code)), None)
    if found is None:
        raise ConnectedAccountNotOffered
    return found


def take_up(account: ConnectedAccount, *, actor: Actor, now: datetime) -> ConnectedAccount:
    """
    Make an account, a new one or one that has ended, the vendor's only one that has not. One that can be paid rests again before it is. The
    owners get a mail where earnings go elsewhere by that.

    :raises VendorStateForbids: once the vendor is closed
    """
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(account.vendor_id)
        live = find_connected(account.vendor_id)
        if live is not None and (live.provider, live.reference) == (account.provider, account.reference):
            return live  # another request was faster
        forget_codes(account.vendor_id)  # the last choice counts
        if live is not None:
            _end(live, actor=actor, now=now)
        same = {"vendor_id": account.vendor_id, "provider": account.provider, "reference": account.reference}
        row = ConnectedAccount.objects.filter(**same).first() or account
        if row.pk is None:
            rows.insert(row)
        else:
            row.ended_at, row.version = None, row.version + 1
            row.activated_at = now if row.state == ConnectedState.ACTIVE else row.activated_at
            rows.change(row, "ended_at", "version", "activated_at")
        audit.record(actor=actor, action="vendor.connected_account_opened", resource=row.vendor_id, new={"account": masked(row)}, now=now)
        if row.state == ConnectedState.ACTIVE:
            mail_owners(row)
        elif live is not None and live.activated_at is not None:
            _mail_about_banks(live)
    return row


def forget_codes(vendor_id: str) -> None:
    """In the caller's transaction, which holds the vendor: no address that waits for its owner's confirmation can be confirmed any more."""
    waiting = "vendor_id = %(vendor_id)s AND activated_at IS NULL AND confirm_until IS NOT NULL"
    rows.change_where(ConnectedAccount, waiting, {"vendor_id": vendor_id}, confirm_until=None)


def disconnect(*, vendor_id: str, actor: Actor, now: datetime) -> None:
    """
    Pay to the vendor's bank accounts again; a mail says so to its owners, or that there is none. What is under way goes where it was sent.

    :raises NotFound: if there is nothing to end :raises VendorStateForbids: once the vendor is closed
    """
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(vendor_id)
        row = find_connected(vendor_id)
        if row is None:
            raise NotFound
        forget_codes(vendor_id)
        _end(row, actor=actor, now=now)
        _mail_about_banks(row)


def learn_account(*, provider: str, account: str, now: datetime) -> None:
    """
    Ask the provider how a vendor's account is, and note it; its owners get a mail when it becomes the one that is paid. Safe to repeat.
    One that the provider no longer knows, or whose vendor has taken our access back, is revoked. ``now`` is the time of the question:
    an answer to an earlier one than the last that is noted is left.

    :raises ProviderUnavailable: call again
    """
    found = list(ConnectedAccount.objects.filter(provider=provider, reference=account, confirm_hash=""))
    if not found:
        return
    refusal = ""
    try:
        known = payment_services.read_vendor_account(provider, account)
    except VendorAccountRefused as refused:
        refusal = str(refused.extra["reason"])
        known = VendorAccount(reference=account, is_ready=False, problem=refusal)
    for row in found:  # two vendors may be paid to one account
        _note(row, known, is_revoked=bool(refusal), now=now)


def refresh_account(*, vendor_id: str, now: datetime) -> None:
    """
    Learn of a vendor's account that a person looks at, such as an owner who is back from the provider's pages. While the provider does
    not answer, what is known stays.
    """
    row = find_connected(vendor_id)
    if row is not None and row.checked_at <= now - SHOWN_FOR:
        _learn_if_answered(row.provider, row.reference, now=now)


def refresh_accounts(*, now: datetime) -> None:
    """Learn of the accounts that nothing was heard of for long: an event may have been lost, or come before the account was noted here."""
    old = ConnectedAccount.objects.filter(checked_at__lte=now - KNOWN_FOR, ended_at=None, confirm_hash="").order_by("checked_at")
    for provider, account in old.values_list("provider", "reference")[:BATCH]:
        _learn_if_answered(provider, account, now=now)


def mail_owners(row: ConnectedAccount) -> None:
    """That the account is the one that is paid, after the caller's commit. It takes the place of the bank accounts of its currencies."""
    currencies = row.currency or ", ".join(tenancy.current().currencies)
    vendor_services.mail_owners_about_account(row.vendor_id, account=masked(row), currency=currencies)


def activate(row: ConnectedAccount, *, now: datetime) -> None:
    """Note in the caller's transaction, which holds the vendor, that the account can be paid from now on."""
    row.state, row.activated_at, row.version = ConnectedState.ACTIVE, now, row.version + 1
    rows.change(row, "state", "activated_at", "version")
    if row.ended_at is None:
        new = {"account": masked(row)}
        audit.record(actor=SYSTEM, action="vendor.connected_account_active", resource=row.vendor_id, new=new, now=now)
        mail_owners(row)


def _note(row: ConnectedAccount, known: VendorAccount, *, is_revoked: bool, now: datetime) -> None:
    """What the provider says of an account."""
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(row.vendor_id, is_open=False)
        row = ConnectedAccount.objects.get(pk=row.pk)
        if row.checked_at > now:
            return
        row.missing, row.problem, row.checked_at = list(known.missing), known.problem[:100], now
        if is_revoked:
            row.state = ConnectedState.REVOKED
        elif not known.is_ready:
            row.state = ConnectedState.RESTRICTED if row.activated_at else ConnectedState.PENDING
        rows.change(row, "missing", "problem", "checked_at", "state")
        if known.is_ready and row.state != ConnectedState.ACTIVE:
            activate(row, now=now)


def _end(row: ConnectedAccount, *, actor: Actor, now: datetime) -> None:
    row.ended_at, row.version = now, row.version + 1
    rows.change(row, "ended_at", "version")
    audit.record(actor=actor, action="vendor.connected_account_ended", resource=row.vendor_id, old={"account": masked(row)}, now=now)


def _mail_about_banks(row: ConnectedAccount) -> None:
    """That earnings go to the bank accounts instead of that account, after the caller's commit, or that there is none."""
    accounts = vendor_queries.list_payout_accounts(row.vendor_id)
    if not accounts:
        vendor_services.mail_owners_without_account(row.vendor_id, account=masked(row))
    for account in accounts:
        vendor_services.mail_owners_about_account(row.vendor_id, account=account.masked_account, currency=account.currency)


def _learn_if_answered(provider: str, account: str, *, now: datetime) -> None:
    try:
        learn_account(provider=provider, account=account, now=now)
    except ProviderUnavailable as error:
        log.warning("account %s: %s does not answer: %s", account, provider, error)


def _open(provider: str, vendor_id: str, *, number: int, now: datetime) -> ConnectedAccount:
    """A new account, of which the provider asks everything yet. It is not stored here."""
    country = vendor_queries.get_vendor(vendor_id).country
    opened = payment_services.open_vendor_account(provider, vendor_id=vendor_id, country=country, number=number)
    return ConnectedAccount(
        vendor_id=vendor_id,
        provider=provider,
        reference=opened.reference,
        country=country,
        missing=list(opened.missing),
        created_at=now,
        checked_at=now,
    )
