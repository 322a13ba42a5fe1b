"""
PayPal's Payouts API (https://developer.paypal.com/docs/api/payments.payouts-batch/v1/): money from the balance to an account's address.

Each transfer is a batch of one item. Our id names both: PayPal refuses a second batch of that name within 30 days, and its refusal leads to
the first one. It has no search by that name, so a transfer whose answer was lost is sent again to learn of it.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.calls import Name, Phrase, code_of
from marketplace.apps.payments.providers.paying_vendors import PaysVendors, VendorTransferRequest
from marketplace.apps.payments.providers.paypal_answers import Link, last_part, to_paypal
from marketplace.apps.payments.types import NamedAccount, VendorAccount, VendorTransfer, VendorTransferState

ITEM_STATES = {  # https://developer.paypal.com/docs/api/payments.payouts-batch/v1/#payouts-item_get
    "PENDING": VendorTransferState.PENDING,
    "ONHOLD": VendorTransferState.PENDING,
    "UNCLAIMED": VendorTransferState.PENDING,  # nobody has that address at PayPal yet; after 30 days it is returned
    "NEW": VendorTransferState.PENDING,
    "SUCCESS": VendorTransferState.PAID,
    "FAILED": VendorTransferState.FAILED,
    "BLOCKED": VendorTransferState.FAILED,
    "DENIED": VendorTransferState.FAILED,
    "RETURNED": VendorTransferState.REVERSED,
    "REFUNDED": VendorTransferState.REVERSED,
    "REVERSED": VendorTransferState.REVERSED,
}
BATCH_ENDS = ("DENIED", "CANCELED")  # without items that were paid
BATCHES = "/v1/payments/payouts"


class _Header(msgspec.Struct):
    payout_batch_id: Name
    batch_status: Name


class _Fault(msgspec.Struct):
    name: Phrase = ""


class _Item(msgspec.Struct):
    transaction_status: Name = "PENDING"
    errors: _Fault = msgspec.field(default_factory=_Fault)


class _Batch(msgspec.Struct):
    batch_header: _Header
    items: Annotated[list[_Item], msgspec.Meta(max_length=1)] = []


class _Detail(msgspec.Struct):
    field: Phrase = ""


class _Refusal(msgspec.Struct):
    details: list[_Detail] = []
    links: list[Link] = []


class PayPalPayouts(PaysVendors):
    """The part of PayPal's account that pays vendors."""

    def _get(self, path: str, kind: type[Any]) -> Any:
        raise NotImplementedError

    def _post(self, path: str, kind: type[Any], body: dict[str, Any], *, key: str) -> Any:
        raise NotImplementedError

    def name_vendor_account(self, named: NamedAccount) -> VendorAccount:
        """PayPal says to nobody whether an address has an account: its owner confirms it to us, and what nobody claims comes back."""
        return self.read_vendor_account(named.account)

    def read_vendor_account(self, reference: str) -> VendorAccount:
        return VendorAccount(reference=reference, is_ready=True)

    def transfer(self, request: VendorTransferRequest) -> VendorTransfer:
        amount = to_paypal(request.amount)
        item = {
            "recipient_type": "EMAIL",
            "receiver": request.account,
            "amount": {"value": amount["value"], "currency": amount["currency_code"]},
            "note": request.description,
            "sender_item_id": request.end_to_end_id,
        }
        header = {"sender_batch_id": request.end_to_end_id, "email_subject": request.description}
        try:
            batch = self._post(BATCHES, _Batch, {"sender_batch_header": header, "items": [item]}, key=request.end_to_end_id)
        except Rejected as rejected:
            return self._find(_earlier_batch(rejected), request.end_to_end_id)
        return _transfer(batch, request.end_to_end_id)

    def find_transfer(self, end_to_end_id: str, *, reference: str) -> VendorTransfer | None:
        return self._find(reference, end_to_end_id) if reference else None

    def _find(self, batch_id: str, end_to_end_id: str) -> VendorTransfer:
        try:
            return _transfer(self._get(f"{BATCHES}/{batch_id}", _Batch), end_to_end_id)
        except Rejected as rejected:
            raise ProviderUnavailable(note=f"PayPal does not say what became of a payout: {rejected.code}") from rejected


def _earlier_batch(rejected: Rejected) -> str:
    """
    The batch of that name which there is already.

    :raises Rejected: if that is not what was wrong :raises ProviderUnavailable: if it is, and the refusal does not lead to the batch
    """
    try:
        refusal = msgspec.json.decode(rejected.body, type=_Refusal)
    except msgspec.DecodeError:
        raise rejected from None
    if not any("sender_batch_id" in detail.field.lower() for detail in refusal.details):
        raise rejected
    batch_id = last_part(refusal.links, "self")
    if not batch_id:
        raise ProviderUnavailable(note="PayPal knows this payout, and does not name it")
    return batch_id


def _transfer(batch: _Batch, end_to_end_id: str) -> VendorTransfer:
    header, item = batch.batch_header, next(iter(batch.items), None)
    status = item.transaction_status if item and header.batch_status not in BATCH_ENDS else header.batch_status
    state = ITEM_STATES.get(item.transaction_status) if item else VendorTransferState.PENDING
    if header.batch_status in BATCH_ENDS:
        state = VendorTransferState.FAILED
    if state is None:
        raise ProviderUnavailable(note=f"PayPal says that a payout is {status!r}, which is no state of it that we know")
    fault = item.errors.name if item else ""
    is_plain = state is VendorTransferState.PAID or (state is VendorTransferState.PENDING and status not in ("UNCLAIMED", "ONHOLD"))
    return VendorTransfer(
        reference=header.payout_batch_id, end_to_end_id=end_to_end_id, state=state, reason="" if is_plain else code_of(fault or status)
    )
