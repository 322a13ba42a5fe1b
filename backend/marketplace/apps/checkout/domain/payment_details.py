"""What providers may want to know of a customer and an order, in the words of payments. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.fraud.types import Attempt
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.payments.types import PaymentAddress, PaymentDetails, PaymentLine, PaymentLineKind, VendorShare
from marketplace.apps.pricing.types import Quote
from marketplace.kit.money import Money


def payment_details(cart: Cart, quote: Quote, commissions: Sequence[FrozenCommission]) -> PaymentDetails:
    """Everything there is; each provider is given what it asks for (``Capabilities.wants``), and no more is stored."""
    billing = cart.billing_address or cart.shipping_address
    phones = [address.phone for address in (cart.shipping_address, billing) if address and address.phone]
    return PaymentDetails(
        email=cart.email,
        name=billing.name if billing else "",
        phone=phones[0] if phones else "",
        language=cart.language,
        shipping_address=_address(cart.shipping_address),
        billing_address=_address(billing),
        lines=list(_lines(quote)),
        shares=_shares(quote, commissions),
    )


def attempt_to_pay(
    cart: Cart,
    quote: Quote,
    choice: PaymentChoice,
    *,
    payment_id: str,
    order_id: str,
    attempt: int,
    local_hour: int,
    can_be_challenged: bool,
) -> Attempt:
    """What is known of who pays, for the assessment of fraud."""
    billing = cart.billing_address or cart.shipping_address
    return Attempt(
        payment_id=payment_id,
        order_id=order_id,
        customer_id=cart.customer_id,
        email=cart.email,
        network=choice.network,
        country=cart.country,
        delivered_to=_place_of(cart.shipping_address),
        billed_to=_place_of(billing),
        billing_country=billing.country if billing else "",
        amount=quote.amount_due,
        lines=len(quote.lines),
        most_of_one=max((line.quantity for line in quote.lines), default=0),
        attempt=attempt,
        method=choice.method,
        local_hour=local_hour,
        can_be_challenged=can_be_challenged,
    )


def _place_of(address: Address | None) -> str:
    """An address as one text, the same however it was typed."""
    if address is None:
        return ""
    typed = f"{address.line1} {address.line2} {address.postcode} {address.city} {address.country}"
    return " ".join(typed.casefold().split())


def _address(address: Address | None) -> PaymentAddress | None:
    if address is None:
        return None
    return PaymentAddress(
        name=address.name,
        line1=address.line1,
        line2=", ".join(filter(None, (address.line2, address.area))),
        postal_code=address.postcode,
        city=address.city,
        region=address.region,
        country=address.country,
    )


def _lines(quote: Quote) -> Iterator[PaymentLine]:
    for line in quote.lines:
        yield PaymentLine(
            kind=PaymentLineKind.PRODUCT, name=line.title, sku=line.sku, quantity=line.quantity, total=line.total, tax=line.tax
        )
    for part in quote.parts:
        yield from _single(PaymentLineKind.SHIPPING, part.shipping_name, part.shipping, part.shipping_tax)
        yield from _single(PaymentLineKind.FEE, quote.payment_method, part.fees, part.fees_tax)
    zero = Money.zero(quote.currency)
    for tender in quote.tenders:
        yield from _single(PaymentLineKind.TENDER, tender.kind, -tender.amount, zero)


def _single(kind: PaymentLineKind, name: str, amount: Money, tax: Money) -> Iterator[PaymentLine]:
    if amount:
        yield PaymentLine(kind=kind, name=name, sku="", quantity=1, total=amount, tax=tax)


def _shares(quote: Quote, commissions: Sequence[FrozenCommission]) -> list[VendorShare]:
    """What each vendor earns of the order: what it sells for, less the operator's fee with its VAT; together at most what is paid."""
    kept = {item.line_id: item.fee.minor + item.vat.minor for item in commissions}
    earned = [
        part.shipping_vendor_amount.minor
        + sum(line.vendor_amount.minor - kept[line.line_id] for line in quote.lines if line.vendor_id == part.vendor_id)
        for part in quote.parts
    ]
    shared = Money(min(sum(earned), quote.amount_due.minor), quote.currency)
    amounts = shared.allocate(earned) if shared else [shared] * len(earned)
    return [VendorShare(vendor_id=part.vendor_id, amount=amount) for part, amount in zip(quote.parts, amounts, strict=True)]
