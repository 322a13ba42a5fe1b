"""The history of prices, what the lowest of the last 30 days was (Directive 98/6/EC art. 6a), and a price that a machine sets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import PriceMoved
from marketplace.apps.catalog.models import PriceHistory
from marketplace.apps.catalog.tests.factories import STAFF, make_product
from marketplace.apps.catalog.types import Product, ProductChanges, VariantInput
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def vendor() -> str:
    return make_vendor().id


def history(product: Product) -> list[tuple[int, int | None]]:
    """Days since ``NOW``, and the price in euros from then on."""
    found = PriceHistory.objects.filter(product_id=product.id, currency="EUR").order_by("changed_at")
    return [((row.changed_at - NOW).days, row.minor) for row in found]


def priced(product: Product, minor: int, *, day: int) -> Product:
    current = queries.get_product(product.vendor_id, product.id)
    variant = current.variants[0]
    changes = ProductChanges(variants=[VariantInput(id=variant.id, sku=variant.sku, prices=[euros(minor)])])
    named = {"vendor_id": product.vendor_id, "product_id": product.id}
    return services.edit_product(**named, changes=changes, etag=current.etag, now=NOW + day * DAY)


class TestTheHistory:
    def test_has_each_price_once_with_its_time_however_often_the_event_comes(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000))
        priced(product, 1800, day=1)
        services.edit_product(
            vendor_id=product.vendor_id,
            product_id=product.id,
            changes=ProductChanges(brand="Alma"),
            etag=queries.get_product(vendor, product.id).etag,
            now=NOW + 2 * DAY,
        )
        priced(product, 2100, day=3)
        drain()
        drain()

        assert history(product) == [(0, 2000), (1, 1800), (3, 2100)]

    def test_says_when_a_product_was_not_in_the_shop(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000), is_published=False)
        drain()
        assert history(product) == []
        named = {"vendor_id": product.vendor_id, "product_id": product.id}
        services.publish_product(**named, now=NOW + DAY)
        services.unpublish_product(**named, now=NOW + 2 * DAY)
        services.publish_product(**named, now=NOW + 3 * DAY)
        services.take_down_product(product_id=product.id, reason="For a test", actor=STAFF, now=NOW + 4 * DAY)
        drain()

        assert history(product) == [(1, 2000), (2, None), (3, 2000), (4, None)]

    def test_is_of_one_region_alone(self, vendor, mena, drain):
        product = make_product(vendor=vendor, price=euros(2000))
        drain()

        with tenancy.scope(mena):
            assert queries.price_spells(until=NOW + DAY) == []
            assert not PriceHistory.objects.using(mena.slug).filter(product_id=product.id).exists()

    def test_begins_for_what_was_published_before(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000))
        assert history(product) == []

        assert services.record_past_prices(now=NOW + DAY) == 1
        assert services.record_past_prices(now=NOW + 2 * DAY) == 0
        assert history(product) == [(1, 2000)]

    def test_forgets_what_is_old_but_not_the_price_that_still_held(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000))
        for day, minor in ((10, 1900), (20, 1800), (500, 1700)):
            priced(product, minor, day=day)
        drain()

        services.forget_old_prices(now=NOW + 505 * DAY)

        assert history(product) == [(20, 1800), (500, 1700)]


class TestTheLowestOfThirtyDays:
    @pytest.mark.parametrize(("day", "lowest"), [(11, 2000), (12, 1500), (25, 1500), (41, 1500), (43, 1900), (80, 1900)])
    def test_counts_a_price_that_still_held_when_the_time_began(self, vendor, drain, day, lowest):
        """20.00, then 15.00 from day 11 to day 12, then 19.00."""
        product = make_product(vendor=vendor, price=euros(2000))
        priced(product, 1500, day=11)
        priced(product, 1900, day=12)
        drain()

        found = queries.lowest_prices([product.variants[0].id], now=NOW + day * DAY)

        assert found == {(product.variants[0].id, "EUR"): lowest}


class TestAPriceThatAMachineSets:
    def set(self, product: Product, old: int, new: int, *, day: int = 1) -> Product:
        named = {"vendor_id": product.vendor_id, "product_id": product.id, "variant_id": product.variants[0].id}
        return services.set_price(**named, old=euros(old), new=euros(new), now=NOW + day * DAY)

    def test_is_stored_and_repeated_is_the_same(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000))

        first, again = self.set(product, 2000, 1900), self.set(product, 2000, 1900, day=2)
        drain()

        assert first.variants[0].prices["EUR"] == 1900
        assert first.etag == again.etag
        assert history(product) == [(0, 2000), (1, 1900)]

    def test_does_not_overwrite_what_a_person_has_set_meanwhile(self, vendor):
        product = make_product(vendor=vendor, price=euros(2000))
        priced(product, 2222, day=0)

        with pytest.raises(PriceMoved):
            self.set(product, 2000, 1900)

        assert queries.get_product(vendor, product.id).variants[0].prices["EUR"] == 2222

    def test_is_compared_with_the_lowest_of_thirty_days_at_most(self, vendor, drain):
        product = make_product(vendor=vendor, price=euros(2000), compare_at=euros(2500))
        drain()

        assert self.set(product, 2000, 1800, day=31).variants[0].compare_at == {"EUR": 2000}
        drain()
        assert self.set(product, 1800, 1900, day=32).variants[0].compare_at == {}  # 19.00 is no reduction: 18.00 was asked yesterday

    @pytest.mark.parametrize("is_begun_late", [False, True])
    def test_is_compared_with_nothing_where_the_prices_of_thirty_days_are_not_known(self, vendor, drain, is_begun_late):
        """Its history may begin after a lower price, or not have begun at all."""
        product = make_product(vendor=vendor, price=euros(2000), compare_at=euros(2500))
        if is_begun_late:
            services.record_past_prices(now=NOW + 20 * DAY)

        assert self.set(product, 2000, 1800, day=40).variants[0].compare_at == {}

    def test_leaves_the_other_variants_as_they_are(self, vendor):
        product = make_product(vendor=vendor, price=euros(2000), sizes=("S", "M"))

        stored = self.set(product, 2000, 1900)

        assert [variant.prices["EUR"] for variant in stored.variants] == [1900, 2000]
