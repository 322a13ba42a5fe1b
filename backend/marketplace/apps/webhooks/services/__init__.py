"""Writes of webhooks."""

from marketplace.apps.webhooks.services.deliveries import announce, claim_due, purge, replay, send, send_due, send_test
from marketplace.apps.webhooks.services.endpoints import (
    change_endpoint,
    create_endpoint,
    disable_endpoints_of,
    remove_endpoint,
    rotate_secret,
)

__all__ = [
    "announce",
    "change_endpoint",
    "claim_due",
    "create_endpoint",
    "disable_endpoints_of",
    "purge",
    "remove_endpoint",
    "replay",
    "rotate_secret",
    "send",
    "send_due",
    "send_test",
]
