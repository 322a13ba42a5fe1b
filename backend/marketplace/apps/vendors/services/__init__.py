"""What may be done with vendors: each function is one transaction."""

from marketplace.apps.vendors.services.api_keys import create_api_key, revoke_api_key
from marketplace.apps.vendors.services.applications import apply_as_vendor, change_profile
from marketplace.apps.vendors.services.commission_plans import check_commission_terms, set_commission_plan
from marketplace.apps.vendors.services.documents import add_document, link_to_document, review_document
from marketplace.apps.vendors.services.lifecycle import (
    approve_vendor,
    close_vendor,
    hold_selling,
    hold_vendors,
    reinstate_vendor,
    require_selling,
    require_taking_orders,
    suspend_vendor,
)
from marketplace.apps.vendors.services.logos import remove_logo, set_logo, settle_logo
from marketplace.apps.vendors.services.members import change_member_roles, invite_member, remove_member, remove_second_factor
from marketplace.apps.vendors.services.payout_accounts import (
    lock_payout_accounts,
    mail_owners_about_account,
    mail_owners_without_account,
    read_payout_account,
    read_payout_accounts,
    set_payout_account,
)
from marketplace.apps.vendors.services.takeover import revoke_earlier_access, welcome_applicant
from marketplace.apps.vendors.services.vacations import announce_vacations, set_vacation

__all__ = [
    "add_document",
    "announce_vacations",
    "apply_as_vendor",
    "approve_vendor",
    "change_member_roles",
    "change_profile",
    "check_commission_terms",
    "close_vendor",
    "create_api_key",
    "hold_selling",
    "hold_vendors",
    "invite_member",
    "link_to_document",
    "lock_payout_accounts",
    "mail_owners_about_account",
    "mail_owners_without_account",
    "read_payout_account",
    "read_payout_accounts",
    "reinstate_vendor",
    "remove_logo",
    "remove_member",
    "remove_second_factor",
    "require_selling",
    "require_taking_orders",
    "review_document",
    "revoke_api_key",
    "revoke_earlier_access",
    "set_commission_plan",
    "set_logo",
    "set_payout_account",
    "set_vacation",
    "settle_logo",
    "suspend_vendor",
    "welcome_applicant",
]
