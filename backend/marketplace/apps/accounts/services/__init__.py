"""What may be done with people: each function is one transaction, unless it says otherwise."""

from marketplace.apps.accounts.services.addresses import add_address, change_address, remove_address
from marketplace.apps.accounts.services.blocking import block_customer, unblock_customer
from marketplace.apps.accounts.services.consents import record_consent, unsubscribe, unsubscribe_token
from marketplace.apps.accounts.services.gift_card_lookups import admit_gift_card_lookup, forgive_gift_card_lookup
from marketplace.apps.accounts.services.guest_orders import admit_guest_unpaid_order
from marketplace.apps.accounts.services.leaving import close_account, delete_account
from marketplace.apps.accounts.services.order_lookups import admit_order_lookup
from marketplace.apps.accounts.services.passkeys import add_passkey, begin_passkey, log_in_with_passkey, remove_passkey
from marketplace.apps.accounts.services.passwords import (
    change_password,
    check_own_password,
    new_password_hash,
    request_password_reset,
    reset_password,
)
from marketplace.apps.accounts.services.people import (
    change_profile,
    create_customer,
    create_vendor_person,
    invite_vendor_person,
    purge_expired,
    remove_vendor_person,
    set_vendor_roles,
)
from marketplace.apps.accounts.services.reauthentication import begin_reauthentication, reauthenticate
from marketplace.apps.accounts.services.registration import (
    confirm_email,
    mail_confirmation_again,
    may_mail_unasked,
    register,
    send_email_confirmation,
)
from marketplace.apps.accounts.services.second_factors import (
    begin_second_factor,
    clear_second_factor,
    confirm_second_factor,
    log_in_with_code,
    remove_second_factor,
    renew_recovery_codes,
)
from marketplace.apps.accounts.services.sessions import (
    end_own_session,
    end_session_of_token,
    end_sessions,
    log_in,
    log_out_everywhere,
    refresh_session,
)
from marketplace.apps.accounts.services.staff_access import (
    change_staff_roles,
    end_staff_access,
    invite_staff,
    invite_staff_again,
    restore_staff_access,
)
from marketplace.apps.accounts.services.support_views import begin_support_view, offer_support_view

__all__ = [
    "add_address",
    "add_passkey",
    "admit_gift_card_lookup",
    "admit_guest_unpaid_order",
    "admit_order_lookup",
    "begin_passkey",
    "begin_reauthentication",
    "begin_second_factor",
    "begin_support_view",
    "block_customer",
    "change_address",
    "change_password",
    "change_profile",
    "change_staff_roles",
    "check_own_password",
    "clear_second_factor",
    "close_account",
    "confirm_email",
    "confirm_second_factor",
    "create_customer",
    "create_vendor_person",
    "delete_account",
    "end_own_session",
    "end_session_of_token",
    "end_sessions",
    "end_staff_access",
    "forgive_gift_card_lookup",
    "invite_staff",
    "invite_staff_again",
    "invite_vendor_person",
    "log_in",
    "log_in_with_code",
    "log_in_with_passkey",
    "log_out_everywhere",
    "mail_confirmation_again",
    "may_mail_unasked",
    "new_password_hash",
    "offer_support_view",
    "purge_expired",
    "reauthenticate",
    "record_consent",
    "refresh_session",
    "register",
    "remove_address",
    "remove_passkey",
    "remove_second_factor",
    "remove_vendor_person",
    "renew_recovery_codes",
    "request_password_reset",
    "reset_password",
    "restore_staff_access",
    "send_email_confirmation",
    "set_vendor_roles",
    "unblock_customer",
    "unsubscribe",
    "unsubscribe_token",
]
