"""The payouts of a run that are under way, with the accounts in clear: what a payout rail is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from marketplace.apps.payouts.errors import NoOperatorAccount, NotATransferCurrency, NoTransfers, RunStateForbids
from marketplace.apps.payouts.models import OperatorBankAccount, PayoutRun, VendorPayout
from marketplace.apps.payouts.queries.destinations import connected_account, destinations, single_charges
from marketplace.apps.payouts.rails import PROVIDER_RAILS, is_sent_by
from marketplace.apps.payouts.rails.base import PayoutRail, Submission, Transfer, TransferOrders
from marketplace.apps.payouts.services.moves import locked_payouts, locked_run, skip
from marketplace.apps.payouts.services.outcomes import fail_locked, record_outcome
from marketplace.apps.payouts.types import IneligibilityReason, PayoutState, RunState
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import PayoutAccount
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.encryption import CannotDecrypt
from marketplace.kit.actors import Actor

LOST_AFTER = timedelta(minutes=10)  # much longer than a call of a provider can last


def submit_transfers(
    *, run_id: str, rail: PayoutRail, payout_id: str = "", is_unknown: bool = False, actor: Actor, now: datetime
) -> Submission:
    """
    Submit the run's transfers that are under way to ``rail``, or that of one payout, and record the outcomes that it answers with at once.
    Safe to repeat.

    :raises RailUnavailable: if the rail does not answer; submit again later. Else as ``transfer_orders``
    """
    orders = transfer_orders(run_id=run_id, rail=rail, payout_id=payout_id, is_unknown=is_unknown, actor=actor, now=now)
    submission = rail.submit(orders, on=tax_queries.tax_day(now))
    payouts = {transfer.end_to_end_id: transfer.payout_id for transfer in orders.transfers}
    for outcome in submission.outcomes:
        record_outcome(payout_id=payouts[outcome.end_to_end_id], outcome=outcome, actor=actor, now=now)
    return submission


def transfer_orders(
    *, run_id: str, rail: PayoutRail, payout_id: str = "", is_unknown: bool = False, actor: Actor, now: datetime
) -> TransferOrders:
    """
    The transfers that are under way by ``rail``; with ``payout_id``, that payout's alone. Those that were paid, or failed, are not among
    them: submitted again, they pay nobody twice.

    A transfer that the rail would not take, or whose account was changed after it was sent, does not stop the others. It is set aside: its
    payout has failed, with the reason, and can be sent again. If it was submitted before, the bank may have it, so it is left out and
    stays as it is, until staff say what the bank did; with ``is_unknown`` the rail has just said that it knows nothing of it, so it has
    failed as well, once no call that was under way can still make it. The run names all of them in ``skipped``.

    Every account that is read is audited, and so is the reading of the whole, unless nothing came of it.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: before it is paid, or if it was canceled
    :raises NotATransferCurrency: if ``rail`` does not take the run's currency
    :raises NoOperatorAccount: if the operator's account of this currency is not known
    :raises NoTransfers: if nothing waits; what was set aside stays so
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state in (RunState.PREVIEW, RunState.APPROVED, RunState.CANCELED):
            raise RunStateForbids(state=run.state)
        if not rail.capabilities.takes(run.currency):
            raise NotATransferCurrency(currency=run.currency)
        own = rows.first(OperatorBankAccount, "currency = %(currency)s", {"currency": run.currency})
        if own is None and rail.name not in PROVIDER_RAILS:
            raise NoOperatorAccount(currency=run.currency)
        waiting = [payout for payout in locked_payouts(run, PayoutState.PAYING) if is_sent_by(payout.method, rail)]
        waiting = [payout for payout in waiting if payout_id in ("", payout.id)]
        transfers, faults = _read(waiting, rail, run.currency, actor=actor, now=now)
        failed = _set_aside(run, waiting, faults, is_unknown=is_unknown, actor=actor, now=now)
        _note_sent(transfers, rail, now=now)
        if transfers or failed:
            new = {"transfers": len(transfers), "set_aside": faults}
            audit.record(actor=actor, action="payout_run.transfers_read", resource=run.id, new=new, now=now)
    if not transfers:  # raised after the commit, which keeps what was set aside
        raise NoTransfers(skipped=run.skipped)
    return TransferOrders(run_id=run.id, currency=run.currency, transfers=transfers, **_payer(own))


def _payer(own: OperatorBankAccount | None) -> dict[str, str]:
    """Where the money comes from: for a provider's rail from what the provider holds, so no bank account is named."""
    return {name: getattr(own, name) if own else "" for name in ("holder", "account", "bic")}


def _read(
    payouts: Sequence[VendorPayout], rail: PayoutRail, currency: str, *, actor: Actor, now: datetime
) -> tuple[list[Transfer], dict[str, IneligibilityReason]]:
    """The transfers that the rail would take, and why the others are none, by the payouts' ids."""
    present = destinations([payout.vendor_id for payout in payouts], currency)
    provider = PROVIDER_RAILS[rail.name].provider if rail.name in PROVIDER_RAILS else ""
    charges = single_charges([payout.id for payout in payouts], provider) if provider else {}
    transfers: list[Transfer] = []
    faults: dict[str, IneligibilityReason] = {}
    for payout in payouts:
        if (account := present.get(payout.vendor_id)) is None or account.version != payout.account_version:
            faults[payout.id] = "account_changed_since"
            continue
        try:  # one by one, since each reading is audited
            to = connected_account(payout.vendor_id, currency, method=rail.name) if provider else None
            to = to or vendor_services.read_payout_account(payout.vendor_id, currency, actor=actor, now=now)
            transfer = _transfer(payout, to, charge=charges.get(payout.id, ""))
        except CannotDecrypt:
            faults[payout.id] = "transfer_not_valid"
            continue
        if rail.can_send(transfer):
            transfers.append(transfer)
        else:
            faults[payout.id] = "transfer_not_valid"
    return transfers, faults


def _transfer(payout: VendorPayout, to: PayoutAccount, *, charge: str) -> Transfer:
    return Transfer(
        payout_id=payout.id,
        end_to_end_id=payout.end_to_end_id,
        amount=payout.amount,
        to=to,
        description=f"{tenancy.current().name} {payout.name_at_bank}",
        charge=charge,
    )


def _note_sent(transfers: Sequence[Transfer], rail: PayoutRail, *, now: datetime) -> None:
    """Of a file the first time counts, since it may be sent at any time after; of a provider's rail the last, since each is a call."""
    anew = "" if rail.name in PROVIDER_RAILS else " AND in_file_at IS NULL"
    ids = {"ids": [transfer.payout_id for transfer in transfers]}
    rows.change_where(VendorPayout, f"id = ANY (%(ids)s::text[]){anew}", ids, in_file_at=now)


def _set_aside(
    run: PayoutRun,
    payouts: Sequence[VendorPayout],
    faults: Mapping[str, IneligibilityReason],
    *,
    is_unknown: bool,
    actor: Actor,
    now: datetime,
) -> list[str]:
    """The ids of those that have failed."""
    skip(run, faults, payouts)
    failed = []
    for payout in payouts:
        is_lost = is_unknown and payout.in_file_at is not None and payout.in_file_at <= now - LOST_AFTER
        if payout.id in faults and (payout.in_file_at is None or is_lost):
            fail_locked(payout, reason=faults[payout.id], actor=actor, now=now)
            failed.append(payout.id)
    return failed
