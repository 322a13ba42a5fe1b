from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class EmailConfirmed(Event, frozen=True, kw_only=True):
    """One of a vendor's people has shown for the first time that the address is theirs; from now on they can log in."""

    wire_name: ClassVar[str] = "accounts.email_confirmed.v1"
    account_id: str
    vendor_id: str


class PasswordReset(Event, frozen=True, kw_only=True):
    """One of a vendor's people has chosen a password by a mailed link; their sessions are over."""

    wire_name: ClassVar[str] = "accounts.password_reset.v1"
    account_id: str
    vendor_id: str


class CustomerRegistered(Event, frozen=True, kw_only=True):
    """A customer has confirmed an e-mail address; the account exists from now on."""

    wire_name: ClassVar[str] = "accounts.customer_registered.v1"
    account_id: str


class PersonRemoved(Event, frozen=True, kw_only=True):
    """One of a vendor's people has no account any more: what else is stored about them goes, too."""

    wire_name: ClassVar[str] = "accounts.person_removed.v1"
    account_id: str
    vendor_id: str


class SessionsEnded(Event, frozen=True, kw_only=True):
    """Sessions of a person are over, by logging out or otherwise: what was opened with them ends, too."""

    wire_name: ClassVar[str] = "accounts.sessions_ended.v1"
    session_ids: tuple[str, ...]
