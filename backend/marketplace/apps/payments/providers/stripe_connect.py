"""
Stripe Connect (https://docs.stripe.com/connect): accounts of vendors, separate charges and transfers.

The platform collects what customers pay, bears fees and losses, and transfers to a vendor's Express account, whose requirements Stripe
collects on pages of its own and which Stripe pays out to the vendor's bank.
"""

from __future__ import annotations

from typing import Any

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.calls import Name, Phrase
from marketplace.apps.payments.providers.paying_vendors import PaysVendors, VendorTransferRequest
from marketplace.apps.payments.providers.stripe_amounts import from_stripe, to_stripe
from marketplace.apps.payments.providers.stripe_client import StripeClient
from marketplace.apps.payments.types import VendorAccount, VendorTransfer, VendorTransferState

PAGE, PAGES_AT_MOST = 100, 20


class _Requirements(msgspec.Struct):
    currently_due: list[Phrase] = []
    past_due: list[Phrase] = []
    disabled_reason: Phrase | None = None


class _Capabilities(msgspec.Struct):
    transfers: Phrase = "inactive"


class _Account(msgspec.Struct):
    id: Name
    payouts_enabled: bool
    capabilities: _Capabilities = msgspec.field(default_factory=_Capabilities)
    requirements: _Requirements = msgspec.field(default_factory=_Requirements)


class _Link(msgspec.Struct):
    url: Phrase


class _Transfer(msgspec.Struct):
    id: Name
    amount: int
    amount_reversed: int
    currency: str
    transfer_group: Phrase | None = None


class _Transfers(msgspec.Struct):
    data: list[_Transfer]


class _Reversal(msgspec.Struct):
    id: Name


class _Source(msgspec.Struct):
    source_transfer: Name | None = None


class _Entry(msgspec.Struct):
    id: Name
    source: _Source | str | None = None


class _Entries(msgspec.Struct):
    data: list[_Entry]
    has_more: bool


class StripeConnect(PaysVendors):
    """The part of Stripe's account that pays vendors."""

    _client: StripeClient

    def open_vendor_account(self, vendor_id: str, *, country: str, idempotency_key: str) -> VendorAccount:
        params = {
            "country": country,
            "controller": {
                "fees": {"payer": "application"},
                "losses": {"payments": "application"},
                "requirement_collection": "stripe",
                "stripe_dashboard": {"type": "express"},
            },
            "capabilities": {"transfers": {"requested": True}},
            "metadata": {"vendor_id": vendor_id},
        }
        return _account(self._client.post("/v1/accounts", _Account, params, key=idempotency_key))

    def vendor_account_link(self, reference: str, *, return_url: str) -> str:
        params = {"account": reference, "type": "account_onboarding", "return_url": return_url, "refresh_url": return_url}
        return self._client.post("/v1/account_links", _Link, params, key=None).url

    def read_vendor_account(self, reference: str) -> VendorAccount:
        return _account(self._client.get(f"/v1/accounts/{reference}", _Account, {}))

    def transfer(self, request: VendorTransferRequest) -> VendorTransfer:
        params: dict[str, Any] = {
            "amount": to_stripe(request.amount),
            "currency": request.amount.currency.lower(),
            "destination": request.account,
            "transfer_group": request.end_to_end_id,
            "description": request.description,
        }
        if request.charge:
            params["source_transaction"] = request.charge
        return _transfer(self._client.post("/v1/transfers", _Transfer, params, key=request.end_to_end_id))

    def find_transfer(self, end_to_end_id: str, *, reference: str) -> VendorTransfer | None:
        found = self._client.get("/v1/transfers", _Transfers, {"transfer_group": end_to_end_id, "limit": 1}).data
        return _transfer(found[0]) if found else None

    def reverse_transfer(self, reference: str, *, idempotency_key: str) -> VendorTransfer:
        transfer = _transfer(self._client.get(f"/v1/transfers/{reference}", _Transfer, {}))
        if transfer.state is not VendorTransferState.REVERSED:
            self._client.post(f"/v1/transfers/{reference}/reversals", _Reversal, {}, key=idempotency_key)
        return msgspec.structs.replace(transfer, state=VendorTransferState.REVERSED)

    def list_transfers_of(self, bank_payout: str, *, account: str) -> list[str]:
        """https://docs.stripe.com/payouts/reconciliation: each entry of a payout has the payment that a transfer has made there."""
        params = {"payout": bank_payout, "type": "payment", "limit": PAGE, "expand": ["data.source"], "stripe_account": account}
        found: list[_Entry] = []
        for _ in range(PAGES_AT_MOST):
            after = {"starting_after": found[-1].id} if found else {}
            page = self._client.get("/v1/balance_transactions", _Entries, {**params, **after})
            found += page.data
            if not page.has_more or not page.data:
                sources = [entry.source for entry in found]
                return [source.source_transfer for source in sources if isinstance(source, _Source) and source.source_transfer]
        raise ProviderUnavailable(note="Stripe gives a list without an end")


def _account(account: _Account) -> VendorAccount:
    asked = account.requirements
    return VendorAccount(
        reference=account.id,
        is_ready=account.payouts_enabled and account.capabilities.transfers == "active",
        missing=tuple(sorted({*asked.currently_due, *asked.past_due})),
        problem=asked.disabled_reason or "",
    )


def _transfer(transfer: _Transfer) -> VendorTransfer:
    is_reversed = transfer.amount_reversed >= transfer.amount
    return VendorTransfer(
        reference=transfer.id,
        end_to_end_id=transfer.transfer_group or "",
        state=VendorTransferState.REVERSED if is_reversed else VendorTransferState.PAID,
        reason="reversed" if is_reversed else "",
        returned=from_stripe(transfer.amount_reversed, transfer.currency) if 0 < transfer.amount_reversed < transfer.amount else None,
    )
