"""What the ways to pay have in common that no service outside takes part in: no account, no network, nothing to read there."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import Any, Self

from marketplace.apps.payments.providers.base import PaymentProvider, ProviderPayment, ProviderRefund, Rejected


class OwnProvider(PaymentProvider, ABC):
    """Answers at once, and stores nothing itself."""

    needs_account = False

    @classmethod
    def of_account(cls, account: Mapping[str, Any]) -> Self:
        return cls()

    def find(self, payment_id: str) -> ProviderPayment | None:
        return None

    def read(self, reference: str) -> ProviderPayment:
        raise Rejected("nothing_to_read")

    def read_refund(self, reference: str, *, payment_reference: str) -> ProviderRefund:
        raise Rejected("nothing_to_read")

    def list_refunds(self, reference: str) -> list[ProviderRefund]:
        return []
