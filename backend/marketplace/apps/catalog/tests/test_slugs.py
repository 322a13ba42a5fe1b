"""Many slugs at once, as files bring them."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.services import slugs
from marketplace.foundation.documents import metering
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.ids import ProductId, VendorId, new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

VENDOR, OTHER = VendorId("ven_of_slugs"), VendorId("ven_of_others")


def products(count: int) -> list[ProductId]:
    return [ProductId(new_id("prod", at=NOW)) for _ in range(count)]


def claim(wanted: dict[ProductId, str], *, vendor: VendorId = VENDOR) -> dict[ProductId, str]:
    return slugs.claim_many(wanted, vendor_id=vendor, now=NOW)


def test_what_others_hold_is_gone_around_in_few_calls():
    names = [f"lamp-of-{number}" for number in range(100)]
    claim(dict(zip(products(100), names, strict=True)), vendor=OTHER)
    own = dict(zip(products(100), names, strict=True))

    with metering.measure() as meter:
        granted = claim(own)

    assert granted == {product: f"{name}-2" for product, name in own.items()}
    assert meter.calls <= 2 * 2 + 16  # two looks around, and a batch for each partition of slugs


def test_claiming_again_gives_the_same():
    first, second, third = products(3)
    wanted = {first: "lamp", second: "lamp", third: ""}

    granted = claim(wanted)

    assert (granted[first], granted[second]) == ("lamp", "lamp-2")
    assert granted[third].startswith("product-")
    assert claim(wanted) == granted


def test_a_claim_whose_product_never_came_is_taken_over_after_a_while():
    (lost, fresh, own, late) = products(4)
    slugs.claim_many({lost: "mug"}, vendor_id=OTHER, now=NOW - slugs.CLAIM_LIFE)
    claim({fresh: "cup"}, vendor=OTHER)

    granted = claim({own: "mug", late: "cup"})

    assert granted == {own: "mug", late: "cup-2"}
    assert queries.find_slugs(["mug"])["mug"].product_id == own


@pytest.mark.django_db(transaction=True)
def test_vendors_at_once_get_each_slug_once():
    names = [f"lamp-of-{number}" for number in range(30)]

    outcomes = at_once(4, lambda number: claim(dict(zip(products(30), names, strict=True)), vendor=VendorId(f"ven_{number}")))

    granted = [slug for outcome in outcomes for slug in outcome.values()]
    assert len(set(granted)) == len(granted) == 120
    assert set(names) <= set(granted)
