from __future__ import annotations

import pytest
from msgspec import structs

from marketplace.apps.content import queries as content_queries
from marketplace.apps.demo.domain import load_demo
from marketplace.apps.demo.domain.pages import load_hero, load_pages
from marketplace.apps.demo.services import filling
from marketplace.apps.demo.services.pages import ensure_home, ensure_pages
from marketplace.foundation import tenancy
from marketplace.testing import NOW


@pytest.mark.parametrize("region", ["eu", "mena"])
def test_a_region_gets_the_pages_in_its_languages_once(region, request):
    with tenancy.scope(request.getfixturevalue(region)) as tenant:
        ensure_pages(now=NOW)
        ensure_pages(now=NOW)

        pages = content_queries.list_pages().items
        assert [page.slug for page in sorted(pages, key=lambda page: page.position)] == [page.slug for page in load_pages()]
        assert all(set(page.texts) == set(tenant.languages) for page in pages)


@pytest.mark.parametrize("region", ["eu", "mena"])
def test_the_home_page_shows_a_product_that_the_demo_has(region, request):
    catalogue = load_demo(region)
    slug = load_hero().product_slugs[region]
    only = structs.replace(catalogue, products=tuple(product for product in catalogue.products if product.handle == slug))
    with tenancy.scope(request.getfixturevalue(region)) as tenant:
        filling.fill(only, password_hash="argon2$not-to-log-in-with", now=NOW, progress=lambda done, total: None)

        ensure_home(now=NOW)
        ensure_home(now=NOW)

        content, version = content_queries.get_content()
        assert (version, content.hero.product_slug) == ("1", slug)
        assert set(content.hero.texts) == set(tenant.languages)


def test_every_page_is_written_in_all_languages():
    assert {language for page in load_pages() for language in page.texts} == {"en", "nl", "de", "fr", "ar"}
    assert all(len(page.texts) == 5 for page in load_pages())
