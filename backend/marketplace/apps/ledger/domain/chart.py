"""
The chart of accounts: every type of posting, and the accounts that it may move money between.

``services.post`` refuses what the chart lacks, the daily check of the books reads it, and ``docs/reference/ledger.md`` is generated from
it. A new kind of booking starts with a new row here.
"""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.apps.ledger.types import (
    BANK_IN_TRANSIT,
    BANK_PAYOUTS,
    BANK_REPAYMENTS,
    BANK_SETTLEMENTS,
    CASH,
    CREDITS,
    OPERATOR_ADJUSTMENTS,
    OPERATOR_COMMISSION,
    OPERATOR_COMMISSION_VAT,
    OPERATOR_CREDIT_EXPIRED,
    OPERATOR_CREDIT_ISSUED,
    OPERATOR_DISCOUNTS,
    OPERATOR_PAYMENT_FEES,
    OPERATOR_PROVIDER_FEES,
    OPERATOR_SETTLED_REFUNDS,
    OPERATOR_WRITE_OFFS,
    PROVIDERS,
    VENDORS,
    Posting,
    PostingRule,
    TransactionType,
    vendor_account,
)

_RULES = (
    PostingRule(
        type=TransactionType.SALE,
        moves=((PROVIDERS, VENDORS), (CASH, VENDORS)),
        label="Sale",
        purpose="the price of a line, VAT included: when a checkout settles; for cash, when the vendor order is delivered",
    ),
    PostingRule(
        type=TransactionType.SHIPPING,
        moves=((PROVIDERS, VENDORS), (CASH, VENDORS)),
        label="Shipping",
        purpose="the shipping of a vendor order, booked with its sales",
    ),
    PostingRule(
        type=TransactionType.DISCOUNT,
        moves=((OPERATOR_DISCOUNTS, VENDORS), (VENDORS, OPERATOR_DISCOUNTS)),
        label="Paid by the marketplace",
        purpose="what the operator bears of discounts on a line or the shipping, booked with its sales; the other way for a surcharge",
    ),
    PostingRule(
        type=TransactionType.PAYMENT_FEE,
        moves=((PROVIDERS, OPERATOR_PAYMENT_FEES), (CASH, OPERATOR_PAYMENT_FEES)),
        label="Payment fee",
        purpose="a vendor order's share of what the payment method costs the customer, booked with its sales",
    ),
    PostingRule(
        type=TransactionType.COMMISSION,
        moves=((VENDORS, OPERATOR_COMMISSION),),
        label="Commission",
        purpose="the operator's fee on a line, booked with its sale",
    ),
    PostingRule(
        type=TransactionType.COMMISSION_VAT,
        moves=((VENDORS, OPERATOR_COMMISSION_VAT),),
        label="VAT on commission",
        purpose="the operator's VAT on that fee",
    ),
    PostingRule(
        type=TransactionType.REFUND,
        moves=(
            (VENDORS, PROVIDERS),
            (VENDORS, CASH),
            (OPERATOR_PAYMENT_FEES, PROVIDERS),
            (OPERATOR_PAYMENT_FEES, CASH),
            (OPERATOR_ADJUSTMENTS, PROVIDERS),
        ),
        label="Refund",
        purpose="money for the customer: what a reversal refunds of a line, the shipping or the fees; or a refund that the operator bears",
    ),
    PostingRule(
        type=TransactionType.REFUND_DISCOUNT,
        moves=((VENDORS, OPERATOR_DISCOUNTS), (OPERATOR_DISCOUNTS, VENDORS)),
        label="Returned to the marketplace",
        purpose="the share of that in a reversal",
    ),
    PostingRule(
        type=TransactionType.REFUND_COMMISSION,
        moves=((OPERATOR_COMMISSION, VENDORS),),
        label="Commission returned",
        purpose="the fee's share of a reversal",
    ),
    PostingRule(
        type=TransactionType.REFUND_COMMISSION_VAT,
        moves=((OPERATOR_COMMISSION_VAT, VENDORS),),
        label="VAT on commission returned",
        purpose="the VAT on that share",
    ),
    PostingRule(
        type=TransactionType.REFUND_PROVIDER_FEE,
        moves=((VENDORS, OPERATOR_PROVIDER_FEES),),
        label="Payment provider's fee",
        purpose="a refund's share of what the payment provider keeps, where the region has the vendor pay it",
    ),
    PostingRule(
        type=TransactionType.COLLECTED,
        moves=((VENDORS, CASH),),
        label="Cash collected",
        purpose="the cash of a delivered vendor order that its vendor collected, and keeps",
    ),
    PostingRule(
        type=TransactionType.CASH_RETURNED,
        moves=((CASH, VENDORS),),
        label="Cash returned",
        purpose="a refund of what was collected on delivery, which the vendor pays to the customer itself",
    ),
    PostingRule(
        type=TransactionType.DISPUTE,
        moves=(
            (VENDORS, PROVIDERS),
            (OPERATOR_ADJUSTMENTS, PROVIDERS),
            (PROVIDERS, VENDORS),
            (PROVIDERS, OPERATOR_ADJUSTMENTS),
            (OPERATOR_ADJUSTMENTS, VENDORS),
        ),
        label="Dispute",
        purpose="what a customer's bank takes back, and its return when the dispute is won, or when a reversal takes its place",
    ),
    PostingRule(
        type=TransactionType.PROVIDER_FEE,
        moves=(
            (OPERATOR_PROVIDER_FEES, PROVIDERS),
            (PROVIDERS, OPERATOR_PROVIDER_FEES),
            (OPERATOR_PROVIDER_FEES, CASH),
            (CASH, OPERATOR_PROVIDER_FEES),
        ),
        label="Provider's fee",
        purpose="what a payment provider, or a courier who collects cash, keeps for its service, and what it returns of that",
    ),
    PostingRule(
        type=TransactionType.ADJUSTMENT,
        moves=(
            (OPERATOR_ADJUSTMENTS, VENDORS),
            (VENDORS, OPERATOR_ADJUSTMENTS),
            (PROVIDERS, OPERATOR_ADJUSTMENTS),
            (OPERATOR_ADJUSTMENTS, PROVIDERS),
            (OPERATOR_ADJUSTMENTS, OPERATOR_SETTLED_REFUNDS),
            (CREDITS, OPERATOR_ADJUSTMENTS),
        ),
        label="Adjustment",
        purpose="a correction of a vendor's account by two members of staff; or money that belongs to no vendor: late payments, "
        "failed, reduced and settled refunds, and what is left of a gift card whose payment went back to its buyer",
    ),
    PostingRule(
        type=TransactionType.REPAYMENT,
        moves=((BANK_REPAYMENTS, VENDORS),),
        label="Repayment",
        purpose="money that a vendor transferred for its debt",
    ),
    PostingRule(
        type=TransactionType.WRITE_OFF,
        moves=((OPERATOR_WRITE_OFFS, VENDORS),),
        label="Write-off",
        purpose="a vendor's debt that the operator bears",
    ),
    PostingRule(
        type=TransactionType.CREDIT_ISSUED,
        moves=((OPERATOR_CREDIT_ISSUED, CREDITS),),
        label="Credit issued",
        purpose="a gift card or store credit that the operator gives: what it owes the holder from then on",
    ),
    PostingRule(
        type=TransactionType.CREDIT_SOLD,
        moves=((PROVIDERS, CREDITS),),
        label="Gift card sold",
        purpose="a gift card that a customer bought: what the operator owes its holder from then on",
    ),
    PostingRule(
        type=TransactionType.CREDIT_SALE_REFUNDED,
        moves=((CREDITS, PROVIDERS),),
        label="Gift card refunded",
        purpose="a gift card that nobody used, refunded to its buyer",
    ),
    PostingRule(
        type=TransactionType.CREDIT_REDEEMED,
        moves=((CREDITS, PROVIDERS),),
        label="Credit redeemed",
        purpose="what a gift card or store credit pays of a vendor order, in place of the provider's money: booked with its sales",
    ),
    PostingRule(
        type=TransactionType.CREDIT_REFUNDED,
        moves=((PROVIDERS, CREDITS),),
        label="Credit refunded",
        purpose="what of a reversal goes back to the gift cards and store credit that paid, or to store credit at the customer's wish",
    ),
    PostingRule(
        type=TransactionType.CREDIT_EXPIRED,
        moves=((CREDITS, OPERATOR_CREDIT_EXPIRED),),
        label="Credit expired",
        purpose="what is left of a gift card or store credit that nobody used in time",
    ),
    PostingRule(
        type=TransactionType.SETTLEMENT,
        moves=((BANK_IN_TRANSIT, PROVIDERS), (PROVIDERS, BANK_IN_TRANSIT), (BANK_IN_TRANSIT, CASH), (CASH, BANK_IN_TRANSIT)),
        label="Settlement",
        purpose="what a report of a provider or a courier says it sent to the operator's bank; the other way for what came back to it",
    ),
    PostingRule(
        type=TransactionType.BANK_RECEIPT,
        moves=((BANK_SETTLEMENTS, BANK_IN_TRANSIT),),
        label="Receipt",
        purpose="a settlement that the bank's statement shows",
    ),
    PostingRule(
        type=TransactionType.PAYOUT,
        moves=((VENDORS, BANK_PAYOUTS), (VENDORS, PROVIDERS)),
        label="Payout",
        purpose="an attempt of a payout that was sent: by the bank, or by the provider to the vendor's account there",
    ),
    PostingRule(
        type=TransactionType.PAYOUT_RETURNED,
        moves=((BANK_PAYOUTS, VENDORS), (PROVIDERS, VENDORS)),
        label="Returned payout",
        purpose="an attempt that the bank, or the provider, refused, or whose money came back",
    ),
)

CHART: Mapping[str, PostingRule] = {rule.type: rule for rule in _RULES}


def fault_of(posting: Posting) -> str:
    """Why the chart does not have this posting; empty if it has it."""
    rule = CHART.get(posting.type)
    if rule is None:
        return f"no type {posting.type}"
    if not rule.allows(posting.source, posting.destination):
        return f"{posting.type} does not move from {posting.source} to {posting.destination}"
    others = {account for account in (posting.source, posting.destination) if account.startswith(VENDORS)} - {
        vendor_account(posting.vendor_id)
    }
    return f"{others.pop()} is not the account of vendor {posting.vendor_id!r}" if others else ""
