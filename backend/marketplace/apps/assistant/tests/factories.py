"""A small shop to talk about, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace.apps.assistant import services
from marketplace.apps.assistant.models import Conversation
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductTexts
from marketplace.apps.demo.services.pages import ensure_pages
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.tasks import embed_products
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import clock, tenancy
from marketplace.foundation.search.engine import engine
from marketplace.kit.money import Money
from marketplace.testing import NOW

STEEL = "<p>Made of stainless steel.</p><ul><li>Origin: Japan</li><li>Care: wipe with a damp cloth</li></ul>"


def make_shop(drain: Callable[..., None]) -> dict[str, Any]:
    vendor = make_vendor()
    make_shipping_method(vendor.id, price_minor=495)
    currency = tenancy.current().default_currency

    def product(title: str, minor: int, *, stock: int = 10, description: str = STEEL, dutch: str = "") -> Any:
        texts = {"en": ProductTexts(title=title, description_html=description)}
        if dutch:
            texts["nl"] = ProductTexts(title=dutch, description_html="<p>Van roestvrij staal.</p>")
        return make_product(vendor=vendor.id, texts=texts, price=Money(minor, currency), stock=stock)

    made = {
        "kobe": product("Kobe kettle", 5490, dutch="Ketel Kobe"),
        "sumi": product("Sumi kettle", 5990, stock=0),
        "oma": product("Oma teapot", 3000, description="<p>Made of stoneware, holds six cups.</p>"),
    }
    ensure_pages(now=NOW)
    finish(drain)
    return made


def finish(drain: Callable[..., None]) -> None:
    """What relay and worker do within seconds."""
    drain()
    embed_products()
    engine().refresh(PRODUCTS)


def begin_conversation(*, customer_id: str = "", email: str = "") -> tuple[str, str]:
    """Its id and its secret; with a question, and handed over where there is an address to answer to."""
    now = clock.now()
    opened = services.start(customer_id=customer_id, language="en", now=now)
    conversation = Conversation.objects.get(pk=opened.conversation.id)
    services.say(conversation, text="Hello", now=now)
    if email:
        services.hand_over(conversation, email=email, note="", now=now)
    return conversation.id, opened.token
