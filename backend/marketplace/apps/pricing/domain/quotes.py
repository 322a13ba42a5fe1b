"""Building a quote: products first, then delivery, then fees, then what it is paid with. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from marketplace.apps.pricing.domain.allocation import Scoped, Share, allocate_all, settle_tenders
from marketplace.apps.pricing.types import (
    Adjustment,
    Basket,
    BasketLine,
    BasketVendor,
    CodeAnswer,
    CodeProblem,
    Level,
    ProposedAdjustment,
    Quote,
    QuoteLine,
    QuotePart,
    Target,
    Tender,
)
from marketplace.apps.shipping.types import price_of
from marketplace.apps.tax.types import TaxedAmount, tax_lines
from marketplace.kit.money import Money, total

LEVELS = (Level.LINE, Level.VENDOR, Level.ORDER)


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """VAT in basis points: of products by tax class, and of what comes with them (delivery, fees)."""

    by_class: Mapping[str, int]
    incidental: int


Given = list[tuple[ProposedAdjustment, Adjustment]]  # what was given to a vendor's part or to the order, in whole


class Applied(msgspec.Struct):
    """What adjustments make of some prices: the amounts, each one's adjustments, and what was given above them."""

    amounts: list[Money]
    adjustments: list[list[Adjustment]]
    given: Given


def build_quote(basket: Basket, rates: Rates) -> Quote:
    """The quote of ``basket`` at these rates. Sums add up at every level, to the minor unit, and VAT by rate."""
    lines, items = _lines(basket, rates)
    parts, given = _parts(basket, lines, rates)
    given = [*items, *given]
    parts = [_with_given(part, given) for part in parts] if given else parts
    tenders, parts = _tendered(basket, parts)
    return _quote(basket, lines, parts, [whole for proposed, whole in given if proposed.level is Level.ORDER], tenders)


def apply(prices: Sequence[Money], rates_bp: Sequence[int], given: Sequence[Scoped], *, weights: Sequence[Money] | None = None) -> Applied:
    """
    ``prices`` with what is given for them; each contains VAT of its own rate. With ``weights``, these are what shares go by.

    An adjustment's tax is what the VAT of its price changes by, so that the taxes of all adjustments lead from the VAT of the price to
    that of the amount.
    """
    applied = Applied(amounts=list(prices), adjustments=[[] for _ in prices], given=[])
    if not given:
        return applied
    for item, shares in zip(given, allocate_all(prices if weights is None else weights, given), strict=True):
        proposed, whole = item.adjustment, []
        for position, share in shares.items():
            before = applied.amounts[position]
            after = applied.amounts[position] = Money(before.minor + share.amount, before.currency)
            rate_bp = rates_bp[position]
            landed = _adjustment(proposed, share, after.contained_tax(rate_bp) - before.contained_tax(rate_bp))
            applied.adjustments[position].append(landed)
            whole.append(landed)
        if proposed.level is not Level.LINE:
            applied.given.append((proposed, _whole(proposed, whole)))
    return applied


def _adjustment(proposed: ProposedAdjustment, share: Share, tax: Money) -> Adjustment:
    return Adjustment(
        kind=proposed.kind,
        source=proposed.source,
        level=proposed.level,
        target=proposed.target,
        amount=Money(share.amount, tax.currency),
        tax=tax,
        bearer=proposed.bearer,
        operator_amount=Money(share.operator, tax.currency),
    )


def _whole(proposed: ProposedAdjustment, shares: Sequence[Adjustment]) -> Adjustment:
    currency = proposed.amount.currency
    operator = sum(share.operator_amount.minor for share in shares)
    vendor = sum(share.amount.minor for share in shares) - operator
    return _adjustment(proposed, Share(vendor, operator), total((share.tax for share in shares), currency))


def _lines(basket: Basket, rates: Rates) -> tuple[list[QuoteLine], Given]:
    """The lines, and what was given for products above them."""
    subtotals = [line.unit_price * line.quantity for line in basket.lines]
    rates_bp = [rates.by_class[line.tax_class] for line in basket.lines]
    applied = apply(subtotals, rates_bp, _given(basket, Target.ITEMS, [(line.line_id, line.vendor_id) for line in basket.lines]))
    items = zip(basket.lines, subtotals, rates_bp, applied.adjustments, applied.amounts, strict=True)
    return [_line(*item) for item in items], applied.given


def _line(line: BasketLine, subtotal: Money, rate_bp: int, adjustments: list[Adjustment], amount: Money) -> QuoteLine:
    return QuoteLine(
        line_id=line.line_id,
        variant_id=line.variant_id,
        product_id=line.product_id,
        vendor_id=line.vendor_id,
        sku=line.sku,
        slug=line.slug,
        title=line.title,
        option_text=line.option_text,
        image=line.image,
        category_path=line.category_path,
        tax_class=line.tax_class,
        quantity=line.quantity,
        unit_price=line.unit_price,
        subtotal=subtotal,
        adjustments=adjustments,
        total=amount,
        tax_rate_bp=rate_bp,
        tax=amount.contained_tax(rate_bp),
    )


def _given(basket: Basket, target: Target, places: Sequence[tuple[str, str]]) -> list[Scoped]:
    """The basket's adjustments of ``target``, lower levels first, each with its positions among ``places`` (line or nothing, vendor)."""
    chosen = sorted((item for item in basket.adjustments if item.target is target), key=lambda item: LEVELS.index(item.level))
    return [Scoped(item, [position for position, place in enumerate(places) if _is_given_to(item, *place)]) for item in chosen]


def _is_given_to(adjustment: ProposedAdjustment, line_id: str, vendor_id: str) -> bool:
    if adjustment.line_id:
        return adjustment.line_id == line_id
    return adjustment.vendor_id in ("", vendor_id)


def _parts(basket: Basket, lines: Sequence[QuoteLine], rates: Rates) -> tuple[list[QuotePart], Given]:
    """The parts, and what was given for delivery and fees."""
    by_vendor: dict[str, list[QuoteLine]] = {vendor.vendor_id: [] for vendor in basket.vendors}
    for line in lines:
        by_vendor[line.vendor_id].append(line)
    own_lines = [by_vendor[vendor.vendor_id] for vendor in basket.vendors]
    items = [total((line.total for line in own), basket.currency) for own in own_lines]
    prices = [_shipping_price(vendor, own, basket.currency) for vendor, own in zip(basket.vendors, own_lines, strict=True)]
    places, rates_bp = [("", vendor.vendor_id) for vendor in basket.vendors], [rates.incidental] * len(prices)
    zero = Money.zero(basket.currency)
    shipping = apply(prices, rates_bp, _given(basket, Target.SHIPPING, places))
    goes_by = [item + delivery for item, delivery in zip(items, shipping.amounts, strict=True)]
    fees = apply([zero] * len(prices), rates_bp, _given(basket, Target.FEE, places), weights=goes_by)
    parts = [
        _part(
            vendor,
            own_lines[index],
            items_total=items[index],
            shipping_price=prices[index],
            shipping=shipping.amounts[index],
            fees=fees.amounts[index],
            adjustments=[*shipping.adjustments[index], *fees.adjustments[index]],
            rate_bp=rates.incidental,
        )
        for index, vendor in enumerate(basket.vendors)
    ]
    return parts, [*shipping.given, *fees.given]


def _shipping_price(vendor: BasketVendor, lines: Sequence[QuoteLine], currency: str) -> Money:
    """Free from an amount on that counts what the products sell for as the vendor sees it: the operator's gifts change nothing here."""
    if vendor.option is None:
        return Money.zero(currency)
    return price_of(vendor.option, total((line.vendor_amount for line in lines), currency))


def _part(
    vendor: BasketVendor,
    lines: Sequence[QuoteLine],
    *,
    items_total: Money,
    shipping_price: Money,
    shipping: Money,
    fees: Money,
    adjustments: list[Adjustment],
    rate_bp: int,
) -> QuotePart:
    shipping_tax, fees_tax = shipping.contained_tax(rate_bp), fees.contained_tax(rate_bp)
    whole = items_total + shipping + fees
    return QuotePart(
        vendor_id=vendor.vendor_id,
        vendor_name=vendor.name,
        line_ids=[line.line_id for line in lines],
        items_total=items_total,
        needs_shipping=vendor.needs_shipping,
        shipping_method_id=vendor.option.method_id if vendor.option else "",
        shipping_name=vendor.option.name if vendor.option else "",
        shipping_price=shipping_price,
        shipping=shipping,
        shipping_tax_rate_bp=rate_bp,
        shipping_tax=shipping_tax,
        fees=fees,
        fees_tax_rate_bp=rate_bp,
        fees_tax=fees_tax,
        adjustments=adjustments,
        total=whole,
        tax=total((line.tax for line in lines), whole.currency) + shipping_tax + fees_tax,
        tenders=[],
        amount_due=whole,
    )


def _with_given(part: QuotePart, given: Given) -> QuotePart:
    """The part with what was given to it for its products; what was given for delivery and fees has landed there itself."""
    own = [whole for proposed, whole in given if proposed.vendor_id == part.vendor_id and proposed.target is Target.ITEMS]
    return msgspec.structs.replace(part, adjustments=[*own, *part.adjustments]) if own else part


def _tendered(basket: Basket, parts: list[QuotePart]) -> tuple[list[Tender], list[QuotePart]]:
    """What each tender pays of the whole, and the parts with their shares of it."""
    if not basket.tenders:
        return [], parts
    paid = settle_tenders([part.total for part in parts], [item.available for item in basket.tenders])
    shares = [
        [Tender(kind=item.kind, reference=item.reference, amount=amount) for amount in amounts]
        for item, amounts in zip(basket.tenders, paid, strict=True)
    ]
    wholes = [
        Tender(kind=item.kind, reference=item.reference, amount=total(amounts, basket.currency))
        for item, amounts in zip(basket.tenders, paid, strict=True)
    ]
    return wholes, [_part_tendered(part, [row[index] for row in shares]) for index, part in enumerate(parts)]


def _part_tendered(part: QuotePart, shares: list[Tender]) -> QuotePart:
    own = [share for share in shares if share.amount]
    return msgspec.structs.replace(part, tenders=own, amount_due=part.total - total((share.amount for share in own), part.total.currency))


def _quote(basket: Basket, lines: list[QuoteLine], parts: list[QuotePart], adjustments: list[Adjustment], tenders: list[Tender]) -> Quote:
    currency = basket.currency
    whole = total((part.total for part in parts), currency)
    return Quote(
        currency=currency,
        lines=lines,
        parts=parts,
        adjustments=adjustments,
        items_total=total((part.items_total for part in parts), currency),
        shipping_total=total((part.shipping for part in parts), currency),
        fees_total=total((part.fees for part in parts), currency),
        total=whole,
        tax_total=total((part.tax for part in parts), currency),
        taxes=tax_lines(_taxed(lines, parts)),
        tenders=tenders,
        amount_due=total((part.amount_due for part in parts), currency),
        codes=[CodeAnswer(code=code, is_applied=False, problem=CodeProblem.UNKNOWN) for code in basket.codes],
        payment_method=basket.payment_method,
        is_complete=basket.is_complete and _has_all_shipping(parts),
    )


def _taxed(lines: Sequence[QuoteLine], parts: Sequence[QuotePart]) -> Iterator[TaxedAmount]:
    yield from (TaxedAmount(line.total, line.tax_rate_bp, line.tax) for line in lines)
    yield from (TaxedAmount(part.shipping, part.shipping_tax_rate_bp, part.shipping_tax) for part in parts if part.shipping)
    yield from (TaxedAmount(part.fees, part.fees_tax_rate_bp, part.fees_tax) for part in parts if part.fees)


def _has_all_shipping(parts: Sequence[QuotePart]) -> bool:
    return all(part.shipping_method_id or not part.needs_shipping for part in parts)
