"""
The ways to pay, and where each can be used: the region's table, cached in each process for a few seconds since every cart needs it.

A region whose table is empty has the default rows; the first edit stores them.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import MethodNotFound
from marketplace.apps.payments.models import Method
from marketplace.apps.payments.queries import health
from marketplace.apps.payments.region_settings import CASH_ON_DELIVERY
from marketplace.apps.payments.types import NOTHING_TO_PAY, MethodView, PaymentMethod, SecuredBy
from marketplace.foundation import tenancy
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of
from marketplace.kit.texts import Text

LIFE_S = 5.0
PAYSTACK_CARDS = ("NGN", "GHS", "ZAR", "KES")
FLUTTERWAVE_CARDS = ("NGN", "KES", "UGX", "RWF", "XOF")

# What a row may be called: the key is stored; a text is translated, and a brand has one name in all languages.
NAMES: dict[str, Text | str] = {
    "card": Text("Card"),
    "ideal": "iDEAL",
    "bancontact": "Bancontact",
    "paypal": "PayPal",
    "bank_transfer": Text("Bank transfer"),
    "mobile_money": Text("Mobile money"),
    "momo": "MTN MoMo",
    "ussd": "USSD",
    "cash_on_delivery": Text("Cash on delivery"),
}

# The one method of a total of zero. It stands in no table: there is nothing to choose.
_FREE = PaymentMethod(code=NOTHING_TO_PAY, provider=NOTHING_TO_PAY, kind="none", name=Text("Nothing to pay"), secured_by=SecuredBy.CAPTURE)

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of rows that nobody has edited
_known: dict[str, tuple[float, list[PaymentMethod]]] = {}


def available_methods(*, country: str | None, currency: str, total: Money) -> list[PaymentMethod]:
    """The methods that can pay ``total`` from ``country`` (None: not known yet), in the operator's order."""
    tenant = tenancy.current()
    if currency not in tenant.currencies or total.currency != currency or total.minor < 0:
        return []
    if not total:
        return [_FREE]
    found: dict[str, PaymentMethod] = {}
    for method in _methods():
        if method.fits(country=country, total=total) and _is_offered(method) and _is_taken(method, total):
            found.setdefault(method.code, method)
    return list(found.values())


def find_method(code: str) -> PaymentMethod | None:
    """The first active row of that code, wherever it can be used."""
    return next((method for method in _methods() if method.code == code), None)


def settles_on_delivery(method_code: str) -> bool:
    """Whether nothing is paid by that method before the delivery; false if there is no such method."""
    method = find_method(method_code)
    return method is not None and method.settles_on_delivery


def can_be_challenged(method_code: str) -> bool:
    """Whether the customer's bank looks at a customer who pays by that method if we ask for it, or always; false if there is none."""
    method = find_method(method_code)
    return method is not None and providers.challenges(method.provider, method_code)


def list_methods(*, page: PageRequest) -> Page[MethodView]:
    """The region's table of payment methods in the order in which they are offered."""
    rows = stored_rows()  # a few
    if page.cursor is not None:
        after = decode_cursor(page.cursor, tuple[int, str])
        rows = [row for row in rows if (row.position, row.id) > after]
    return page_of(rows[: page.limit + 1], page, position=lambda row: (row.position, row.id)).map(lambda row: row.as_view())


def get_method(method_id: str) -> MethodView:
    """:raises MethodNotFound: if there is none"""
    found = next((row for row in stored_rows() if row.id == method_id), None)
    if found is None:
        raise MethodNotFound
    return found.as_view()


def requires_phone(method_code: str) -> bool:
    """Whether that method needs the customer's telephone number; false if there is no such method."""
    method = find_method(method_code)
    return method is not None and providers.capabilities_of(method.provider).requires_phone


def method_fee(method_code: str, *, country: str | None, amount: Money) -> Money | None:
    """What the customer pays on top of ``amount`` (positive, without the fee) for that method; None where it cannot be used."""
    offered = available_methods(country=country, currency=amount.currency, total=amount)
    return next((method.fee_of(amount) for method in offered if method.code == method_code), None)


def forget() -> None:
    """Drop this process's copy after a change."""
    _known.clear()


def stored_rows() -> list[Method]:
    """The region's table in its order; the default rows, not stored, where it is empty."""
    return list(Method.objects.order_by("position", "id")) or default_rows()


def default_rows() -> list[Method]:
    """The table of a region in which nobody has edited it: the usual methods, and those of the gateways where it has an account."""
    rows = [
        Method(code="sandbox_card", provider="sandbox", kind="card", name="card"),
        Method(code="sandbox_ideal", provider="sandbox", kind="bank", name="ideal", country="NL", currency="EUR"),
        Method(code="cash_on_delivery", provider="cash", kind="cash", name="cash_on_delivery"),
        *(row for row in _gateway_rows() if providers.is_configured(row.provider) and row.currency in ("", *tenancy.current().currencies)),
    ]
    for position, row in enumerate(rows, start=1):
        row.id = derived_id("pmr", tenancy.current().slug, row.code, row.currency, at=_BEGINNING)
        row.position, row.updated_at = 10 * position, _BEGINNING
    return rows


def _gateway_rows() -> list[Method]:
    return [
        Method(code="mollie_ideal", provider="mollie", kind="bank", name="ideal", country="NL", currency="EUR"),
        Method(code="mollie_bancontact", provider="mollie", kind="bank", name="bancontact", country="BE", currency="EUR"),
        Method(code="mollie_card", provider="mollie", kind="card", name="card", currency="EUR"),
        Method(code="mollie_paypal", provider="mollie", kind="wallet", name="paypal", currency="EUR"),
        Method(code="stripe_card", provider="stripe", kind="card", name="card"),
        Method(code="paypal", provider="paypal", kind="wallet", name="paypal"),
        Method(code="momo", provider="momo", kind="phone", name="momo"),
        *(Method(code="paystack_card", provider="paystack", kind="card", name="card", currency=each) for each in PAYSTACK_CARDS),
        Method(code="paystack_bank_transfer", provider="paystack", kind="bank", name="bank_transfer", currency="NGN"),
        Method(code="paystack_ussd", provider="paystack", kind="phone", name="ussd", currency="NGN"),
        Method(code="paystack_eft", provider="paystack", kind="bank", name="bank_transfer", currency="ZAR"),
        *(_mobile_money("paystack", each) for each in ("GHS", "KES")),
        *(Method(code="flutterwave_card", provider="flutterwave", kind="card", name="card", currency=each) for each in FLUTTERWAVE_CARDS),
        Method(code="flutterwave_bank_transfer", provider="flutterwave", kind="bank", name="bank_transfer", currency="NGN"),
        Method(code="flutterwave_ussd", provider="flutterwave", kind="phone", name="ussd", currency="NGN"),
        *(_mobile_money("flutterwave", each) for each in ("KES", "UGX", "RWF", "XOF")),
    ]


def _mobile_money(provider: str, currency: str) -> Method:
    return Method(code=f"{provider}_mobile_money", provider=provider, kind="phone", name="mobile_money", currency=currency)


def _methods() -> list[PaymentMethod]:
    slug = tenancy.current().slug
    until, methods = _known.get(slug, (0.0, []))
    if until < time.monotonic():
        methods = [_method(row) for row in stored_rows() if row.is_active]
        _known[slug] = (time.monotonic() + LIFE_S, methods)
    return methods


def _method(row: Method) -> PaymentMethod:
    return PaymentMethod(
        code=row.code,
        provider=row.provider,
        kind=row.as_view().kind,
        name=NAMES[row.name],
        secured_by=providers.capabilities_of(row.provider).secured_by,
        country=row.country,
        currency=row.currency,
        amount_from_minor=row.amount_from_minor,
        amount_to_minor=row.amount_to_minor,
        fee_fixed_minor=row.fee_fixed_minor,
        fee_bp=row.fee_bp,
    )


def _is_offered(method: PaymentMethod) -> bool:
    is_allowed = method.secured_by != SecuredBy.COLLECTION or CASH_ON_DELIVERY.is_on(tenancy.current())
    return is_allowed and providers.is_configured(method.provider) and not health.is_skipped(method.provider)


def _is_taken(method: PaymentMethod, total: Money) -> bool:
    """Whether the account takes the currency and has a form for the amount: of some currencies it does not know the last digit."""
    if not providers.takes(method.provider, total.currency):
        return False
    return total.minor % providers.capabilities_of(method.provider).steps.get(total.currency, 1) == 0


def faults_of_details(method: PaymentMethod, *, total: Money, card_token: str, return_url: str) -> list[FieldError]:
    """What ``method`` lacks or cannot do: a card that was not given here has to be typed on a page, from which the customer comes back."""
    faults = []
    capabilities = providers.capabilities_of(method.provider)
    if capabilities.max_minor is not None and total.minor > capabilities.max_minor:
        limit = Money(capabilities.max_minor, total.currency)
        faults.append(FieldError("quoted_total", "amount_too_high", Text("At most {limit} can be paid this way", limit=limit)))
    if not capabilities.requires_page or card_token or return_url:
        return faults
    if method.kind == "card":
        faults.append(FieldError("card_token", "required", Text("Give a card token, or a return address for the payment page")))
    else:
        faults.append(FieldError("return_url", "required", Text("Give the address to which the customer comes back")))
    return faults
