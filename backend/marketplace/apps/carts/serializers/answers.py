"""Shapes of what the cart endpoints answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.domain.evaluation import LineFacts
from marketplace.apps.carts.queries import missing_for_payment
from marketplace.apps.carts.services import CartAnswer
from marketplace.apps.carts.types import Cart, CartChange, CartStatus, ChangeKind
from marketplace.apps.credit.types import CreditOffer, CreditProblem
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import PaymentMethod, SavedCard
from marketplace.apps.pricing.types import Adjustment, CodeAnswer, Quote, QuoteLine, QuotePart, Tender, TenderKind
from marketplace.apps.shipping.types import ShippingOption, price_of
from marketplace.apps.tax.types import TaxLine
from marketplace.foundation.texts import render
from marketplace.kit.money import Money


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    Prices contain VAT. Where ``problem`` says why the line cannot be sold, it has no prices.

    ``available`` units are in stock, null when that is not counted. ``adjustments`` are in ``total``: the line's own and its shares of
    others.
    """

    id: str
    variant_id: str
    product_id: str
    slug: str
    sku: str
    title: str
    option_text: str
    image: str
    quantity: int
    available: int | None
    problem: ChangeKind | None
    unit_price: Money | None
    subtotal: Money | None
    adjustments: list[Adjustment]
    total: Money | None
    tax_rate_bp: int | None
    tax: Money | None


class SavedItem(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is kept for later, as it would be bought now. Where ``problem`` says why it cannot be, it has no price. ``available`` units are in
    stock, null when that is not counted.
    """

    id: str
    variant_id: str
    product_id: str
    vendor_id: str
    slug: str
    title: str
    option_text: str
    image: str
    quantity: int
    available: int | None
    problem: ChangeKind | None
    unit_price: Money | None


class CartVendor(msgspec.Struct, frozen=True, kw_only=True):
    """
    One vendor's part; its totals count the lines that can be sold. ``shipping`` is ``shipping_price`` with its adjustments; ``fees`` are
    the part's share of what is charged in addition to products and delivery. ``reopens_on``: a vendor on vacation takes orders from then.
    """

    vendor_id: str
    vendor_name: str
    vendor_slug: str
    reopens_on: date | None
    lines: list[CartLine]
    items_total: Money
    needs_shipping: bool
    shipping_method_id: str
    shipping_name: str
    shipping_price: Money
    shipping: Money
    shipping_tax: Money
    fees: Money
    fees_tax: Money
    adjustments: list[Adjustment]
    total: Money
    tax: Money


class CartCredit(msgspec.Struct, frozen=True, kw_only=True):
    """
    A gift card on the cart (``code_hint`` is the end of its code), or the customer's store credit. ``available`` could be paid with it;
    ``problem`` says why it pays nothing.
    """

    id: str
    kind: TenderKind
    code_hint: str
    available: Money
    problem: CreditProblem | None


class CartQuote(msgspec.Struct, frozen=True, kw_only=True):
    """
    The whole: ``total`` is what the order costs and contains ``tax_total``, listed per rate in ``taxes``. ``tenders`` pay a part of it, and
    ``amount_due`` is left for the payment. ``codes`` says of each code of the cart what became of it. ``payment_method`` is the cart's,
    whose fee is in ``fees_total``, or empty where none is chosen or it cannot be used.
    """

    items_total: Money
    shipping_total: Money
    fees_total: Money
    adjustments: list[Adjustment]
    total: Money
    tax_total: Money
    taxes: list[TaxLine]
    tenders: list[Tender]
    amount_due: Money
    codes: list[CodeAnswer]
    payment_method: str
    is_complete: bool


class CartDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A whole cart. ``token`` is a guest's secret (header ``Cart-Token``), present once, when the cart is made. ``item_count`` adds up the
    quantities of all lines.

    ``changes`` are since the cart was last changed; ``missing`` is what completing it still needs. ``saved`` is for later, and in no total;
    ``note`` is for the vendors. ``next_cart_id`` names, for a guest, the cart with what was added while this one was being paid: the same
    token opens it.
    """

    id: str
    token: str | None
    status: CartStatus
    order_id: str | None
    next_cart_id: str | None
    email: str | None
    shipping_address: Address | None
    billing_address: Address | None
    shipping_choices: dict[str, str]
    payment_method: str | None
    codes: list[str]
    uses_store_credit: bool
    credits: list[CartCredit]
    country: str
    currency: str
    language: str
    item_count: int
    vendors: list[CartVendor]
    saved: list[SavedItem]
    note: str
    quote: CartQuote
    changes: list[CartChange]
    missing: list[str]
    updated_at: datetime
    etag: str


class VendorShippingOption(ShippingOption, frozen=True, kw_only=True):
    """A way to deliver, with its ``cost`` for what the cart holds of this vendor."""

    cost: Money
    is_chosen: bool


class VendorShippingOptions(msgspec.Struct, frozen=True, kw_only=True):
    vendor_id: str
    vendor_name: str
    options: list[VendorShippingOption]


class PaymentMethodOption(msgspec.Struct, frozen=True, kw_only=True):
    """
    A way to pay; ``kind`` says what to show. ``missing`` is what the cart lacks for it, apart from what every order needs.

    ``can_save_card``: the customer, who is logged in, may save the card that is paid with. ``saved_cards`` can be paid with this way.
    """

    code: str
    kind: str
    name: str
    missing: list[str]
    can_save_card: bool
    saved_cards: list[SavedCard]


def cart_detail(answer: CartAnswer) -> CartDetail:
    cart, priced = answer.cart, answer.priced
    return CartDetail(
        id=cart.id,
        token=answer.token,
        status=cart.status,
        order_id=cart.order_id or None,
        next_cart_id=cart.next_cart_id or None,
        email=cart.email or None,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address,
        shipping_choices=cart.shipping_choices,
        payment_method=cart.payment_method or None,
        codes=cart.codes,
        uses_store_credit=cart.uses_store_credit,
        credits=[_credit(offer) for offer in priced.facts.credits],
        country=cart.country,
        currency=cart.currency,
        language=cart.language,
        item_count=cart.item_count,
        vendors=_vendors(answer),
        saved=[_saved(item, answer) for item in priced.saved],
        note=cart.note,
        quote=_quote(priced.quote),
        changes=priced.changes,
        missing=priced.missing,
        updated_at=cart.updated_at,
        etag=cart.etag,
    )


def _credit(offer: CreditOffer) -> CartCredit:
    return CartCredit(id=offer.id, kind=offer.kind, code_hint=offer.code_hint, available=offer.available, problem=offer.problem)


def _quote(quote: Quote) -> CartQuote:
    return CartQuote(
        items_total=quote.items_total,
        shipping_total=quote.shipping_total,
        fees_total=quote.fees_total,
        adjustments=quote.adjustments,
        total=quote.total,
        tax_total=quote.tax_total,
        taxes=quote.taxes,
        tenders=quote.tenders,
        amount_due=quote.amount_due,
        codes=quote.codes,
        payment_method=quote.payment_method,
        is_complete=quote.is_complete,
    )


def shipping_options(answer: CartAnswer) -> list[VendorShippingOptions]:
    """What each vendor of the cart offers, with its cost."""
    priced = answer.priced
    return [
        VendorShippingOptions(
            vendor_id=part.vendor_id,
            vendor_name=part.vendor_name,
            options=[_option(option, part, priced.quote) for option in priced.facts.shipping.get(part.vendor_id, ())],
        )
        for part in priced.quote.parts
        if part.needs_shipping
    ]


def payment_method_options(methods: Sequence[PaymentMethod], cart: Cart, language: str, *, now: datetime) -> list[PaymentMethodOption]:
    """The ways to pay ``cart``, each with the saved cards of its customer that can be paid with."""
    cards = payment_queries.cards_by_method(cart.customer_id, methods, now=now)
    return [
        PaymentMethodOption(
            code=method.code,
            kind=method.kind,
            name=method.name if isinstance(method.name, str) else render(method.name, language),
            missing=missing_for_payment(cart, method.code),
            can_save_card=bool(cart.customer_id) and payment_queries.saves_cards(method),
            saved_cards=cards.get(method.code, []),
        )
        for method in methods
    ]


def _option(option: ShippingOption, part: QuotePart, quote: Quote) -> VendorShippingOption:
    return VendorShippingOption(
        **msgspec.structs.asdict(option),
        cost=price_of(option, quote.items_vendor_amount(part.vendor_id)),
        is_chosen=option.method_id == part.shipping_method_id,
    )


def _vendors(answer: CartAnswer) -> list[CartVendor]:
    priced = answer.priced
    quoted = {line.line_id: line for line in priced.quote.lines}
    parts = {part.vendor_id: part for part in priced.quote.parts}
    by_vendor: dict[str, list[CartLine]] = {}
    for item in priced.lines:
        by_vendor.setdefault(item.line.vendor_id, []).append(_line(item, quoted.get(item.line.id), answer))
    return [_vendor(vendor_id, lines, parts.get(vendor_id), answer) for vendor_id, lines in by_vendor.items()]  # type: ignore[call-overload]


def _vendor(vendor_id: str, lines: list[CartLine], part: QuotePart | None, answer: CartAnswer) -> CartVendor:
    vendor, zero = answer.priced.facts.vendors.get(vendor_id), Money.zero(answer.cart.currency)
    return CartVendor(
        vendor_id=vendor_id,
        vendor_name=vendor.name if vendor else "",
        vendor_slug=vendor.slug if vendor else "",
        reopens_on=_reopens_on(vendor_id, answer),
        lines=lines,
        items_total=part.items_total if part else zero,
        needs_shipping=part.needs_shipping if part else False,
        shipping_method_id=part.shipping_method_id if part else "",
        shipping_name=part.shipping_name if part else "",
        shipping_price=part.shipping_price if part else zero,
        shipping=part.shipping if part else zero,
        shipping_tax=part.shipping_tax if part else zero,
        fees=part.fees if part else zero,
        fees_tax=part.fees_tax if part else zero,
        adjustments=part.adjustments if part else [],
        total=part.total if part else zero,
        tax=part.tax if part else zero,
    )


def _reopens_on(vendor_id: str, answer: CartAnswer) -> date | None:
    facts = answer.priced.facts
    vacation = facts.vendors[vendor_id].vacation if facts.is_on_vacation(vendor_id) else None
    return vacation.reopens_on if vacation else None


def _saved(item: LineFacts, answer: CartAnswer) -> SavedItem:
    facts, product, variant = answer.priced.facts, item.product, item.variant
    return SavedItem(
        id=item.line.id,
        variant_id=item.line.variant_id,
        product_id=item.line.product_id,
        vendor_id=item.line.vendor_id,
        slug=product.slug if product else "",
        title=product.text_in(facts.language)[0].title if product else "",
        option_text=product.option_text(variant, facts.language) if product and variant else "",
        image=facts.images.get(item.line.variant_id, ""),
        quantity=item.line.quantity,
        available=item.available,
        problem=item.problem,
        unit_price=None if item.problem else item.price,
    )


def _line(item: LineFacts, quoted: QuoteLine | None, answer: CartAnswer) -> CartLine:
    facts, product, variant = answer.priced.facts, item.product, item.variant
    return CartLine(
        id=item.line.id,
        variant_id=item.line.variant_id,
        product_id=item.line.product_id,
        slug=product.slug if product else "",
        sku=variant.sku if variant else "",
        title=product.text_in(facts.language)[0].title if product else "",
        option_text=product.option_text(variant, facts.language) if product and variant else "",
        image=facts.images.get(item.line.variant_id, ""),
        quantity=item.line.quantity,
        available=item.available,
        problem=item.problem or ("less_stock" if item.is_short else None),
        unit_price=quoted.unit_price if quoted else None,
        subtotal=quoted.subtotal if quoted else None,
        adjustments=quoted.adjustments if quoted else [],
        total=quoted.total if quoted else None,
        tax_rate_bp=quoted.tax_rate_bp if quoted else None,
        tax=quoted.tax if quoted else None,
    )
