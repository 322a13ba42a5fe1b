from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class CustomerRegistered(Event, frozen=True, kw_only=True):
    """A customer has confirmed an e-mail address; the account exists from now on."""

    wire_name: ClassVar[str] = "accounts.customer_registered.v1"
    account_id: str
