"""The demo's vendors, people and shipping, so that a fresh marketplace can be tried out at once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.types import Address
from marketplace.apps.demo.domain import DemoVendor
from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.invoices import services as invoice_services
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.staff import services as staff_services
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import VendorApplication, VendorState
from marketplace.foundation import tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.ids import VendorId
from marketplace.kit.money import Money

PASSWORD = "marketplace-demo"  # noqa: S105  # development only: the command refuses to run in production
CUSTOMER_EMAIL = "customer@demo.example"
STAFF_ROLES = ("admin", "support", "finance", "catalogue")

_STANDARD = {
    "en": "Standard delivery",
    "nl": "Standaardbezorging",
    "de": "Standardversand",
    "fr": "Livraison standard",
    "ar": "توصيل عادي",
}
_EXPRESS = {
    "en": "Express delivery",
    "nl": "Snelle bezorging",
    "de": "Expressversand",
    "fr": "Livraison express",
    "ar": "توصيل سريع",
}

# With right check digits, and nobody's.
_OPERATOR_ACCOUNTS = {"EUR": "NL91ABNA0417164300", "AED": "AE070331234567890123456"}


class _Rate(NamedTuple):
    """Minor units: at home, abroad, express at home, and from which value of products on it is free at home and abroad."""

    home: int
    abroad: int
    express: int
    free_home: int
    free_abroad: int


_RATES = {
    "EUR": _Rate(495, 995, 995, 5000, 10000),
    "KWD": _Rate(1000, 2500, 2000, 15000, 40000),
    "AED": _Rate(1200, 3000, 2500, 15000, 40000),
    "SAR": _Rate(1200, 3000, 2500, 15000, 40000),
    "NGN": _Rate(250_000, 900_000, 500_000, 5_000_000, 20_000_000),
    "GHS": _Rate(2_500, 9_000, 5_000, 50_000, 200_000),
    "KES": _Rate(25_000, 100_000, 50_000, 500_000, 2_000_000),
    "RWF": _Rate(2_500, 10_000, 5_000, 50_000, 200_000),
    "UGX": _Rate(7_000, 28_000, 14_000, 150_000, 600_000),
    "XAF": _Rate(1_000, 4_500, 2_500, 25_000, 100_000),
    "XOF": _Rate(1_000, 4_500, 2_500, 25_000, 100_000),
    "ZAR": _Rate(6_000, 20_000, 9_900, 75_000, 300_000),
}


def owner_email(vendor_slug: str) -> str:
    return f"{vendor_slug}@demo.example"


def staff_email(role: str) -> str:
    return f"{role}@demo.example"


def ensure_vendor(demo: DemoVendor, *, password_hash: str, now: datetime) -> VendorId:
    """The vendor, approved, with its owner, payout account, shipping and invoices in its name; made where it is not there yet."""
    vendor = vendor_queries.find_vendor_by_slug(demo.slug)
    if vendor is None:
        application = VendorApplication(
            name=demo.name,
            legal_name=demo.name,
            slug=demo.slug,
            country=demo.country,
            email=owner_email(demo.slug),
            owner_name=f"{demo.name} (demo)",
            language=tenancy.current().default_language,
            vat_number=demo.vat_number,
            address=_address(demo),
            descriptions=demo.descriptions,
        )
        vendor = vendor_services.apply_as_vendor(application=application, password_hash=password_hash, actor=SYSTEM, now=now)
    if vendor.state == VendorState.PENDING:
        vendor_services.set_payout_account(
            vendor_id=vendor.id,
            account=demo.account,
            holder=demo.name,
            country=demo.bic[4:6] or demo.account[:2],
            bic=demo.bic,
            currency=vendor.currency,
            actor=SYSTEM,
            now=now,
        )
        _add_shipping(vendor.id, home=demo.country, now=now)
        _accept_invoicing(vendor.id, now=now)
        vendor_services.approve_vendor(vendor_id=vendor.id, reason="Demo", actor=SYSTEM, now=now)
    return VendorId(vendor.id)


def _address(demo: DemoVendor) -> Address:
    same = {"area": demo.area, "postcode": demo.postcode, "city": demo.city, "region": demo.region, "country": demo.country}
    return Address(name=demo.name, line1=demo.street, **same)


def _accept_invoicing(vendor_id: str, *, now: datetime) -> None:
    """So that the demo's customers get invoices."""
    version = invoice_queries.get_status(vendor_id, language=tenancy.current().default_language).agreement_version
    invoice_services.accept_agreement(vendor_id=vendor_id, version=version, actor=SYSTEM, now=now)


def ensure_operator_accounts(*, now: datetime) -> None:
    """Where the operator pays from, so that a payout run can write its transfers."""
    tenant = tenancy.current()
    for currency in tenant.currencies:
        account = _OPERATOR_ACCOUNTS["EUR" if currency == "EUR" else "AED"]
        payout_services.set_operator_account(currency=currency, holder=tenant.name, account=account, actor=SYSTEM, now=now)


def ensure_customer(*, password_hash: str, now: datetime) -> None:
    tenant = tenancy.current()
    try:
        account_services.create_customer(
            email=CUSTOMER_EMAIL, name="Demo Customer", language=tenant.default_language, password_hash=password_hash, now=now
        )
    except EmailInUse:
        return


def ensure_staff(*, password_hash: str, now: datetime) -> None:
    """A member of staff for each role, so that what a role opens can be tried."""
    for role in STAFF_ROLES:
        try:
            staff_services.create_member(
                email=staff_email(role), name=f"Demo {role.title()}", roles=[role], language="en", password_hash=password_hash, now=now
            )
        except MarketplaceError as error:
            if error.status != 409:
                raise


def _add_shipping(vendor_id: str, *, home: str, now: datetime) -> None:
    tenant = tenancy.current()
    abroad = [country for country in tenant.countries if country != home]
    rates = {currency: _RATES[currency] for currency in tenant.currencies if currency in _RATES}
    for names, countries, price, free_over, days in (
        (_STANDARD, [home], "home", "free_home", (1, 3)),
        (_EXPRESS, [home], "express", None, (1, 1)),
        (_STANDARD, abroad, "abroad", "free_abroad", (3, 7)),
    ):
        shipping_services.create_method(
            vendor_id=vendor_id,
            names={language: names[language] for language in tenant.languages if language in names},
            prices=[Money(getattr(rate, price), currency) for currency, rate in rates.items()],
            free_over=[Money(getattr(rate, free_over), currency) for currency, rate in rates.items()] if free_over else [],
            countries=countries,
            min_days=days[0],
            max_days=days[1],
            now=now,
        )
