"""Whatever is sold, given and paid: sums add up at every level, VAT by rate, and no gift of the operator costs a vendor anything."""

import msgspec
from hypothesis import given as stories
from hypothesis import settings
from hypothesis import strategies as st

from marketplace.apps.pricing.domain.quotes import Rates, build_quote
from marketplace.apps.pricing.tests.factories import basket, line, vendor
from marketplace.apps.pricing.types import (
    AdjustmentKind,
    Basket,
    Level,
    ProposedAdjustment,
    ProposedTender,
    Quote,
    Target,
    TaxClass,
    TenderKind,
)
from marketplace.kit.money import BASIS_POINTS, Money, total

CURRENCIES = {"JPY": 100_000, "EUR": 200_000, "KWD": 900_000}  # of 0, 2 and 3 decimals, with a dear price in minor units
VENDORS = ["ven_1", "ven_2", "ven_3"]
RATES_BP = st.sampled_from([0, 500, 550, 900, 1000, 1900, 2100, 2700])


@st.composite
def adjustments(draw: st.DrawFn, currency: str, line_ids: list[str], vendor_ids: list[str], highest: int) -> ProposedAdjustment:
    target = draw(st.sampled_from(Target))
    levels = [Level.VENDOR, Level.ORDER, *([Level.LINE] if target is Target.ITEMS else [])]
    level = draw(st.sampled_from(levels))
    return ProposedAdjustment(
        kind=draw(st.sampled_from(AdjustmentKind)),
        source="src",
        amount=Money(draw(st.integers(0 if target is Target.FEE else -highest, highest)), currency),
        target=target,
        line_id=draw(st.sampled_from(line_ids)) if level is Level.LINE else "",
        vendor_id=draw(st.sampled_from(vendor_ids)) if level is Level.VENDOR else "",
        operator_bp=BASIS_POINTS if target is Target.FEE else draw(st.sampled_from([0, BASIS_POINTS]) | st.integers(0, BASIS_POINTS)),
    )


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    currency, highest = draw(st.sampled_from(sorted(CURRENCIES.items())))
    lines = [
        line(
            f"line_{index}",
            draw(st.integers(0, highest)),
            vendor=draw(st.sampled_from(VENDORS)),
            quantity=draw(st.integers(1, 9)),
            tax_class=draw(st.sampled_from(TaxClass)),
            currency=currency,
        )
        for index in range(draw(st.integers(1, 5)))
    ]
    vendor_ids = list(dict.fromkeys(str(item.vendor_id) for item in lines))
    shipping = st.none() | st.integers(0, highest // 100)
    vendors = [vendor(vendor_id, draw(shipping), free_over_minor=draw(shipping), currency=currency) for vendor_id in vendor_ids]
    proposed = adjustments(currency, [item.line_id for item in lines], vendor_ids, highest)
    tender = st.builds(
        ProposedTender,
        kind=st.sampled_from(TenderKind),
        reference=st.just("ref"),
        available=st.builds(Money, st.integers(1, highest), st.just(currency)),
    )
    return basket(
        *lines,
        vendors=vendors,
        currency=currency,
        adjustments=draw(st.lists(proposed, max_size=5)),
        tenders=draw(st.lists(tender, max_size=3)),
    )


@st.composite
def rates(draw: st.DrawFn) -> Rates:
    return Rates(by_class={tax_class: draw(RATES_BP) for tax_class in TaxClass}, incidental=draw(RATES_BP))


def minor(amounts):
    return sum(amount.minor for amount in amounts)


def prices_add_up_at_every_level(sold, quote, rates):
    for item in quote.lines:
        assert item.total.minor == item.subtotal.minor + minor(given.amount for given in item.adjustments) >= 0
        assert item.tax == item.total.contained_tax(item.tax_rate_bp)
        assert item.tax.minor == item.subtotal.contained_tax(item.tax_rate_bp).minor + minor(given.tax for given in item.adjustments)
    for part in quote.parts:
        own = [item for item in quote.lines if item.vendor_id == part.vendor_id]
        of = {target: [given for given in part.adjustments if given.target is target] for target in Target}
        assert [item.line_id for item in own] == part.line_ids
        assert part.items_total.minor == minor(item.total for item in own)
        assert part.shipping.minor == part.shipping_price.minor + minor(given.amount for given in of[Target.SHIPPING]) >= 0
        assert part.fees.minor == minor(given.amount for given in of[Target.FEE]) >= 0
        assert part.fees_tax.minor == minor(given.tax for given in of[Target.FEE])
        assert part.total == part.items_total + part.shipping + part.fees
        assert part.tax.minor == minor(item.tax for item in own) + part.shipping_tax.minor + part.fees_tax.minor
    assert quote.total.minor == minor(part.total for part in quote.parts)
    assert quote.total == quote.items_total + quote.shipping_total + quote.fees_total


def what_is_given_above_the_lines_is_all_allocated_down(sold, quote, rates):
    for whole_of, whole, shares in _given_above(quote):
        for name in ("amount", "tax", "operator_amount"):
            assert minor(getattr(item, name) for item in whole) == minor(getattr(item, name) for item in shares), whole_of


def _given_above(quote: Quote):
    """(where, what was given there in whole, its shares below) for each level and target."""
    lines, parts = quote.lines, quote.parts
    for target in Target:
        holders = lines if target is Target.ITEMS else parts
        shares = [given for holder in holders for given in holder.adjustments if given.level is Level.ORDER and given.target is target]
        yield f"order, {target}", [given for given in quote.adjustments if given.target is target], shares
    for part in parts:
        whole = [given for given in part.adjustments if given.level is Level.VENDOR and given.target is Target.ITEMS]
        own = [given for item in lines if item.vendor_id == part.vendor_id for given in item.adjustments if given.level is Level.VENDOR]
        yield part.vendor_id, whole, own


def vat_adds_up_by_rate_and_with_the_net_amounts_to_the_total(sold, quote, rates):
    assert minor(tax.base for tax in quote.taxes) + minor(tax.tax for tax in quote.taxes) == quote.total.minor
    assert minor(tax.tax for tax in quote.taxes) == quote.tax_total.minor == minor(part.tax for part in quote.parts)
    for tax in quote.taxes:
        amounts = [(item.total, item.tax) for item in quote.lines if item.tax_rate_bp == tax.rate_bp]
        amounts += [(part.shipping, part.shipping_tax) for part in quote.parts if part.shipping_tax_rate_bp == tax.rate_bp]
        amounts += [(part.fees, part.fees_tax) for part in quote.parts if part.fees_tax_rate_bp == tax.rate_bp]
        assert tax.tax.minor == minor(contained for _, contained in amounts)
        assert tax.base.minor + tax.tax.minor == minor(gross for gross, _ in amounts)


def tenders_and_what_is_due_add_up_to_the_total(sold, quote, rates):
    assert minor(paid.amount for paid in quote.tenders) + quote.amount_due.minor == quote.total.minor
    assert quote.amount_due.minor == minor(part.amount_due for part in quote.parts) >= 0
    for proposed, paid in zip(sold.tenders, quote.tenders, strict=True):
        assert Money.zero(sold.currency) <= paid.amount <= proposed.available
    assert minor(paid.amount for part in quote.parts for paid in part.tenders) == minor(paid.amount for paid in quote.tenders)
    for part in quote.parts:
        assert minor(paid.amount for paid in part.tenders) + part.amount_due.minor == part.total.minor
    if quote.amount_due:
        assert all(paid.amount == proposed.available for proposed, paid in zip(sold.tenders, quote.tenders, strict=True))


def what_the_operator_gives_never_comes_out_of_a_vendors_pocket(sold, quote, rates):
    """Each vendor sells for what it would have sold for, had the operator borne nothing: whatever is given, at whatever level."""
    vendors_own = [
        msgspec.structs.replace(item, amount=item.amount - item.amount.share(item.operator_bp), operator_bp=0)
        for item in sold.adjustments
        if item.target is not Target.FEE
    ]

    without = build_quote(msgspec.structs.replace(sold, adjustments=vendors_own), rates)

    assert [item.vendor_amount for item in quote.lines] == [item.total for item in without.lines]
    assert [part.shipping_vendor_amount for part in quote.parts] == [part.shipping for part in without.parts]


def the_operator_bears_the_difference_between_what_is_paid_and_what_vendors_sell_for(sold, quote, rates):
    sold_for = total((item.vendor_amount for item in quote.lines), sold.currency)
    for part in quote.parts:
        sold_for += part.shipping_vendor_amount

    borne = [given.operator_amount for item in quote.lines for given in item.adjustments]
    borne += [given.operator_amount for part in quote.parts for given in part.adjustments if given.target is not Target.ITEMS]
    assert sold_for.minor + minor(borne) == quote.total.minor
    for given in (given for item in quote.lines for given in item.adjustments):
        low, high = sorted((0, given.amount.minor))
        assert low <= given.operator_amount.minor <= high


@settings(max_examples=2_000, deadline=None)
@stories(baskets(), rates())
def test_whatever_is_sold_given_and_paid(sold, rates):
    """One test, since making a basket costs more than looking at its quote from every side."""
    quote = build_quote(sold, rates)

    prices_add_up_at_every_level(sold, quote, rates)
    what_is_given_above_the_lines_is_all_allocated_down(sold, quote, rates)
    vat_adds_up_by_rate_and_with_the_net_amounts_to_the_total(sold, quote, rates)
    tenders_and_what_is_due_add_up_to_the_total(sold, quote, rates)
    what_the_operator_gives_never_comes_out_of_a_vendors_pocket(sold, quote, rates)
    the_operator_bears_the_difference_between_what_is_paid_and_what_vendors_sell_for(sold, quote, rates)
