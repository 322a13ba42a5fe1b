"""
Paystack's transfers (https://paystack.com/docs/transfers): from the balance to recipients, each a bank account or a mobile wallet.

A reference of ours moves money once: Paystack refuses a second transfer of that name, and finds the first by it. A transfer that waits
for the dashboard's one-time password stays under way, since a person may still enter it: it is not sent again before Paystack gives it up.
"""

from __future__ import annotations

import logging

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.calls import Enveloped, Gateway, Name, Phrase, code_of
from marketplace.apps.payments.providers.paying_vendors import PaysVendors, VendorTransferRequest
from marketplace.apps.payments.providers.paystack_amounts import to_subunits
from marketplace.apps.payments.types import NamedAccount, PayoutBank, VendorAccount, VendorTransfer, VendorTransferState

TRANSFER_STATES = {  # https://paystack.com/docs/transfers/single-transfers
    "pending": VendorTransferState.PENDING,
    "received": VendorTransferState.PENDING,
    "otp": VendorTransferState.PENDING,
    "success": VendorTransferState.PAID,
    "failed": VendorTransferState.FAILED,
    "abandoned": VendorTransferState.FAILED,  # the one-time password was never entered
    "blocked": VendorTransferState.FAILED,
    "rejected": VendorTransferState.FAILED,
    "reversed": VendorTransferState.REVERSED,
}
BANKS_PAGE, BANK_PAGES_AT_MOST = 100, 20

log = logging.getLogger(__name__)


class _Bank(msgspec.Struct):
    code: Phrase
    name: Phrase
    type: Phrase


class _Cursor(msgspec.Struct):
    next: Name | None = None


class _Banks(msgspec.Struct):
    data: list[_Bank]
    meta: _Cursor = msgspec.field(default_factory=_Cursor)


class _Recipient(msgspec.Struct):
    recipient_code: Name
    active: bool


class _Transfer(msgspec.Struct):
    transfer_code: Name
    status: str


class PaystackTransfers(PaysVendors):
    """The part of Paystack's account that pays vendors."""

    _gateway: Gateway

    def list_payout_banks(self, currency: str) -> list[PayoutBank]:
        return [PayoutBank(code=bank.code, name=bank.name) for bank in self._banks(currency)]

    def name_vendor_account(self, named: NamedAccount) -> VendorAccount:
        """A recipient (https://paystack.com/docs/api/transfer-recipient/#create); Paystack answers an account it knows with the same."""
        bank = next((bank for bank in self._banks(named.currency) if bank.code == named.bank), None)
        if bank is None:
            raise Rejected("no_such_bank")
        body = {
            "type": bank.type,
            "name": named.holder,
            "account_number": named.account,
            "bank_code": named.bank,
            "currency": named.currency,
        }
        return _account(self._gateway.call_json("POST", "/transferrecipient", Enveloped[_Recipient], body=body).data)

    def read_vendor_account(self, reference: str) -> VendorAccount:
        return _account(self._gateway.call("GET", f"/transferrecipient/{reference}", Enveloped[_Recipient]).data)

    def transfer(self, request: VendorTransferRequest) -> VendorTransfer:
        body = {
            "source": "balance",
            "amount": to_subunits(request.amount),
            "currency": request.amount.currency,
            "recipient": request.account,
            "reference": _reference_of(request.end_to_end_id),
            "reason": request.description,
        }
        try:
            made = self._gateway.call_json("POST", "/transfer", Enveloped[_Transfer], body=body).data
        except Rejected:
            found = self.find_transfer(request.end_to_end_id, reference="")  # another process was faster: that is what was refused
            if found is None:
                raise
            return found
        return _transfer(made, request.end_to_end_id)

    def find_transfer(self, end_to_end_id: str, *, reference: str) -> VendorTransfer | None:
        """https://paystack.com/docs/api/transfer/#verify"""
        path = f"/transfer/verify/{_reference_of(end_to_end_id)}"
        try:
            return _transfer(self._gateway.call("GET", path, Enveloped[_Transfer]).data, end_to_end_id)
        except Rejected as rejected:
            if rejected.code == "transfer_not_found":
                return None
            raise ProviderUnavailable(note=f"Paystack does not say what became of a transfer: {rejected.code}") from rejected

    def _banks(self, currency: str) -> list[_Bank]:
        """https://paystack.com/docs/api/miscellaneous/#bank"""
        found: list[_Bank] = []
        path = following = f"/bank?currency={currency}&use_cursor=true&perPage={BANKS_PAGE}"
        for _ in range(BANK_PAGES_AT_MOST):
            page = self._gateway.call("GET", following, _Banks)
            found += page.data
            if not page.meta.next:
                return found
            following = f"{path}&next={page.meta.next}"
        raise ProviderUnavailable(note="Paystack gives a list without an end")


def _reference_of(end_to_end_id: str) -> str:
    """Paystack takes small letters, digits, ``-`` and ``_``."""
    return end_to_end_id.lower()


def _account(recipient: _Recipient) -> VendorAccount:
    return VendorAccount(
        reference=recipient.recipient_code, is_ready=recipient.active, problem="" if recipient.active else "recipient_inactive"
    )


def _transfer(transfer: _Transfer, end_to_end_id: str) -> VendorTransfer:
    state = TRANSFER_STATES.get(transfer.status)
    if state is None:
        raise ProviderUnavailable(note=f"Paystack says that a transfer is {transfer.status!r}, which is no state of it that we know")
    if transfer.status == "otp":
        log.error("transfer %s waits for a one-time password: switch it off at Paystack for transfers by the API", end_to_end_id)
    is_plain = state is VendorTransferState.PAID or transfer.status in ("pending", "received")
    return VendorTransfer(
        reference=transfer.transfer_code,
        end_to_end_id=end_to_end_id,
        state=state,
        reason="" if is_plain else "one_time_password_required" if transfer.status == "otp" else code_of(transfer.status),
    )
