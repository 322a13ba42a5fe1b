"""Brands, tags and names of options, as staff list, rename and merge them."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.domain.terms import TermKind, renamed
from marketplace.apps.catalog.models import ProductTerm, TermRename
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductChanges, ProductOption
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


def listed(api, kind="brand", **query):
    answer = api.get("admin/terms", token=staff_token("catalogue"), kind=kind, **query)
    assert answer.status_code == 200, answer.content
    return [(item["text"], item["product_count"]) for item in answer.json()["items"]]


def rename(api, old, new, *, kind="brand", token="", **options):
    body = {"kind": kind, "old": old, "new": new, "reason": "Two spellings of one brand"}
    return api.post("admin/terms/renames", body, token=token or staff_token("catalogue"), **options)


def brands_of(*products):
    return [queries.get_any_product(product.id).brand for product in products]


class TestListing:
    def test_spellings_of_one_word_stand_together_with_their_products(self, api, drain):
        vendor = make_vendor()
        for brand in ("ALMA", "Brio", "alma", "Brio"):
            make_product(vendor=vendor.id, brand=brand)
        drain()

        assert listed(api) == [("ALMA", 1), ("alma", 1), ("Brio", 2)]
        assert listed(api, q="ALM") == [("ALMA", 1), ("alma", 1)]
        assert listed(api, text="alma") == [("alma", 1)]

    def test_tags_and_options_have_lists_of_their_own_in_pages(self, api, drain):
        make_product(vendor=make_vendor().id, brand="Alma", tags=["blue", "gift", "new"], sizes=["S", "M"])
        drain()

        first = api.get("admin/terms", token=staff_token(), kind="tag", limit=2).json()
        rest = api.get("admin/terms", token=staff_token(), kind="tag", limit=2, cursor=first["next_cursor"]).json()

        assert [item["text"] for item in first["items"] + rest["items"]] == ["blue", "gift", "new"]
        assert rest["next_cursor"] is None
        assert listed(api, "option") == [("Size", 1)]

    def test_a_product_that_says_otherwise_or_is_archived_counts_no_more(self, api, drain):
        vendor = make_vendor()
        kept, archived = make_product(vendor=vendor.id, brand="Alma"), make_product(vendor=vendor.id, brand="Alma")
        drain()

        product = queries.get_any_product(kept.id)
        services.edit_product(
            vendor_id=vendor.id, product_id=kept.id, changes=ProductChanges(brand="Brio"), etag=product.etag, now=clock.now()
        )
        services.archive_product(vendor_id=vendor.id, product_id=archived.id, now=clock.now())
        drain()

        assert listed(api) == [("Brio", 1)]

    def test_products_of_before_are_listed_by_a_command(self, api, drain):
        make_product(vendor=make_vendor().id, brand="Alma")
        drain()
        ProductTerm.objects.all().delete()

        for _ in range(2):
            call_command("record_past_terms", tenant="eu", verbosity=0)

        assert listed(api) == [("Alma", 1)]


class TestRenaming:
    def test_two_spellings_become_one_with_an_entry_in_the_log(self, api, drain):
        vendor = make_vendor()
        right, wrong = make_product(vendor=vendor.id, brand="Alma"), make_product(vendor=vendor.id, brand="A.L.M.A.")
        drain()

        answer = rename(api, "A.L.M.A.", "Alma")

        assert (answer.status_code, answer.json()["remaining"], answer.json()["finished_at"]) == (202, 1, None)
        drain()
        assert brands_of(right, wrong) == ["Alma", "Alma"]
        assert listed(api) == [("Alma", 2)]
        (done,) = api.get("admin/terms/renames", token=staff_token(), kind="brand").json()["items"]
        assert (done["product_count"], done["remaining"], done["finished_at"] is None) == (1, 0, False)
        entry = AuditEntry.objects.get(action="term.renamed")
        assert (entry.old["name"], entry.new["name"], entry.reason) == ("A.L.M.A.", "Alma", "Two spellings of one brand")
        found = api.get("store/products", brand="alma").json()
        assert {item["id"] for item in found["items"]} == {right.id, wrong.id}

    def test_a_product_that_says_the_old_word_later_follows(self, api, drain):
        vendor = make_vendor()
        make_product(vendor=vendor.id, brand="A.L.M.A.")
        drain()
        rename(api, "A.L.M.A.", "Alma")
        drain()

        later = make_product(vendor=vendor.id, brand="A.L.M.A.")
        drain()

        assert brands_of(later) == ["Alma"]

    def test_a_chain_of_renames_leads_to_its_end_and_a_way_back_is_no_circle(self, api, drain):
        vendor = make_vendor()
        first = make_product(vendor=vendor.id, brand="One")
        drain()
        for old, new in (("One", "Two"), ("Two", "Three"), ("Three", "One")):
            assert rename(api, old, new).status_code == 202
            drain()

        later = make_product(vendor=vendor.id, brand="Two")
        drain()

        assert brands_of(first, later) == ["One", "One"]
        assert set(TermRename.objects.values_list("old", "new")) == {("Two", "One"), ("Three", "One")}

    def test_a_tag_that_is_there_already_is_not_there_twice(self, api, drain):
        product = make_product(vendor=make_vendor().id, tags=["gift", "gifts", "blue"])
        drain()

        rename(api, "gifts", "gift", kind="tag")
        drain()

        assert queries.get_any_product(product.id).tags == ["gift", "blue"]

    def test_an_option_keeps_its_names_in_other_languages(self, api, drain):
        product = make_product(vendor=make_vendor().id, sizes=["S", "M"])
        drain()

        rename(api, "Size", "Format", kind="option")
        drain()

        assert queries.get_any_product(product.id).options[0].name == {"en": "Format"}
        (facet,) = [facet for facet in api.get("store/products").json()["facets"] if facet["field"] == "option.format"]
        assert facet["label"] == "Format"

    def test_two_options_of_one_product_cannot_have_one_name(self):
        product = make_product(vendor=make_vendor().id, sizes=["S", "M"])
        twice = [ProductOption(name={"en": name}, values=[{"en": "S"}]) for name in ("Size", "Maat")]
        product.options = twice

        assert renamed(product, TermKind.OPTION, "Maat", "Size", "en") is None

    def test_running_it_twice_changes_nothing_more(self, api, drain):
        product = make_product(vendor=make_vendor().id, brand="A.L.M.A.")
        drain()
        made = rename(api, "A.L.M.A.", "Alma").json()
        drain()
        etag = queries.get_any_product(product.id).etag

        services.apply_rename(made["id"], now=clock.now())

        assert queries.get_any_product(product.id).etag == etag

    @pytest.mark.parametrize(
        ("kind", "old", "new", "field", "code"),
        [
            ("brand", "Nobody", "Alma", "old", "unknown"),
            ("brand", "Alma", "Alma", "new", "unchanged"),
            ("brand", "Alma", "!!!", "new", "invalid"),
            ("brand", "Alma", "", "new", "blank"),
            ("tag", "gift", "a, b", "new", "invalid"),
            ("colour", "Alma", "Brio", "kind", "invalid_choice"),
        ],
    )
    def test_what_cannot_be_a_name_is_refused(self, api, drain, kind, old, new, field, code):
        make_product(vendor=make_vendor().id, brand="Alma", tags=["gift"])
        drain()

        answer = rename(api, old, new, kind=kind)

        assert answer.status_code == 422
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
        assert not TermRename.objects.exists()

    def test_only_the_catalogues_people_of_the_region_rename(self, api, drain):
        make_product(vendor=(vendor := make_vendor()).id, brand="Alma")
        drain()

        assert rename(api, "Alma", "Brio", token=staff_token("support", "finance")).status_code == 403
        assert rename(api, "Alma", "Brio", token=vendor_token(vendor.id)).status_code == 403
        assert rename(api, "Alma", "Brio", tenant="mena").status_code == 421
        assert api.get("admin/terms", token=staff_token("support"), kind="brand").status_code == 403
        assert not TermRename.objects.exists()

    def test_another_regions_products_are_not_counted(self, drain, mena):
        make_product(vendor=make_vendor().id, brand="Alma")
        drain()

        with tenancy.scope(mena):
            assert not ProductTerm.objects.exists()

    def test_the_same_request_again_is_one_rename(self, api, drain):
        make_product(vendor=make_vendor().id, brand="A.L.M.A.")
        drain()

        first, again = (rename(api, "A.L.M.A.", "Alma", key="one-key-of-this-form-01") for _ in range(2))

        assert first.json() == again.json()
        assert AuditEntry.objects.filter(action="term.renamed").count() == 1


class TestNamesOfFilters:
    def put(self, api, names, etag="0", token=""):
        return api.put("admin/attributes/size/names", {"names": names}, token=token or staff_token("catalogue"), etag=etag)

    def test_the_shops_filter_is_called_so_in_each_language(self, api, drain):
        make_product(vendor=make_vendor().id, sizes=["S", "M"])
        drain()

        answer = self.put(api, {"nl": "Maat", "de": "Größe", "fr": ""})
        drain()

        assert (answer.status_code, answer.json()) == (200, {"key": "size", "names": {"nl": "Maat", "de": "Größe"}, "etag": "1"})
        labels = {
            language: next(f["label"] for f in api.get("store/products", lang=language).json()["facets"] if f["field"] == "option.size")
            for language in ("nl", "de", "fr")
        }
        assert labels == {"nl": "Maat", "de": "Größe", "fr": "Size"}
        (term,) = api.get("admin/terms", token=staff_token(), kind="option").json()["items"]
        assert (term["names"]["nl"], term["etag"]) == ("Maat", "1")
        assert AuditEntry.objects.get(action="attribute.named").new == {"nl": "Maat", "de": "Größe"}

    def test_a_stale_version_a_foreign_language_and_another_role_are_refused(self, api, drain):
        make_product(vendor=make_vendor().id, sizes=["S", "M"])
        drain()
        self.put(api, {"nl": "Maat"})

        assert self.put(api, {"nl": "Andere"}).status_code == 412
        assert self.put(api, {"ja": "サイズ"}, etag="1").json()["errors"][0]["field"] == "names.ja"
        assert self.put(api, {"nl": "x"}, etag="1", token=staff_token("support")).status_code == 403
        assert queries.get_attribute_names("size").names == {"nl": "Maat"}

    def test_an_option_that_no_product_has_is_not_there(self, api):
        assert self.put(api, {"nl": "Maat"}).status_code == 404
        assert api.get("admin/attributes/size/names", token=staff_token("catalogue")).status_code == 404
        assert queries.attribute_names() == {}

    def test_a_name_that_is_taken_away_is_left_to_the_products(self, api, drain):
        make_product(vendor=make_vendor().id, sizes=["S", "M"])
        drain()
        self.put(api, {"nl": "Maat"})

        services.name_attribute(key="size", names={"nl": ""}, etag="1", actor=STAFF_ACTOR, now=clock.now())

        assert queries.attribute_names() == {"size": {}}
