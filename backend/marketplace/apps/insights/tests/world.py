"""What stories of money share: two vendors with their products, and the time that passes for the relay."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product, ProductChanges, VariantInput
from marketplace.apps.insights.types import Difference
from marketplace.apps.invoices.tests.invoicing import make_seller
from marketplace.apps.orders.tests.factories import CARD, TEN_PERCENT
from marketplace.apps.payments.models import Method
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.payments.tests.shapes import AuthorizingShape
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import add_payout_account, make_vendor
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import PROMPT, Subscriber, lanes_of
from marketplace.foundation.relay import relay
from marketplace.kit.money import Money

DELIVERY_MINOR = (0, 1, 333, 495, 2_000, 9_999)
SILENT = ("fraud", "live", "notifications")  # apps that move no money


def moving_lanes() -> dict[str, Subscriber]:
    """The subscribers that move money: mails, live updates, files and the search index have tests of their own."""
    return {name: lane for name, lane in lanes_of(PROMPT).items() if name.partition(".")[0] not in SILENT}


def drain(*, after: timedelta = timedelta()) -> None:
    """Let all arrive that moves money; what a relay held when it died is due again some time ``after`` that."""
    relay.drain(now=clock.now() + after, lanes=moving_lanes())


class World:
    """Two vendors who sell in one currency, and what the stories so far have left on their accounts."""

    def __init__(self, currency: str, sandbox: Sandbox, shape: AuthorizingShape | None = None) -> None:
        self.currency, self.sandbox, self.shape = currency, sandbox, shape
        if shape is not None:  # a table with a row of its own has no other by itself
            about = {"code": CARD.method, "provider": "sandbox", "kind": "card", "name": "card", "updated_at": clock.now()}
            Method.objects.create(id="pmr_sandbox", position=2, **about)
            methods.forget()
        vendors = [make_vendor(commission=TEN_PERCENT).id for _ in range(2)]
        self.deliveries = [[make_shipping_method(vendor, price_minor=minor).id for minor in DELIVERY_MINOR] for vendor in vendors]
        price = Money(2000, currency)
        self.products = [make_product(vendor=vendor, sizes=("M", "L"), price=price, stock=1_000_000) for vendor in vendors]
        for vendor in vendors:
            add_payout_account(vendor, currency=currency)
            make_seller(vendor)
        self.earned: Counter[str] = Counter()  # minor units by vendor, before payouts
        self.differences: set[Difference] = set()  # that a story which failed has left in the books

    def priced(self, place: int, *minors: int) -> Product:
        """A vendor's product, each of its sizes at its price from now on."""
        known = self.products[place]
        product = catalog_queries.get_product(known.vendor_id, known.id)
        variants = [
            VariantInput(
                id=variant.id,
                sku=variant.sku,
                option_values=list(variant.option_values),
                prices=[Money(minor, self.currency)],
                weight_g=variant.weight_g,
            )
            for variant, minor in zip(product.variants, minors, strict=True)
        ]
        about = {"vendor_id": product.vendor_id, "product_id": product.id, "etag": product.etag, "now": clock.now()}
        return catalog_services.edit_product(changes=ProductChanges(variants=variants), **about)
