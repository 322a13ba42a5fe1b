"""A cluster as it stands in production: behind https with an authority of its own, open to who has the key."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.certificates import Authority
from faults.proxy import Proxy, answer, demand

from launcher.servers import Server
from marketplace.foundation import tenancy
from marketplace.foundation.regions.checks import check_region
from marketplace.foundation.search.elasticsearch import client
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.foundation.search.tests.examples import Shop, document

KEY = secrets.token_hex(16)
Place = Callable[..., None]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def cluster(elasticsearch: Server, authority: Authority) -> Iterator[Proxy]:
    with Proxy(elasticsearch.url, tls=authority.server_context()) as proxy:
        proxy.always(demand("Authorization", f"ApiKey {KEY}"))
        yield proxy


@pytest.fixture
def place(cluster: Proxy, authority: Authority, settings: Any) -> Iterator[Place]:
    """Says where a region's cluster is."""

    def put(slug: str = "eu", **changes: Any) -> None:
        settings.ELASTICSEARCH["clusters"][slug] = {"url": cluster.url, "api_key": KEY, "ca_file": str(authority.file), **changes}
        client.forget()

    yield put
    client.forget()


def test_who_trusts_the_authority_and_has_the_key_is_served(shop: Shop, place: Place) -> None:
    place()

    shop.add("a", "Mug")

    assert shop.ids("mug") == ["a"]


def test_two_regions_on_one_cluster_have_their_own_keys(shop: Shop, place: Place, mena: Any) -> None:
    place()
    place("mena", api_key="another")
    shop.add("a", "Mug")

    with tenancy.scope(mena), pytest.raises(SearchUnavailable):
        shop.ids("mug")

    assert shop.ids("mug") == ["a"]


@pytest.mark.parametrize("ca_file", [None, "another's"])
def test_a_certificate_of_another_authority_is_refused_and_logged(
    shop: Shop, place: Place, cluster: Proxy, tmp_path: Path, caplog: pytest.LogCaptureFixture, ca_file: str | None
) -> None:
    place(ca_file=ca_file and str(Authority(tmp_path, "another's").file))

    with pytest.raises(SearchUnavailable):
        shop.ids("mug")

    assert "Elasticsearch of eu has no certificate that we trust" in caplog.text
    assert cluster.seen == []


@pytest.mark.parametrize("key", [None, "wrong"])
class TestWithoutTheKey:
    def test_search_is_out_of_order_and_the_log_says_why(
        self, shop: Shop, place: Place, key: str | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        place(api_key=key)

        for use in (lambda: shop.ids("mug"), shop.engine.check):
            with pytest.raises(SearchUnavailable):
                use()

        assert caplog.text.count("Elasticsearch refuses the API key of eu") == 1
        assert "security_exception" in caplog.text

    def test_nothing_that_is_written_is_taken_for_stored(
        self, shop: Shop, place: Place, key: str | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        place(api_key=key)

        with pytest.raises(SearchUnavailable):
            shop.add("a", "Mug")

        assert "refuses the API key" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_a_region_says_so(self, on_elasticsearch: Server, place: Place, key: str | None, eu: Any) -> None:
        place(api_key=key)

        with tenancy.scope(eu):
            (problem,) = check_region(eu)

        assert problem.startswith("search: ")


def test_a_key_without_the_right_to_write_is_logged(shop: Shop, place: Place, cluster: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    place()
    shop.add("a", "Mug")
    cluster.always(answer(403))

    with pytest.raises(SearchUnavailable):
        shop.add_all([document("b", "Mug")])

    assert "Elasticsearch refuses the API key of eu" in caplog.text


def test_the_key_is_in_no_log(shop: Shop, place: Place, caplog: pytest.LogCaptureFixture, cluster: Proxy) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("elastic_transport", "elasticsearch", "urllib3"):
        caplog.set_level(logging.DEBUG, name)
    place()

    shop.add("a", "Mug")
    cluster.always(answer(401))
    with pytest.raises(SearchUnavailable) as refused:
        shop.ids("mug")

    assert "refuses the API key" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(refused.getrepr(showlocals=False))
