"""Writes: copies of a customer's data, and its deletion."""

from marketplace.apps.privacy.services.erasures import erase, list_running, request_erasure, request_erasure_as_staff
from marketplace.apps.privacy.services.exports import (
    MAX_EXPORTS,
    delete_expired,
    list_pending,
    make_export,
    make_link,
    make_link_as_staff,
    request_export,
    request_export_as_staff,
    take_file,
)
from marketplace.apps.privacy.services.retention import apply_retention

__all__ = [
    "MAX_EXPORTS",
    "apply_retention",
    "delete_expired",
    "erase",
    "list_pending",
    "list_running",
    "make_export",
    "make_link",
    "make_link_as_staff",
    "request_erasure",
    "request_erasure_as_staff",
    "request_export",
    "request_export_as_staff",
    "take_file",
]
