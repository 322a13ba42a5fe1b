"""The Elasticsearch engine at work: rebuilding under load, refused documents, a server that is busy or silent."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from faults.proxy import Proxy

from launcher.servers import Server
from marketplace.foundation import tenancy
from marketplace.foundation.search import indices, unindexed
from marketplace.foundation.search.elasticsearch import client, writing
from marketplace.foundation.search.errors import RebuildRunning, SearchUnavailable
from marketplace.foundation.search.port import SearchDocument, Sort
from marketplace.foundation.search.tests.examples import ITEMS, Shop, document, total_of
from marketplace.foundation.search.tests.faults import Faults, mute
from marketplace.foundation.search.versions import take_version

pytestmark = pytest.mark.usefixtures("elasticsearch")

UNFIT = [("brand", "x" * 40_000)]  # longer than any keyword that the server takes


class TestRebuildUnderLoad:
    """Twelve documents that change all the time, and readers who must find all of them, never an older state than before."""

    NAMES = tuple(f"d{n:02}" for n in range(12))

    def test_never_misses_a_document_nor_shows_an_older_one(self, shop: Shop, eu: Any) -> None:
        state = dict.fromkeys(self.NAMES, 0)
        lock, stopping = threading.Lock(), threading.Event()
        faults: list[str] = []

        def documents(names: Sequence[str]) -> list[SearchDocument]:
            version = take_version()
            with lock:
                return [document(name, "Mug", version=version, numbers={"sold": state[name]}) for name in names]

        def write(own: Sequence[str]) -> None:
            while not stopping.is_set():
                for name in own:
                    with lock:
                        state[name] += 1
                    shop.engine.upsert(ITEMS, documents([name]))
                shop.engine.refresh(ITEMS)

        def read() -> None:
            seen = dict.fromkeys(self.NAMES, 0)
            while not stopping.is_set():
                numbers = self.numbers(eu)
                if set(numbers) != set(self.NAMES):
                    faults.append(f"{len(numbers)} of {len(self.NAMES)} found")
                faults.extend(f"{name} went back from {seen[name]} to {n}" for name, n in numbers.items() if n < seen[name])
                seen.update(numbers)

        shop.engine.upsert(ITEMS, documents(self.NAMES))
        shop.engine.refresh(ITEMS)
        threads = [self.thread(eu, work, faults) for work in (lambda: write(self.NAMES[::2]), lambda: write(self.NAMES[1::2]), read, read)]
        counts = [shop.engine.rebuild(ITEMS, lambda: (documents(self.NAMES[n : n + 3]) for n in range(0, 12, 3))) for _ in range(4)]
        stopping.set()
        for thread in threads:
            thread.join()
        shop.engine.refresh(ITEMS)

        assert faults == []
        assert counts == [12] * 4
        assert self.numbers(eu) == state
        assert min(state.values()) > 4

    def numbers(self, eu: Any) -> dict[str, int]:
        """What a reader sees: asked of the server itself, which knows the numbers."""
        with httpx.Client(base_url=settings.ELASTICSEARCH["clusters"]["eu"]["url"], trust_env=False) as http:
            asked = {"size": 100, "query": {"term": {"kind": "document"}}}
            hits = http.post("/items_eu/_search", params={"preference": client.copy()}, json=asked).json()["hits"]["hits"]
        return {hit["_id"]: hit["_source"]["numbers"]["sold"] for hit in hits}

    def thread(self, eu: Any, work: Any, faults: list[str]) -> threading.Thread:
        def run() -> None:
            with tenancy.scope(eu):
                try:
                    work()
                except Exception as error:
                    faults.append(repr(error))
                finally:
                    connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread


@pytest.mark.django_db(transaction=True)
class TestRebuild:
    def test_gives_the_same_answers_after_every_index_was_deleted(self, shop: Shop, elasticsearch: Server) -> None:
        items = [
            document(f"g{n}", {"nl": f"Rode mok {n}", "en": "Red mug"}, terms=[("brand", f"b{n % 3}")], numbers={"sold": n}, boost=n)
            for n in range(20)
        ]
        shop.add_all(items)
        questions: list[dict[str, Any]] = [{"text": "mok"}, {"text": "red"}, {"text": "moken"}, {"sort": Sort("sold")}]
        before = [self.answer(shop, question) for question in questions]

        httpx.delete(f"{elasticsearch.url}/items_eu-000001", trust_env=False).raise_for_status()
        emptied = self.answer(shop, {"text": "mok"})
        shop.engine.rebuild(ITEMS, lambda: [items[:7], items[7:]])

        assert emptied == ([], 0, None)
        assert [self.answer(shop, question) for question in questions] == before

    def test_leaves_one_index_behind(self, shop: Shop, elasticsearch: Server) -> None:
        for _ in range(3):
            shop.engine.rebuild(ITEMS, lambda: [[document("a", "Mug")]])

        assert list(httpx.get(f"{elasticsearch.url}/items_eu*", trust_env=False).json()) == ["items_eu-000004"]

    def test_takes_away_what_a_broken_one_left(self, shop: Shop, elasticsearch: Server) -> None:
        shop.add("old", "Mug")

        def broken() -> Iterator[Sequence[SearchDocument]]:
            yield [document("new", "Mug")]
            raise RebuildRunning

        with pytest.raises(RebuildRunning):
            shop.engine.rebuild(ITEMS, broken)
        shop.engine.rebuild(ITEMS, lambda: [[document("newest", "Mug")]])

        assert shop.ids("mug") == ["newest"]
        assert len(httpx.get(f"{elasticsearch.url}/items_eu*", trust_env=False).json()) == 1

    def test_the_first_one_hides_nothing_that_is_written_meanwhile(self, shop: Shop) -> None:
        """There is nothing to search before it; if it breaks off, what events have written is found all the same."""

        def broken() -> Iterator[Sequence[SearchDocument]]:
            shop.add("written", "Mug")
            seen.extend(shop.ids("mug"))
            raise RebuildRunning
            yield

        seen: list[str] = []
        with pytest.raises(RebuildRunning):
            shop.engine.rebuild(ITEMS, broken)

        assert seen == shop.ids("mug") == ["written"]

    def answer(self, shop: Shop, question: dict[str, Any]) -> Any:
        result = shop.ask(language="nl", limit=50, **question)
        return [hit.id for hit in result.hits], total_of(result), result.did_you_mean


class TestRefusedDocuments:
    @pytest.fixture
    def known(self) -> Iterator[None]:
        """The index of the examples among the apps' own."""
        indices.register(ITEMS, source=list)
        yield
        indices._indices.pop(ITEMS.name)

    def test_are_listed_and_the_others_stored(self, shop: Shop) -> None:
        stored = shop.add_all([document("good", "Mug"), document("bad", "Mug", terms=UNFIT), document("fine", "Mug")])

        (listed,) = unindexed.list_unindexed()
        assert stored == 2
        assert sorted(shop.ids("mug")) == ["fine", "good"]
        assert (listed.index_name, listed.document_id) == ("items", "bad")
        assert "immense term" in listed.reason

    def test_leave_the_list_once_a_version_fits(self, shop: Shop) -> None:
        shop.add("bad", "Mug", terms=UNFIT)

        shop.add("bad", "Mug")

        assert not unindexed.list_unindexed().exists()
        assert shop.ids("mug") == ["bad"]

    def test_leave_the_list_when_they_are_removed(self, shop: Shop) -> None:
        shop.add("bad", "Mug", terms=UNFIT)

        shop.remove("bad")

        assert not unindexed.list_unindexed().exists()

    def test_are_listed_once_in_their_newest_version(self, shop: Shop) -> None:
        for version in (1_000_001, 1_000_002):
            shop.add("bad", f"Mug {version}", version=version, terms=UNFIT)

        assert [row.version for row in unindexed.list_unindexed()] == [1_000_002]

    def test_stay_listed_while_they_do_not_fit(self, shop: Shop, known: None, settings: Any) -> None:
        shop.add("bad", "Mug", terms=UNFIT)

        assert self.replay(shop) == 0
        assert unindexed.list_unindexed().count() == 1

    def test_are_stored_when_they_are_replayed_after_the_cause_is_gone(self, shop: Shop, known: None) -> None:
        """As if the server had refused it for a reason that a new version of our code has mended."""
        unindexed.record(ITEMS, [(document("a", "Mug"), "some fault of ours")])

        assert self.replay(shop) == 1
        shop.engine.refresh(ITEMS)
        assert shop.ids("mug") == ["a"]

    def test_do_not_bring_back_an_older_state(self, shop: Shop, known: None) -> None:
        shop.add("a", "New", version=2_000_000)
        unindexed.record(ITEMS, [(document("a", "Old", version=1_000_000), "some fault of ours")])

        assert self.replay(shop) == 1
        shop.engine.refresh(ITEMS)
        assert shop.ids("new") == ["a"]

    def test_of_another_tenant_are_not_listed(self, shop: Shop, mena: Any) -> None:
        shop.add("bad", "Mug", terms=UNFIT)

        with tenancy.scope(mena):
            assert not unindexed.list_unindexed().exists()

    def test_are_listed_by_a_command(self, shop: Shop, eu: Any) -> None:
        unindexed.record(ITEMS, [(document("a", "Mug"), "no room")])
        printed = io.StringIO()

        call_command("search_unindexed", tenant="eu", stdout=printed)

        assert "items a version" in printed.getvalue()
        assert printed.getvalue().endswith(": no room\n")

    def replay(self, shop: Shop) -> int:
        return unindexed.replay(ITEMS.name, engine=shop.engine)


def test_a_process_reads_the_same_copy_always(shop: Shop, elasticsearch: Server) -> None:
    """Of two copies one may be a second behind, and a list would go back and forth between them."""
    with Proxy(elasticsearch.url) as proxy:
        settings.ELASTICSEARCH["clusters"]["eu"]["url"] = proxy.url
        client.forget()
        shop.add("a", "Mug")
        proxy.seen.clear()

        for text in ("mug", "", "mgu"):
            shop.ids(text)

    searches = [parse_qs(urlsplit(path).query) for _, path in proxy.seen if "_search" in path]
    assert len(searches) > 3
    assert all(asked["preference"] == [client.copy()] for asked in searches)


class TestABusyServer:
    @pytest.mark.parametrize("status", [429, 503])
    def test_is_asked_again_after_a_while(self, busy: tuple[Shop, Faults], status: int) -> None:
        shop, faults = busy
        faults.refuse(status, times=2)

        assert shop.add_all([document("a", "Mug")]) == 1
        assert len(faults.requests) == 3
        assert shop.ids("mug") == ["a"]

    def test_is_asked_again_for_those_alone_that_it_had_no_time_for(self, busy: tuple[Shop, Faults]) -> None:
        shop, faults = busy
        shop.add("warm", "Up")
        faults.requests.clear()
        faults.refuse_some({"b"}, 429)

        stored = shop.add_all([document(name, "Mug") for name in "abc"])

        assert stored == 3
        assert [request.count(b'"_id"') for request in faults.requests] == [3, 1]
        assert sorted(shop.ids("mug")) == ["a", "b", "c"]

    def test_fails_in_the_end(self, busy: tuple[Shop, Faults]) -> None:
        shop, faults = busy
        settings.ELASTICSEARCH["first_wait_s"] = 0.01
        faults.refuse(429, times=50)

        with pytest.raises(SearchUnavailable):
            shop.add("a", "Mug")
        assert len(faults.requests) == writing.RETRIES + 1


class TestASilentServer:
    def test_is_an_error_for_callers_and_answers_again(self, shop: Shop, elasticsearch: Server, silence: Any) -> None:
        shop.add("a", "Mug")

        with silence(elasticsearch):
            for use in (shop.engine.check, lambda: shop.ids("mug"), lambda: shop.add("b", "Mug")):
                with pytest.raises(SearchUnavailable):
                    use()

        assert "a" in shop.ids("mug")

    def test_is_asked_by_one_caller_at_a_time(self, shop: Shop) -> None:
        with mute() as (url, calls):
            settings.ELASTICSEARCH["clusters"]["eu"]["url"] = url
            client.forget()

            for _ in range(5):
                with pytest.raises(SearchUnavailable):
                    shop.ids("mug")

            assert len(calls) == 1
