"""
Payouts that go by a provider's rail: sent for their event, asked about by webhooks and by a task while it is not known what became of
them, and taken back if the money does not reach the vendor's bank. The provider is called outside any transaction.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from django.db.models import F, Q

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import VendorAccountRefused
from marketplace.apps.payouts.errors import NoTransfers
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.rails import PROVIDER_RAILS
from marketplace.apps.payouts.rails.base import TransferOutcome, TransferState
from marketplace.apps.payouts.rails.provider_transfers import ProviderTransfers, method_of
from marketplace.apps.payouts.services.outcomes import attempt_of, mark_returned, record_outcome
from marketplace.apps.payouts.services.transfers import submit_transfers
from marketplace.apps.payouts.types import PayoutState
from marketplace.kit.actors import SYSTEM

ASK_AGAIN_AFTER = timedelta(minutes=2)
KNOWN_FOR = timedelta(minutes=30)  # of a transfer that the provider has on its way: a webhook says more, and may be lost
BATCH = 100

log = logging.getLogger(__name__)


def submit_payout(*, payout_id: str, now: datetime) -> None:
    """
    Send a payout that goes by a provider's rail, and record what the provider says. Nothing for others. Safe to repeat.

    :raises RailUnavailable: if the provider does not answer; call again
    """
    payout = VendorPayout.objects.filter(pk=payout_id, state=PayoutState.PAYING).first()
    rail = PROVIDER_RAILS.get(payout.method) if payout else None
    if payout is None or rail is None or (payout.in_file_at is not None and _note(payout, _ask(payout, rail), now=now)):
        return
    # A provider that does not find every transfer by our id has not said that there is none.
    is_unknown = payout.in_file_at is not None and payment_queries.finds_vendor_transfers(rail.provider)
    with suppress(NoTransfers):  # it was set aside, or another process was faster
        submit_transfers(run_id=payout.run_id, rail=rail, payout_id=payout_id, is_unknown=is_unknown, actor=SYSTEM, now=now)


def learn_transfer(*, provider: str, end_to_end_id: str, reference: str = "", now: datetime) -> None:
    """
    Ask the provider about a transfer that it says has changed, and record the answer. Nothing about those of others, and about attempts
    before the last, which are over. ``reference`` is the provider's name of it: the answer that had it may have been lost. Safe to repeat.

    :raises RailUnavailable: if the provider does not answer; call again
    """
    payout_id = end_to_end_id.upper().rpartition("-")[0].replace("POUT-", "pout_", 1)
    payout = VendorPayout.objects.filter(pk=payout_id, method=method_of(provider)).first()
    if payout is None or payout.end_to_end_id.upper() != end_to_end_id.upper():
        return
    outcome = _ask(payout, PROVIDER_RAILS[payout.method], reference=reference)
    if payout.state == PayoutState.PAYING:
        _note(payout, outcome, now=now)
    elif payout.state == PayoutState.PAID and (outcome.state is TransferState.RETURNED or outcome.returned is not None):
        record_outcome(payout_id=payout.id, outcome=outcome, actor=SYSTEM, now=now)


def waiting_payouts(*, now: datetime) -> list[str]:
    """
    Those of which it is not known for a while what became of them; those that the provider has on its way more rarely. All have their
    turn: asked about longest ago comes first.
    """
    is_on_its_way = Q(in_file_at__gte=now - KNOWN_FOR) & ~Q(bank_reference="")
    waiting = VendorPayout.objects.filter(method__in=list(PROVIDER_RAILS), state=PayoutState.PAYING, sent_at__lt=now - ASK_AGAIN_AFTER)
    order = (F("in_file_at").asc(nulls_first=True), "sent_at")
    return list(waiting.exclude(is_on_its_way).order_by(*order).values_list("id", flat=True)[:BATCH])


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
        mark_returned(payout_id=payout.id, attempt=attempt_of(payout.end_to_end_id), reason=reason, actor=SYSTEM, now=now)


def _ask(payout: VendorPayout, rail: ProviderTransfers, *, reference: str = "") -> TransferOutcome:
    (outcome,) = rail.outcomes_of([payout.end_to_end_id], references={payout.end_to_end_id: payout.bank_reference or reference})
    return outcome


def _note(payout: VendorPayout, outcome: TransferOutcome, *, now: datetime) -> bool:
    """Record what the provider says of a payout under way. False: it says that it knows nothing of the transfer."""
    if outcome.state is TransferState.UNKNOWN:
        return False
    if outcome.state is TransferState.RETURNED:  # before it was known as paid
        outcome = msgspec.structs.replace(outcome, state=TransferState.FAILED)
    record_outcome(payout_id=payout.id, outcome=outcome, actor=SYSTEM, now=now)
    return True
