"""What an operator sets for refunds in a region."""

from __future__ import annotations

import re

from marketplace.apps.orders.types import RefundReason
from marketplace.foundation.tenancy.settings import amount_by_currency, text

_ONE = "|".join(reason.value for reason in RefundReason)
_REASONS = re.compile(rf"(?:(?:{_ONE})(?:,(?:{_ONE}))*)?")
_UNIT = f"reasons with commas between them: {', '.join(reason.value for reason in RefundReason)}"

VENDOR_REFUND_LIMIT_MINOR = amount_by_currency(
    "vendor_refund_limit_minor",
    described_default="no limit but what is left of its part",
    description="How much a vendor may refund of one of its orders by itself, besides cancellations and returns; staff may refund more",
)
# The operator has done its part of such a sale, such as one that is refunded out of goodwill.
COMMISSION_KEPT_FOR = text(
    "refund_commission_kept_for",
    pattern=_REASONS,
    unit=_UNIT,
    described_default="none: each refund returns its share of the commission",
    description="For which reasons of a refund the operator keeps its commission",
)
PROVIDER_FEE_CHARGED_FOR = text(
    "refund_provider_fee_charged_for",
    pattern=_REASONS,
    unit=_UNIT,
    described_default="none: the operator bears it",
    description="For which reasons of a refund the vendor pays its share of what the payment provider keeps",
)
