"""
Vendors' accounts at the payment provider: opened by an owner, followed as the provider reports them, and paid by its rail.

The provider is called outside any transaction. A payout that goes to such an account is sent for its event, and again by a task while it
is not known what became of it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from django.db.models import F

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payments.types import VendorAccount
from marketplace.apps.payouts.errors import ConnectedAccountNotOffered, NoTransfers
from marketplace.apps.payouts.models import ConnectedAccount, VendorPayout
from marketplace.apps.payouts.queries.destinations import find_connected, masked
from marketplace.apps.payouts.rails import PROVIDER_RAILS
from marketplace.apps.payouts.rails.base import PayoutRail, TransferState
from marketplace.apps.payouts.rails.provider_transfers import method_of
from marketplace.apps.payouts.region_settings import PAYOUT_BY_PROVIDER
from marketplace.apps.payouts.services.outcomes import mark_returned, record_outcome
from marketplace.apps.payouts.services.transfers import submit_transfers
from marketplace.apps.payouts.types import ConnectedState, PayoutState
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import NotFound

ASK_AGAIN_AFTER = timedelta(minutes=2)
SHOWN_FOR = timedelta(seconds=30)  # what is known of an account, before an owner who looks at it has it asked for again
KNOWN_FOR = timedelta(hours=6)  # the same, where nobody looks and no event came
BATCH = 100

log = logging.getLogger(__name__)


def offered_provider() -> str:
    """The provider at which vendors of this region may have an account; empty if there is none."""
    codes = payment_queries.providers_that_pay_vendors() if PAYOUT_BY_PROVIDER.current() else []
    return next((code for code in codes if method_of(code) in PROVIDER_RAILS), "")


def connect(*, vendor_id: str, return_url: str, actor: Actor, now: datetime) -> str:
    """
    The address of a page of the provider's on which the vendor says who is to be paid; the account is opened before, once.

    :raises ConnectedAccountNotOffered: if the region pays nobody this way
    :raises VendorStateForbids: once the vendor is closed
    :raises VendorAccountRefused: by the provider :raises ProviderUnavailable: call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = offered_provider()
    if not provider:
        raise ConnectedAccountNotOffered
    row = ConnectedAccount.objects.filter(vendor_id=vendor_id, provider=provider).first()
    if row is None:
        row = _open(provider, vendor_id, actor=actor, now=now)
    elif row.ended_at is not None:
        _resume(vendor_id, provider, actor=actor, now=now)
    return payment_services.vendor_account_link(provider, row.reference, return_url=return_url)


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
        row.ended_at, row.version = now, row.version + 1
        rows.change(row, "ended_at", "version")
        audit.record(actor=actor, action="vendor.connected_account_ended", resource=vendor_id, old={"account": masked(row)}, now=now)
        accounts = vendor_queries.list_payout_accounts(vendor_id)
        if not accounts:
            vendor_services.mail_owners_without_account(vendor_id, account=masked(row))
        for account in accounts:
            vendor_services.mail_owners_about_account(vendor_id, account=account.masked_account, currency=account.currency)


def learn_account(*, provider: str, account: str, now: datetime) -> None:
    """
    Ask the provider how a vendor's account is, and note it; its owners get a mail when it becomes the one that is paid. Safe to repeat.
    One that the provider no longer knows, or whose vendor has taken our access back, is restricted. ``now`` is the time of the question:
    an answer to an earlier one than the last that is noted is left.

    :raises ProviderUnavailable: call again
    """
    row = ConnectedAccount.objects.filter(provider=provider, reference=account).first()
    if row is None:
        return
    try:
        known = payment_services.read_vendor_account(provider, account)
    except VendorAccountRefused as refused:
        known = VendorAccount(reference=account, is_ready=False, problem=str(refused.extra["reason"]))
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(row.vendor_id, is_open=False)
        row = ConnectedAccount.objects.get(pk=row.pk)
        if row.checked_at > now:
            return
        row.missing, row.problem, row.checked_at = list(known.missing), known.problem[:100], now
        became_active = known.is_ready and row.state != ConnectedState.ACTIVE
        if became_active:
            row.state, row.activated_at, row.version = ConnectedState.ACTIVE, now, row.version + 1
        elif not known.is_ready:
            row.state = ConnectedState.RESTRICTED if row.activated_at else ConnectedState.PENDING
        rows.change(row, "missing", "problem", "checked_at", "state", "activated_at", "version")
        if became_active and row.ended_at is None:
            new = {"account": masked(row)}
            audit.record(actor=SYSTEM, action="vendor.connected_account_active", resource=row.vendor_id, new=new, now=now)
            _mail_owners(row)


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
    old = ConnectedAccount.objects.filter(checked_at__lte=now - KNOWN_FOR, ended_at=None).order_by("checked_at")
    for provider, account in old.values_list("provider", "reference")[:BATCH]:
        _learn_if_answered(provider, account, now=now)


def take_back(*, provider: str, account: str, bank_payout: str, now: datetime) -> None:
    """
    The provider could not send money on to a vendor's bank: the transfers that it came from are reversed, and their payouts have returned.
    Where the account has less by now, the payout stays paid, and staff settle it with the vendor. Safe to repeat.

    :raises ProviderUnavailable: call again
    """
    references = payment_services.list_transfers_of(provider, bank_payout, account=account)
    paid = VendorPayout.objects.filter(method=method_of(provider), state=PayoutState.PAID, bank_reference__in=references)
    for payout in paid.order_by("id"):
        try:
            payment_services.reverse_vendor_transfer(provider, payout.bank_reference, end_to_end_id=payout.end_to_end_id)
        except VendorAccountRefused as refused:
            log.error("payout %s did not reach the vendor's bank, and cannot be taken back: %s", payout.id, refused.extra["reason"])
            continue
        reason = f"{provider}: {bank_payout} did not reach the bank"
        mark_returned(payout_id=payout.id, attempt=payout.attempts, reason=reason, actor=SYSTEM, now=now)


def submit_payout(*, payout_id: str, now: datetime) -> None:
    """
    Send a payout that goes by a provider's rail, and record what the provider says. Nothing for others. Safe to repeat.

    :raises RailUnavailable: if the provider does not answer; call again
    """
    payout = VendorPayout.objects.filter(pk=payout_id, state=PayoutState.PAYING).first()
    rail = PROVIDER_RAILS.get(payout.method) if payout else None
    if payout is None or rail is None or _is_settled(payout, rail, now=now):
        return
    is_unknown = payout.in_file_at is not None  # the provider has just said so
    with suppress(NoTransfers):  # it was set aside, or another process was faster
        submit_transfers(run_id=payout.run_id, rail=rail, payout_id=payout_id, is_unknown=is_unknown, actor=SYSTEM, now=now)


def _is_settled(payout: VendorPayout, rail: PayoutRail, *, now: datetime) -> bool:
    """Whether the provider has made the transfer before, without our learning of it; that is noted, whatever the account is by now."""
    if payout.in_file_at is None:
        return False
    (outcome,) = rail.outcomes_of([payout.end_to_end_id])
    if outcome.state is TransferState.UNKNOWN:
        return False
    if outcome.state is TransferState.RETURNED:  # before it was known as paid
        outcome = msgspec.structs.replace(outcome, state=TransferState.FAILED, reason="reversed")
    record_outcome(payout_id=payout.id, outcome=outcome, actor=SYSTEM, now=now)
    return True


def _learn_if_answered(provider: str, account: str, *, now: datetime) -> None:
    try:
        learn_account(provider=provider, account=account, now=now)
    except ProviderUnavailable as error:
        log.warning("account %s: %s does not answer: %s", account, provider, error)


def waiting_payouts(*, now: datetime) -> list[str]:
    """Those of which it is not known for a while what became of them. All have their turn: sent longest ago comes first."""
    waiting = VendorPayout.objects.filter(method__in=list(PROVIDER_RAILS), state=PayoutState.PAYING, sent_at__lt=now - ASK_AGAIN_AFTER)
    return list(waiting.order_by(F("in_file_at").asc(nulls_first=True), "sent_at").values_list("id", flat=True)[:BATCH])


def _open(provider: str, vendor_id: str, *, actor: Actor, now: datetime) -> ConnectedAccount:
    """A new account, of which the provider asks everything yet."""
    country = vendor_queries.get_vendor(vendor_id).country
    opened = payment_services.open_vendor_account(provider, vendor_id=vendor_id, country=country)
    made = ConnectedAccount(
        vendor_id=vendor_id,
        provider=provider,
        reference=opened.reference,
        country=country,
        missing=list(opened.missing),
        created_at=now,
        checked_at=now,
    )
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(vendor_id)
        if rows.insert(made, unless_there=True):
            _audit_opened(made, actor=actor, now=now)
    return ConnectedAccount.objects.get(vendor_id=vendor_id, provider=provider)


def _resume(vendor_id: str, provider: str, *, actor: Actor, now: datetime) -> None:
    """The account that the vendor had ended: it rests again before it is paid."""
    with tenancy.atomic():
        vendor_services.lock_payout_accounts(vendor_id)
        row = ConnectedAccount.objects.get(vendor_id=vendor_id, provider=provider)
        if row.ended_at is None:
            return
        is_active = row.state == ConnectedState.ACTIVE
        row.ended_at, row.version, row.activated_at = None, row.version + 1, now if is_active else row.activated_at
        rows.change(row, "ended_at", "version", "activated_at")
        _audit_opened(row, actor=actor, now=now)
        if is_active:
            _mail_owners(row)


def _audit_opened(row: ConnectedAccount, *, actor: Actor, now: datetime) -> None:
    audit.record(actor=actor, action="vendor.connected_account_opened", resource=row.vendor_id, new={"account": masked(row)}, now=now)


def _mail_owners(row: ConnectedAccount) -> None:
    """It takes the place of the bank accounts of all currencies."""
    vendor_services.mail_owners_about_account(row.vendor_id, account=masked(row), currency=", ".join(tenancy.current().currencies))
