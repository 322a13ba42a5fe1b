"""What other apps may do with payments. The modules here are split by noun; import this package, not them."""

from marketplace.apps.payments.services.captures import execute_capture, request_capture
from marketplace.apps.payments.services.cards import forget_card, forget_customer, remove_card
from marketplace.apps.payments.services.collections import record_collection
from marketplace.apps.payments.services.disputes import remind_of_disputes
from marketplace.apps.payments.services.evidence import give_evidence
from marketplace.apps.payments.services.failed_refunds import retry_refund, settle_refund
from marketplace.apps.payments.services.fees import record_fees
from marketplace.apps.payments.services.health import check_provider, forget_health
from marketplace.apps.payments.services.methods import add_method, change_method
from marketplace.apps.payments.services.payments import (
    cancel_payment,
    check_payment,
    create_payment,
    is_replaceable,
    refresh_payment,
    start_payment,
    void_authorization,
)
from marketplace.apps.payments.services.recording import record_outcome
from marketplace.apps.payments.services.refunds import execute_refund, request_refund
from marketplace.apps.payments.services.settlements import list_settled
from marketplace.apps.payments.services.vendor_accounts import (
    find_vendor_transfer,
    list_payout_banks,
    list_transfers_of,
    name_vendor_account,
    open_vendor_account,
    read_vendor_account,
    reverse_vendor_transfer,
    transfer_to_vendor,
    vendor_account_link,
)
from marketplace.apps.payments.services.webhooks import forget_webhooks, interpret_event, receive_webhook, replay_webhook

__all__ = [
    "add_method",
    "cancel_payment",
    "change_method",
    "check_payment",
    "check_provider",
    "create_payment",
    "execute_capture",
    "execute_refund",
    "find_vendor_transfer",
    "forget_card",
    "forget_customer",
    "forget_health",
    "forget_webhooks",
    "give_evidence",
    "interpret_event",
    "is_replaceable",
    "list_payout_banks",
    "list_settled",
    "list_transfers_of",
    "name_vendor_account",
    "open_vendor_account",
    "read_vendor_account",
    "receive_webhook",
    "record_collection",
    "record_fees",
    "record_outcome",
    "refresh_payment",
    "remind_of_disputes",
    "remove_card",
    "replay_webhook",
    "request_capture",
    "request_refund",
    "retry_refund",
    "reverse_vendor_transfer",
    "settle_refund",
    "start_payment",
    "transfer_to_vendor",
    "vendor_account_link",
    "void_authorization",
]
