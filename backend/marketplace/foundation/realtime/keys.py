"""Names in Valkey: of keys that all messages of a region share, of subjects of access, and of channels."""

from __future__ import annotations

from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey

PREFIX = "gm-live"  # of channels


def channel_of(group: str) -> str:
    """Where the channel layer listens for a group."""
    return f"{PREFIX}__group__{group}"


def number_key() -> str:
    """The last number that was given."""
    return valkey.key("live:number")


def ended_key(subject: str) -> str:
    """The number at which the access of a subject ended last."""
    return valkey.key(f"live:ended:{subject}")


def ticket_key(secret_hash: str) -> str:
    return valkey.key(f"live:ticket:{secret_hash}")


def group_of_subject(subject: str) -> str:
    """In the channel layer: of the tenant in scope."""
    return f"{tenancy.current().slug}.subject.{subject}"
