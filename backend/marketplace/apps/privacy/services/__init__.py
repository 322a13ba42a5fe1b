"""Writes: copies of a customer's data, and its deletion."""

from marketplace.apps.privacy.services.erasures import erase, list_running, request_erasure
from marketplace.apps.privacy.services.exports import (
    MAX_EXPORTS,
    delete_expired,
    list_pending,
    make_export,
    make_link,
    request_export,
    take_file,
)

__all__ = [
    "MAX_EXPORTS",
    "delete_expired",
    "erase",
    "list_pending",
    "list_running",
    "make_export",
    "make_link",
    "request_erasure",
    "request_export",
    "take_file",
]
