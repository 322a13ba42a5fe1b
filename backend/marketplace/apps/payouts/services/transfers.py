"""The payouts of a run that wait for the bank, with the accounts in clear: what a transfer file is made of."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.payouts.errors import NoOperatorAccount, PayoutAccountChanged, RunStateForbids
from marketplace.apps.payouts.models import OperatorBankAccount, PayoutRun, VendorPayout
from marketplace.apps.payouts.types import APPROVED, CANCELED, PAYING, PREVIEW
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import PayoutAccount
from marketplace.foundation import audit, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """
    One transfer. ``end_to_end_id`` is another one for each attempt, so that a bank does not take a retry for a repetition; it and the
    ``description`` name the payout with a hyphen, since banks know no underscore.
    """

    payout_id: str
    end_to_end_id: str
    amount: Money
    to: PayoutAccount
    description: str


class TransferOrders(msgspec.Struct, frozen=True, kw_only=True):
    """All transfers of a run that are under way, and the account that they are paid from."""

    run_id: str
    currency: str
    holder: str
    account: str
    bic: str
    transfers: list[Transfer]


def transfer_orders(*, run_id: str, actor: Actor, now: datetime) -> TransferOrders:
    """
    The transfers that wait for the bank. Those that were paid, or failed, are not in it: a file made again pays nobody twice.

    Every account that is read is audited, and so is the file.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: before it is paid, or if it was canceled
    :raises NoOperatorAccount: if the operator's account of this currency is not known
    :raises PayoutAccountChanged: naming the payouts whose vendor changed its account after they were sent
    """
    run = PayoutRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    if run.state in (PREVIEW, APPROVED, CANCELED):
        raise RunStateForbids(state=run.state)
    own = OperatorBankAccount.objects.filter(pk=run.currency).first()
    if own is None:
        raise NoOperatorAccount(currency=run.currency)
    payouts = list(run.payouts.filter(state=PAYING).order_by("id"))
    present = vendor_queries.payout_accounts_by_vendor([payout.vendor_id for payout in payouts], run.currency)
    changed = [payout.id for payout in payouts if present[payout.vendor_id].etag != payout.account_version]
    if changed:
        raise PayoutAccountChanged(payout_ids=changed)
    transfers = [
        Transfer(
            payout_id=payout.id,
            end_to_end_id=f"{_at_bank(payout)}-{payout.attempts}",
            amount=payout.amount,
            # one by one, since each reading is audited
            to=vendor_services.read_payout_account(payout.vendor_id, run.currency, actor=actor, now=now),
            description=f"{tenancy.current().name} {_at_bank(payout)}",
        )
        for payout in payouts
    ]
    with tenancy.atomic():
        audit.record(actor=actor, action="payout_run.transfers_read", resource=run.id, new={"transfers": len(transfers)}, now=now)
    return TransferOrders(run_id=run.id, currency=run.currency, holder=own.holder, account=own.account, bic=own.bic, transfers=transfers)


def _at_bank(payout: VendorPayout) -> str:
    return payout.id.replace("_", "-")
