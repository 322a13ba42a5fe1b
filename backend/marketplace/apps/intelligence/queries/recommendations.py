"""
What goes with a product, a cart or a customer: a prepared list of the database, and one call to search for what may be sold now.

A model that is off, was never trained, is late or broken is replaced by what needs none: products that are alike, or bought much.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import Error as DatabaseError
from django.db import OperationalError

from marketplace.apps.carts.types import Cart
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.queries import ProductNotFound
from marketplace.apps.discovery.types.lists import Criteria, Place
from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.domain import ranking
from marketplace.apps.intelligence.domain.breaker import Breaker
from marketplace.apps.intelligence.models import TrendingList
from marketplace.apps.intelligence.types import Basis, ListKind, ModelName, Recommendations
from marketplace.foundation import metrics, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import PageRequest
from marketplace.kit.slugs import is_slug

DEADLINE_MS = 50  # of a lookup; longer, and the fallback answers
HISTORY = timedelta(days=365)
MOST_OF_CUSTOMER = 50  # products of a customer that count, the last first
BREAKER = Breaker()
HALF_AFTER_DAYS = 60.0  # a purchase says half as much about what comes next

_Lists = dict[str, list[tuple[str, float]]]


class _OfProduct(msgspec.Struct):
    id: str


def also_bought(slug: str, *, place: Place, limit: int, fallback: bool = True) -> Recommendations:
    """
    What is bought in one order with a product; else what is like it, or nothing without ``fallback``.

    :raises ProductNotFound: for no address of a product
    """
    product = catalog_queries.find_product_by_slug(slug) if is_slug(slug) else None
    if product is None or not product.is_published:
        raise ProductNotFound
    found = _joined([(product.id, 1.0)], ListKind.BASKET, without={product.id})
    if (chosen := _chosen(found, place, limit)) or not fallback:
        return _answer(chosen, "bought_together")
    similar = discovery_queries.list_similar(slug, place=place, limit=limit, in_stock=True)
    return Recommendations(items=similar.items, basis="similar", notice=similar.notice)


def complete_cart(cart: Cart, *, place: Place, limit: int, fallback: bool = True) -> Recommendations:
    """
    What is bought with what the cart holds; else what is bought most, or nothing without ``fallback``. Nothing that it holds, or has saved.
    """
    held = {line.product_id for line in (*cart.lines, *cart.saved)}
    given = [(product_id, 1.0) for product_id in sorted({line.product_id for line in cart.lines})]
    found = _joined(given, ListKind.BASKET, without=held, customer_id=cart.customer_id)
    if (chosen := _chosen(found, place, limit)) or not fallback:
        return _answer(chosen, "bought_together")
    return trending(place=place, limit=limit, without=held)


def for_you(customer_id: str, *, place: Place, limit: int, now: datetime) -> Recommendations:
    """What customers bought who bought the same as this one; else what is bought most. Nothing that the customer has bought this year."""
    weights: dict[str, float] = {}  # of all that the customer has bought, the last first

    def ask() -> _Lists:
        with _in_time():
            for product_id, at in sql.rows(statements.LATEST_OF_CUSTOMER, {"customer_id": customer_id, "since": now - HISTORY}):
                weights[product_id] = 0.5 ** ((now - at).total_seconds() / 86_400 / HALF_AFTER_DAYS)
            return _neighbours(ListKind.CUSTOMER, list(weights)[:MOST_OF_CUSTOMER], customer_id)

    lists, held = _asked(ask), weights.keys()  # known even where the lists are late
    if chosen := _chosen(ranking.joined([(weights[name], found) for name, found in lists.items()], without=held), place, limit):
        return _answer(chosen, "for_you")
    return trending(place=place, limit=limit, without=held)


def trending(*, place: Place, limit: int, without: Collection[str] = ()) -> Recommendations:
    """What is bought most in these days in the country, else in the region; before anything was bought, the newest of the shop."""
    lists = dict(TrendingList.objects.filter(country__in=[place.country, ""]).values_list("country", "products"))
    ranked = list(dict.fromkeys([*lists.get(place.country, []), *lists.get("", [])]))
    if chosen := _chosen([product_id for product_id in ranked if product_id not in without], place, limit):
        return _answer(chosen, "trending")
    page = PageRequest(min(limit + len(without), 100))
    found = discovery_queries.list_products(Criteria(in_stock=True, sort="sold"), place=place, page=page)
    cards = [card for card in found.items if _id_of(card) not in without]
    return Recommendations(items=cards[:limit], basis="popular", notice=found.notice)


def _chosen(ranked: Sequence[str], place: Place, limit: int) -> list[Any]:
    """The cards of the first that may be sold now, of several vendors where there are several."""
    cards = {named.product_id: named for named in discovery_queries.list_named(ranked[: ranking.MOST_RANKED], place=place)}
    vendors = {product_id: named.vendor_id for product_id, named in cards.items()}
    return [cards[product_id].card for product_id in ranking.spread(list(cards), vendors, most=limit)]


def _id_of(card: Any) -> str:
    """Of a card as it is stored, which is JSON."""
    return msgspec.json.decode(card, type=_OfProduct).id


def _answer(cards: list[Any], basis: Basis) -> Recommendations:
    return Recommendations(items=cards, basis=basis)


def _joined(given: Sequence[tuple[str, float]], kind: ListKind, *, without: Collection[str], customer_id: str = "") -> list[str]:
    """The products of the lists of what is given, the best first; none where the model does not answer."""
    if not given:
        return []
    lists = _asked(lambda: _lists(kind, [product_id for product_id, _ in given], customer_id))
    return ranking.joined([(weight, lists[product_id]) for product_id, weight in given if product_id in lists], without=without)


def _lists(kind: ListKind, product_ids: Sequence[str], customer_id: str) -> _Lists:
    """By product. :raises OperationalError: when the database takes longer than the deadline"""
    with _in_time():
        return _neighbours(kind, product_ids, customer_id)


@contextmanager
def _in_time() -> Iterator[None]:
    """A transaction of which each statement ends by the deadline."""
    with tenancy.atomic():
        sql.rows(statements.DEADLINE, {"ms": DEADLINE_MS})
        yield


def _neighbours(kind: ListKind, product_ids: Sequence[str], customer_id: str) -> _Lists:
    """By the version that answers the customer; a guest and what is the same for everybody have the active one."""
    asked = {"kind": kind, "products": list(product_ids), "customer": customer_id}
    found = sql.rows(statements.NEIGHBOURS, asked) if product_ids else []
    return {product_id: msgspec.json.decode(products, type=list[tuple[str, float]]) for product_id, products in found}


def _asked(ask: Callable[[], _Lists]) -> _Lists:
    """What the model says, counted by how it went; nothing where it fails, or has failed so often that it is not asked."""
    started, outcome, key = time.perf_counter(), "answered", (metrics.tenant_in_scope(), ModelName.RECOMMENDATIONS.value)
    if not BREAKER.allows(key, now_s=started):
        metrics.MODEL_CALLS.labels(*key, "skipped").observe(0.0)
        return {}
    try:
        found = ask()
        if not found:
            outcome = "nothing"
        return found
    except OperationalError:
        outcome = "late"
    except (DatabaseError, ValueError):
        outcome = "broken"
    finally:
        ended = time.perf_counter()
        BREAKER.note(key, is_well=outcome in ("answered", "nothing"), now_s=ended)
        metrics.MODEL_CALLS.labels(*key, outcome).observe(ended - started, metrics.exemplar())
    return {}
