from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import CategoryInUse, CategorySlugTaken
from marketplace.apps.catalog.tests.factories import STAFF, make_category, make_product
from marketplace.apps.catalog.types import CategoryView
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.audit.models import AuditEntry
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


class TestMoving:
    """Of the tree with drinks (tea, coffee, cocoa) and food."""

    @pytest.fixture
    def tree(self) -> dict[str, CategoryView]:
        drinks, food = make_category("drinks"), make_category("food")
        below = {slug: make_category(slug, parent=drinks) for slug in ("tea", "coffee", "cocoa")}
        return {"drinks": drinks, "food": food, **below}

    @pytest.fixture
    def move(self, api, tree):
        def send(slug: str, parent: str | None, before: str | None = None, *, token: str = "", key: str | None = None):
            body = {"parent_id": parent and tree[parent].id, "before_id": before and tree[before].id}
            return api.post(f"admin/categories/{tree[slug].id}/move", body, token=token or staff_token("catalogue"), key=key)

        return send

    def slugs(self) -> list[str]:
        return [f"{'-' * (len(view.path) - 1)}{view.slug}" for view in queries.list_categories()]

    def test_before_a_sibling_and_behind_all(self, move):
        assert move("cocoa", "drinks", "tea").status_code == 200
        assert self.slugs() == ["drinks", "-cocoa", "-tea", "-coffee", "food"]

        move("cocoa", "drinks")

        assert self.slugs() == ["drinks", "-tea", "-coffee", "-cocoa", "food"]

    def test_below_another_category_and_up_to_the_top(self, move):
        move("tea", "food")
        assert self.slugs() == ["drinks", "-coffee", "-cocoa", "food", "-tea"]

        move("tea", None, "drinks")

        assert self.slugs() == ["tea", "drinks", "-coffee", "-cocoa", "food"]

    def test_what_lies_below_goes_along(self, move):
        move("drinks", "food")

        assert self.slugs() == ["food", "-drinks", "--tea", "--coffee", "--cocoa"]

    def test_never_below_itself_nor_before_one_that_lies_elsewhere(self, move):
        before = self.slugs()

        below, elsewhere, itself = move("drinks", "tea"), move("tea", "food", "coffee"), move("tea", "drinks", "tea")

        assert [answer.status_code for answer in (below, elsewhere, itself)] == [422, 422, 422]
        assert [answer.json()["errors"][0]["field"] for answer in (below, elsewhere, itself)] == ["parent_id", "before_id", "before_id"]
        assert self.slugs() == before

    def test_who_edits_a_sibling_that_was_numbered_anew_looks_again(self, move, tree):
        move("cocoa", "drinks", "tea")

        with pytest.raises(StaleRow):
            edit(tree["tea"], position=tree["tea"].position)

    def test_it_is_audited_once_however_often_it_is_sent(self, move, tree):
        assert [move("tea", "food", key="one").status_code for _ in range(2)] == [200, 200]

        entry = AuditEntry.objects.get(action="category.moved")
        assert (entry.resource, entry.old["parent_id"], entry.new["parent_id"]) == (tree["tea"].id, tree["drinks"].id, tree["food"].id)

    def test_it_is_closed_to_others(self, move):
        for token in (staff_token("support"), vendor_token(make_vendor().id)):
            assert move("tea", "food", token=token).status_code == 403
