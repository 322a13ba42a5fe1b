"""Reads of payments and of the ways to pay. The modules here are split by noun; import this package, not them."""

from marketplace.apps.payments.queries.cards import all_cards_of, cards_by_method, list_cards, saves_cards
from marketplace.apps.payments.queries.health import get_health, list_providers, watched_providers
from marketplace.apps.payments.queries.hours import hourly_payments
from marketplace.apps.payments.queries.methods import (
    available_methods,
    can_be_challenged,
    get_method,
    list_methods,
    method_fee,
    requires_phone,
    settles_on_delivery,
)
from marketplace.apps.payments.queries.movements import find_movements, list_movements, reporting_providers
from marketplace.apps.payments.queries.payments import (
    closed_disputes,
    get_dispute,
    get_payment,
    get_refund,
    list_all_disputes,
    list_all_refunds,
    list_captures,
    list_disputed_orders,
    list_disputes,
    list_payments,
    list_payments_to_check,
    list_refunds,
    list_refunds_to_try,
    payments_by_id,
    takes_evidence,
)
from marketplace.apps.payments.queries.settlements import reported_late, settling_providers
from marketplace.apps.payments.queries.vendor_accounts import (
    finds_vendor_transfers,
    providers_that_pay_vendors,
    single_charges,
    takes_currency,
    vendor_onboarding,
)
from marketplace.apps.payments.queries.webhooks import list_webhooks

__all__ = [
    "all_cards_of",
    "available_methods",
    "can_be_challenged",
    "cards_by_method",
    "closed_disputes",
    "find_movements",
    "finds_vendor_transfers",
    "get_dispute",
    "get_health",
    "get_method",
    "get_payment",
    "get_refund",
    "hourly_payments",
    "list_all_disputes",
    "list_all_refunds",
    "list_captures",
    "list_cards",
    "list_disputed_orders",
    "list_disputes",
    "list_methods",
    "list_movements",
    "list_payments",
    "list_payments_to_check",
    "list_providers",
    "list_refunds",
    "list_refunds_to_try",
    "list_webhooks",
    "method_fee",
    "payments_by_id",
    "providers_that_pay_vendors",
    "reported_late",
    "reporting_providers",
    "requires_phone",
    "saves_cards",
    "settles_on_delivery",
    "settling_providers",
    "single_charges",
    "takes_currency",
    "takes_evidence",
    "vendor_onboarding",
    "watched_providers",
]
