"""What other apps may do with payments. The modules here are split by noun; import this package, not them."""

from marketplace.apps.payments.errors import (
    CashExceedsPayment,
    MethodNotAvailable,
    PaymentDiffers,
    PaymentNotCapturable,
    PaymentNotFound,
    ProviderDisagrees,
    ProviderUnavailable,
    RefundDiffers,
    RefundExceedsCapture,
    RefundNotFound,
)
from marketplace.apps.payments.services.cash import record_cash_collected
from marketplace.apps.payments.services.payments import (
    cancel_payment,
    capture_payment,
    check_payment,
    create_payment,
    record_outcome,
    refresh_payment,
    start_payment,
    withdraw_promise,
)
from marketplace.apps.payments.services.refunds import carry_out_refund, request_refund, require_undisputed
from marketplace.apps.payments.services.webhooks import receive_webhook

__all__ = [
    "CashExceedsPayment",
    "MethodNotAvailable",
    "PaymentDiffers",
    "PaymentNotCapturable",
    "PaymentNotFound",
    "ProviderDisagrees",
    "ProviderUnavailable",
    "RefundDiffers",
    "RefundExceedsCapture",
    "RefundNotFound",
    "cancel_payment",
    "capture_payment",
    "carry_out_refund",
    "check_payment",
    "create_payment",
    "receive_webhook",
    "record_cash_collected",
    "record_outcome",
    "refresh_payment",
    "request_refund",
    "require_undisputed",
    "start_payment",
    "withdraw_promise",
]
