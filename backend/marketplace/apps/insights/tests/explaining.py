"""What vendors should have by the documents of a story, and the operator's fees in these: worked out from them alone."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.payouts.models import VendorPayout
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money, total


def earned_by(part: VendorOrder) -> int:
    """
    What a vendor should have of its part before payouts, in minor units: from the document alone, by arithmetic alone. What disputes hold
    of it is read from the books, whose sum is held against the provider's by ``payment_booked``.
    """
    currency = part.total.currency
    zero = Money.zero(currency)
    fees = total((line.commission.fee + line.commission.vat for line in part.lines), currency)
    earned = part.shipping + total((line.total for line in part.lines), currency) - fees
    for reversal in part.reversals:
        returned = zero if reversal.keeps_commission else total((line.fee + line.fee_vat for line in reversal.lines), currency)
        earned -= reversal.due - reversal.fees - returned + (reversal.provider_fee or zero)
    rows = FinancialTransaction.objects.filter(type="dispute", vendor_order_id=part.id).values_list("source", "destination", "amount_minor")
    account = f"vendor:{part.vendor_id}"
    return earned.minor + sum(minor * ((destination == account) - (source == account)) for source, destination, minor in rows)


def assert_fees(part: VendorOrder, vat_bp: int) -> None:
    """
    Of what each line sold for the fee is a tenth, rounded half up, with its VAT. With each reversal goes its share of it, to a unit, and
    with the last of the price the last of the fee.
    """
    for line in part.lines:
        sold, fee = line.total.minor, line.commission.fee.minor
        assert (fee, line.commission.vat.minor) == ((sold + 5) // 10, (fee * vat_bp + 5_000) // 10_000)
        taken_back = [item for reversal in part.reversals for item in reversal.lines if item.line_id == line.line_id]
        price, returned = sum(item.price.minor for item in taken_back), sum(item.fee.minor for item in taken_back)
        if price == sold:
            assert returned == fee
        assert abs(returned * sold - fee * price) <= sold * len(taken_back)


_LEFT_OVER = """
    SELECT count(*) FROM financial_transactions AS t
    WHERE 'vendor:' || %(vendor_id)s IN (source, destination) AND currency = %(currency)s AND type NOT IN ('payout', 'payout_returned')
    AND (vendor_order_id = '' OR vendor_order_id IN (SELECT vendor_order_id FROM payout_eligibilities WHERE payable_at <= %(until)s))
    AND vendor_order_id NOT IN (SELECT vendor_order_id FROM payout_holds WHERE released_at IS NULL)
    AND NOT EXISTS (SELECT FROM payout_items AS i WHERE i.transaction_id = t.id AND i.released_at IS NULL)
"""


def left_over(vendor_id: str, currency: str, *, until: datetime) -> int:
    """How many rows of a vendor's account no payout has taken, although they count: none after it was paid, debts as little as earnings."""
    ((count,),) = sql.rows(_LEFT_OVER, {"vendor_id": vendor_id, "currency": currency, "until": until})
    return int(count)


def sent_to(vendor_id: str) -> int:
    """What payouts have sent to a vendor and its bank has not returned, in minor units."""
    return sum(VendorPayout.objects.filter(vendor_id=vendor_id, state__in=("paying", "paid")).values_list("amount_minor", flat=True))
