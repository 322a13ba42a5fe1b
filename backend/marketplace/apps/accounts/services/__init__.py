"""What may be done with people: each function is one transaction, unless it says otherwise."""

from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.services.addresses import add_address, change_address, remove_address
from marketplace.apps.accounts.services.passwords import change_password, new_password_hash, request_password_reset, reset_password
from marketplace.apps.accounts.services.people import (
    change_profile,
    create_customer,
    create_vendor_person,
    invite_vendor_person,
    purge_expired,
    remove_vendor_person,
    set_vendor_roles,
)
from marketplace.apps.accounts.services.registration import confirm_email, register, send_email_confirmation
from marketplace.apps.accounts.services.sessions import (
    end_session_of_token,
    end_sessions,
    log_in,
    log_out_everywhere,
    refresh_session,
)

__all__ = [
    "EmailInUse",
    "add_address",
    "change_address",
    "change_password",
    "change_profile",
    "confirm_email",
    "create_customer",
    "create_vendor_person",
    "end_session_of_token",
    "end_sessions",
    "invite_vendor_person",
    "log_in",
    "log_out_everywhere",
    "new_password_hash",
    "purge_expired",
    "refresh_session",
    "register",
    "remove_address",
    "remove_vendor_person",
    "request_password_reset",
    "reset_password",
    "send_email_confirmation",
    "set_vendor_roles",
]
