"""Deleting a customer's account: closed at once, then taken out of every app, one after the other; each step may be repeated."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.analytics import services as analytics_services
from marketplace.apps.assistant import services as assistant_services
from marketplace.apps.carriers import services as carrier_services
from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.credit import services as credit_services
from marketplace.apps.disputes import services as dispute_services
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.intelligence import services as intelligence_services
from marketplace.apps.messaging import services as messaging_services
from marketplace.apps.notifications import services as notification_services
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.payments import services as payment_services
from marketplace.apps.privacy import queries
from marketplace.apps.privacy.errors import OrdersUnderWay
from marketplace.apps.privacy.models import DataExport, Erasure
from marketplace.apps.privacy.services.exports import delete_all
from marketplace.apps.privacy.types import ErasureState
from marketplace.apps.returns import services as return_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.kit.actors import SYSTEM, Actor


def request_erasure(*, account_id: str, password: str, now: datetime) -> None:
    """
    Close the account and note that its data is to be deleted (``erase``).

    :raises InvalidInput: for a wrong password :raises TooManyAttempts: :raises OrdersUnderWay: :raises NotFound:
    """
    account_services.check_own_password(audience=CUSTOMER, person_id=account_id, password=password, now=now)
    _close(account_id, actor=SYSTEM, reason="", now=now)


def request_erasure_as_staff(*, account_id: str, reason: str, actor: Actor, now: datetime) -> None:
    """
    The same for a customer who asked staff for it, by letter or by telephone.

    :raises OrdersUnderWay: :raises NotFound: if there is no such customer
    """
    account_queries.get_customer(account_id)
    _close(account_id, actor=actor, reason=reason, now=now)


def _close(account_id: str, *, actor: Actor, reason: str, now: datetime) -> None:
    if numbers := queries.numbers_under_way(account_id, now=now):
        raise OrdersUnderWay(orders=numbers[:20])
    with tenancy.atomic():
        email = account_services.close_account(account_id=account_id, now=now)
        rows.insert(Erasure(account_id=account_id, email=email, requested_at=now), unless_there=True)
        audit.record(actor=actor, action="account.erasure_requested", resource=account_id, reason=reason, now=now)


def erase(*, account_id: str, now: datetime) -> None:
    """Delete or erase what every app has of the customer. The account is the last, so that a repeat finds what is left."""
    erasure = Erasure.objects.filter(pk=account_id, state=ErasureState.RUNNING).first()
    if erasure is None:
        return
    delete_all(list(DataExport.objects.filter(account_id=account_id)))
    cart_services.delete_carts(customer_id=account_id)
    checkout_services.erase_customer(customer_id=account_id)
    return_services.erase_customer(customer_id=account_id, now=now)
    credit_services.erase_customer(customer_id=account_id)
    order_services.erase_customer(customer_id=account_id, now=now)
    payment_services.forget_customer(customer_id=account_id)
    intelligence_services.forget_customer(customer_id=account_id)
    analytics_services.forget_visitors(customer_id=account_id)
    analytics_services.forget_sales(customer_id=account_id)
    fraud_services.forget_customer(customer_id=account_id)
    assistant_services.forget_customer(customer_id=account_id, email=erasure.email)
    order_ids = [order.id for order in order_queries.iter_orders(account_id)]
    carrier_services.erase_orders(order_ids)
    dispute_services.forget_orders(order_ids)
    messaging_services.erase_orders(order_ids)
    notification_services.forget_customer(email=erasure.email, order_ids=order_ids)
    account_services.delete_account(account_id=account_id, email=erasure.email)
    rows.change_where(Erasure, "account_id = %(account_id)s", {"account_id": account_id}, state=ErasureState.DONE, email="", done_at=now)


def list_running(*, before: datetime) -> list[str]:
    """Erasures that were asked for before then and are not done: their task was lost, or failed."""
    running = Erasure.objects.filter(state=ErasureState.RUNNING, requested_at__lt=before)
    return list(running.order_by("requested_at").values_list("account_id", flat=True)[:100])
