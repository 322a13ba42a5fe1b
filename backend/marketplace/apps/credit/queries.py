"""Reads of gift cards and store credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from marketplace.apps.credit.domain.codes import normal_code
from marketplace.apps.credit.errors import CreditNotFound, PurchaseNotFound
from marketplace.apps.credit.models import Credit, CreditIssue, GiftCardPurchase
from marketplace.apps.credit.region_settings import GIFT_CARD_LEAST_MINOR, GIFT_CARD_MOST_MINOR, GIFT_CARD_REFUND_DAYS
from marketplace.apps.credit.statements import OFFERS
from marketplace.apps.credit.types import CreditOffer, CreditProblem, CreditState, CreditView, GiftCardRange, IssueView, PurchaseView
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import Transaction, credit_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.types import PaymentMethod, SecuredBy
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation import rows as table
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import derived_id, hash_secret
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

# The id of a customer's store credit follows from customer and currency, so that it can be named before it exists.
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def store_credit_id(customer_id: str, currency: str) -> str:
    """The id of a customer's store credit in one currency, whether or not there is any yet."""
    return derived_id("crd", customer_id, currency, at=_SINCE)


def get_credit(credit_id: str) -> CreditView:
    """:raises CreditNotFound: if there is none"""
    row = table.first(Credit, "id = %(id)s", {"id": credit_id})
    if row is None:
        raise CreditNotFound
    return row.as_view()


def find_gift_card(code: str) -> CreditView | None:
    """The gift card that the code opens. Callers limit how often it is asked."""
    row = table.first(Credit, "code_hash = %(hash)s AND code_hash <> ''", {"hash": hash_secret(normal_code(code))})
    return None if row is None else row.as_view()


def offers_for(cart_id: str, credit_ids: Sequence[str], *, currency: str, now: datetime) -> list[CreditOffer]:
    """
    What each of these credits could pay of a cart in ``currency``, in the order of the ids, in one query; what does not exist is left out.

    What an earlier attempt to pay the same cart has reserved counts as available.
    """
    found = {row[0]: row for row in sql.rows(OFFERS, {"cart_id": cart_id, "ids": list(credit_ids)})}
    return [_offer(found[credit_id], currency, now) for credit_id in dict.fromkeys(credit_ids) if credit_id in found]


def _offer(row: tuple, currency: str, now: datetime) -> CreditOffer:
    credit_id, kind, hint, own_currency, state, expires_at, available = row
    problem: CreditProblem | None = None
    if own_currency != currency:
        problem = "other_currency"
    elif state != CreditState.ACTIVE:
        problem = "blocked"
    elif expires_at is not None and expires_at <= now:
        problem = "expired"
    elif available <= 0:
        problem = "empty"
    usable = Money(0 if problem else available, own_currency)
    return CreditOffer(id=credit_id, kind=TenderKind(kind), code_hint=hint, available=usable, problem=problem)


def list_credits(page: PageRequest, *, kind: str = "", state: str = "", customer_id: str = "") -> Page[CreditView]:
    """Newest first; empty filters do not filter."""
    wanted = {"kind": kind, "state": state, "customer_id": customer_id}
    found = Credit.objects.filter(**{name: value for name, value in wanted.items() if value})
    return _newest(found, page).map(lambda row: row.as_view())


def list_credits_of(customer_id: str, page: PageRequest) -> Page[CreditView]:
    """A customer's own store credit, newest first: one for each currency in which there was any."""
    return list_credits(page, customer_id=customer_id)


def all_credits_of(customer_id: str) -> list[CreditView]:
    """A customer's own store credit, in whole: one for each currency in which there was any."""
    return [row.as_view() for row in Credit.objects.filter(customer_id=customer_id).order_by("currency")]


def list_movements(credit_id: str, page: PageRequest) -> Page[Transaction]:
    """The rows of a credit's account, newest first. :raises CreditNotFound: if there is no such credit"""
    get_credit(credit_id)
    return ledger_queries.list_transactions(page, account=credit_account(credit_id))


def get_issue(issue_id: str) -> IssueView:
    """:raises CreditNotFound: if there is none"""
    row = table.first(CreditIssue, "id = %(id)s", {"id": issue_id})
    if row is None:
        raise CreditNotFound
    return row.as_view()


def list_issues(page: PageRequest, *, state: str = "", customer_id: str = "") -> Page[IssueView]:
    """Newest first; empty filters do not filter."""
    wanted = {"state": state, "customer_id": customer_id}
    issues = CreditIssue.objects.filter(**{name: value for name, value in wanted.items() if value})
    return _newest(issues, page).map(lambda row: row.as_view())


def gift_card_ranges() -> dict[str, GiftCardRange]:
    """What gift cards the region sells, by currency."""
    least = GIFT_CARD_LEAST_MINOR.current()
    return {
        currency: GiftCardRange(least=Money(least.get(currency, 1), currency), most=Money(most, currency))
        for currency, most in GIFT_CARD_MOST_MINOR.current().items()
    }


def methods_for_gift_cards(amount: Money) -> list[PaymentMethod]:
    """How a gift card can be paid: at once, for nothing on top, and without what only a cart knows of the customer."""
    offered = payment_queries.available_methods(country=None, currency=amount.currency, total=amount)
    return [item for item in offered if item.secured_by == SecuredBy.CAPTURE and item.kind != "phone" and not item.fee_of(amount)]


def methods_offered_for_gift_cards(sold: GiftCardRange) -> list[PaymentMethod]:
    """How a gift card within the range can be paid, the least or the most: some methods have limits of their own."""
    found = {item.code: item for amount in (sold.least, sold.most) for item in methods_for_gift_cards(amount)}
    return list(found.values())


def refundable_until(purchase: PurchaseView) -> datetime | None:
    """Until when its buyer may return it, by the setting of today; None for one that was never paid."""
    return purchase.paid_at and purchase.paid_at + timedelta(days=GIFT_CARD_REFUND_DAYS.current())


def get_purchase(purchase_id: str, *, customer_id: str = "") -> PurchaseView:
    """:raises PurchaseNotFound: if there is none, or it is another customer's, where one is named"""
    purchase = find_purchase(purchase_id)
    if purchase is None or customer_id not in ("", purchase.customer_id):
        raise PurchaseNotFound
    return purchase


def find_purchase(purchase_id: str) -> PurchaseView | None:
    row = table.first(GiftCardPurchase, "id = %(id)s", {"id": purchase_id})
    return None if row is None else row.as_view()


def get_purchase_of_request(customer_id: str, request_key: str) -> PurchaseView:
    """What the customer bought by the request with this key. :raises PurchaseNotFound: if there is none"""
    whose = {"customer_id": customer_id, "request_key": request_key}
    row = table.first(GiftCardPurchase, "customer_id = %(customer_id)s AND request_key = %(request_key)s", whose)
    if row is None:
        raise PurchaseNotFound
    return row.as_view()


def count_purchases(customer_id: str, *, since: datetime) -> int:
    """How many gift cards the customer has tried to buy since then."""
    return GiftCardPurchase.objects.filter(customer_id=customer_id, created_at__gt=since).count()


def all_purchases_of(customer_id: str) -> list[PurchaseView]:
    """The gift cards that a customer has bought, or tried to buy, in whole."""
    return [row.as_view() for row in GiftCardPurchase.objects.filter(customer_id=customer_id).order_by("created_at", "id")]


def list_purchases(page: PageRequest, *, state: str = "", customer_id: str = "") -> Page[PurchaseView]:
    """Newest first; empty filters do not filter."""
    wanted = {"state": state, "customer_id": customer_id}
    found = GiftCardPurchase.objects.filter(**{name: value for name, value in wanted.items() if value})
    return _newest(found, page).map(lambda row: row.as_view())


def _newest(found: QuerySet, page: PageRequest) -> Page:
    found = found.order_by("-created_at", "-id")
    if page.cursor is not None:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=after))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: (row.created_at, row.id))
