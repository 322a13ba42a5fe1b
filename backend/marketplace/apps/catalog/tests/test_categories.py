from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import CategoryInUse, CategorySlugTaken
from marketplace.apps.catalog.tests.factories import STAFF, make_category, make_product
from marketplace.apps.catalog.types import CategoryView
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def edit(category: CategoryView, **changes) -> CategoryView:
    return services.edit_category(category_id=category.id, version=str(category.version), **changes, actor=STAFF, now=NOW)


def test_the_tree_is_named_in_the_language_asked_for():
    home = make_category("home", names={"en": "Home", "nl": "Wonen"})
    make_category("mugs", names={"en": "Mugs"}, parent=home)

    (root,) = queries.category_tree("nl")

    assert (root.name, [child.name for child in root.children]) == ("Wonen", ["Mugs"])


def test_siblings_keep_their_positions():
    first, second = make_category("b"), make_category("a")

    assert [view.slug for view in queries.list_categories()] == ["b", "a"]
    edit(first, position=second.position + 1)
    assert [view.slug for view in queries.list_categories()] == ["a", "b"]


def test_a_slug_is_made_of_the_english_name_and_is_unique():
    created = services.create_category(names={"nl": "Kopjes & mokken", "en": "Cups & mugs"}, actor=STAFF, now=NOW)

    assert created.slug == "cups-mugs"
    with pytest.raises(CategorySlugTaken):
        make_category("cups-mugs")


def test_a_category_cannot_lie_below_itself():
    home = make_category("home")
    mugs = make_category("mugs", parent=home)

    with pytest.raises(InvalidInput):
        edit(home, parent_id=mugs.id)


def test_an_edit_of_an_old_version_is_refused():
    home = make_category("home")
    edit(home, names={"en": "Living"})

    with pytest.raises(StaleRow):
        edit(home, names={"en": "Dwelling"})


def test_only_an_empty_category_can_be_deleted():
    home = make_category("home")
    mugs = make_category("mugs", parent=home)
    make_product(vendor=make_vendor().id, category=mugs)

    for used in (home, mugs):
        with pytest.raises(CategoryInUse):
            services.delete_category(category_id=used.id, version="1", actor=STAFF, now=NOW)

    empty = make_category("empty")
    services.delete_category(category_id=empty.id, version="1", actor=STAFF, now=NOW)
    assert {view.slug for view in queries.list_categories()} == {"home", "mugs"}


@pytest.mark.django_db(transaction=True)
def test_products_follow_a_category_that_moves(drain):
    home, garden = make_category("home"), make_category("garden")
    pots = make_category("pots", parent=home)
    clay = make_category("clay", parent=pots)
    product = make_product(vendor=make_vendor().id, category=clay)

    edit(pots, parent_id=garden.id)
    drain()

    moved = queries.get_product(product.vendor_id, product.id)
    assert moved.category_path == [garden.id, pots.id, clay.id]
