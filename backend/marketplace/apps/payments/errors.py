"""What can be wrong with a payment, as callers of the API see it."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, InvalidInput, MarketplaceError, NotFound, Unavailable
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


class PaymentNotFound(NotFound):
    code = "payment_not_found"
    title = "There is no such payment"


class RefundNotFound(NotFound):
    code = "refund_not_found"
    title = "There is no such refund"


class DisputeNotFound(NotFound):
    code = "dispute_not_found"
    title = "There is no such dispute"


class WebhookNotFound(NotFound):
    code = "webhook_not_found"
    title = "There is no such webhook"


class ProviderUnknown(NotFound):
    code = "provider_unknown"
    title = "There is no such payment provider"


class VendorAccountRefused(Conflict):
    """The payment provider will not open, or pay, this vendor's account; ``reason`` is its own code."""

    code = "vendor_account_refused"
    title = "The payment provider refuses this account"


class CardNotFound(NotFound):
    code = "card_not_found"
    title = "There is no such saved card"


class MethodNotFound(NotFound):
    code = "payment_method_not_found"
    title = "There is no such payment method"


class MethodNotAvailable(InvalidInput):
    """``method`` cannot be used for this country, currency or amount, or does not exist."""

    code = "payment_method_not_available"
    title = "This payment method cannot be used here"


class PaymentDetailsInvalid(InvalidInput):
    """Something that the method needs is missing, or the amount is more than its provider takes; ``errors`` name the fields."""


class PaymentDiffers(Conflict):
    """The same payment id came before with other particulars: always a programming error, so nothing is overwritten."""

    code = "payment_differs"
    title = "This payment exists with other particulars"


class PaymentInProgress(Conflict):
    """Another attempt to pay the same checkout has not ended."""

    code = "payment_in_progress"
    title = "Another payment of this order has not ended"


class PaymentNotCapturable(Conflict):
    code = "payment_not_capturable"
    title = "This payment cannot be captured"


class RefundDiffers(Conflict):
    code = "refund_differs"
    title = "This refund exists with other particulars"


class RefundExceedsCapture(Conflict):
    """Carries ``refundable``: what can still be refunded, a Money."""

    code = "refund_exceeds_capture"
    title = "More would be refunded than was taken"

    def __init__(self, *, refundable: Money) -> None:
        super().__init__(Text("At most {refundable} can be refunded", refundable=refundable), refundable=refundable)


class RefundStateForbids(Conflict):
    """``state`` is the refund's present one: only what failed is retried or settled otherwise."""

    code = "refund_state_forbids"
    title = "Only a failed refund can be retried or settled otherwise"

    def __init__(self, *, state: str) -> None:
        super().__init__(state=state)


class CollectionExceedsPayment(Conflict):
    code = "collection_exceeds_payment"
    title = "More would be collected than is to be paid"


class SignatureInvalid(MarketplaceError):
    code = "signature_invalid"
    status = 400
    title = "The signature does not fit"


class WebhookMalformed(MarketplaceError):
    code = "webhook_malformed"
    status = 400
    title = "This is no event of that provider"


class ProviderUnavailable(Unavailable):
    """Passing: the provider did not answer, or not in time. What it did is unknown; the same key may be sent again."""

    code = "provider_unavailable"
    title = "The payment provider does not answer"


class ProviderKeyRefused(ProviderUnavailable):
    """The provider does not know our key, or it may not do this: passing as well, once an operator has put that right."""


class ProviderRightMissing(ProviderKeyRefused):
    """The provider knows our key, which may not do this: a restricted key lacks a right."""


class ProviderDisagrees(Unavailable):
    """The provider speaks of another amount or currency than ours. Nothing is recorded; a person has to look."""

    code = "provider_disagrees"
    title = "The payment provider's amounts differ from ours"
