"""What a provider is given of the customer and the order: what it wants, and no more."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.orders.tests.factories import AMSTERDAM, make_cart, make_listing, place
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.shapes import MollieShape, MomoShape, PayPalShape, VoucherShape
from marketplace.kit.money import Money, total

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


def asked(using, kind, *, address=AMSTERDAM):
    """What the provider was sent for a cart of two vendors."""
    shape = using(kind)
    mug, lamp = make_listing(price_minor=2000), make_listing(price_minor=5000)
    done = place(
        make_cart((mug, 2), (lamp, 1), address=address),
        payment=PaymentChoice(method=kind.code, return_url="https://shop.example/back"),
    )
    (request,) = shape.remote.seen
    return done, request.details, (mug, lamp)


def test_lines_add_up_to_the_amount_and_shares_leave_the_operator_its_commission(using):
    done, details, (mug, lamp) = asked(using, MollieShape)

    assert [(line.kind, line.quantity, line.total.minor) for line in details.lines] == [
        ("product", 2, 4000),
        ("product", 1, 5000),
        ("shipping", 1, 500),
        ("shipping", 1, 500),
    ]
    assert total((line.total for line in details.lines), "EUR") == done.payment.amount
    assert {share.vendor_id: share.amount for share in details.shares} == {
        mug.vendor_id: Money(4500 - 400 - 84, "EUR"),
        lamp.vendor_id: Money(5500 - 500 - 105, "EUR"),
    }


def test_name_and_address_go_to_those_that_want_them(using):
    _, details, _ = asked(using, PayPalShape, address=msgspec.structs.replace(AMSTERDAM, area="Jordaan"))

    address = details.shipping_address
    assert (details.name, details.email, details.phone) == ("Noor Jansen", "noor@customer.example", "")
    assert (address.line1, address.line2, address.postal_code, address.city) == ("Prinsengracht 263", "Jordaan", "1016 GV", "Amsterdam")


def test_the_telephone_number_goes_to_those_that_want_it(using):
    done, details, _ = asked(using, MomoShape)

    assert (details.phone, details.name, details.lines) == ("020 123 4567", "", [])
    assert done.payment.action.phone == "020 123 4567"


def test_one_that_wants_nothing_gets_the_email_address_and_nothing_else_is_stored(using):
    done, details, _ = asked(using, VoucherShape)

    assert Payment.objects.get(pk=done.payment.id).details == {"email": details.email} == {"email": "noor@customer.example"}
