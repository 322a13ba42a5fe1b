"""The contract of writing: versions, rebuilding, and which tenant."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pytest
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.search import unindexed
from marketplace.foundation.search.errors import RebuildRunning
from marketplace.foundation.search.port import Removal, SearchDocument, SearchEngine, Sort
from marketplace.foundation.search.tests.examples import ITEMS, SALES, Shop, document
from marketplace.foundation.search.versions import take_version

BY_AGE = Sort("created_at")


def test_an_older_write_never_replaces_a_newer_one(shop: Shop) -> None:
    shop.add("a", "New title", version=2_000_000)

    stored = shop.add_all([document("a", "Old title", version=1_000_000)])

    assert stored == 0
    assert shop.ids("new") == ["a"]
    assert shop.ids("old") == []


def test_the_newest_of_one_batch_wins(shop: Shop) -> None:
    shop.add_all([document("a", "Second", version=1_000_002), document("a", "First", version=1_000_001)])

    assert shop.ids("second") == ["a"]
    assert shop.ids("first") == []


def test_an_older_write_cannot_bring_back_what_was_removed(shop: Shop) -> None:
    shop.add("a", "Mug", version=1_000_000)
    shop.remove("a", version=3_000_000)

    shop.add("a", "Mug", version=2_000_000)

    assert shop.ids("mug") == []


def test_a_newer_write_brings_back_what_was_removed(shop: Shop) -> None:
    shop.add("a", "Mug", version=1_000_000)
    shop.remove("a", version=2_000_000)

    shop.add("a", "Mug", version=3_000_000)

    assert shop.ids("mug") == ["a"]


def test_an_older_removal_does_nothing(shop: Shop) -> None:
    shop.add("a", "Mug", version=2_000_000)

    removed = shop.remove("a", version=1_000_000)

    assert removed == 0
    assert shop.ids("mug") == ["a"]


def test_removing_what_is_not_there_does_no_harm(shop: Shop) -> None:
    shop.remove("ghost")

    assert shop.ids(sort=BY_AGE) == []


def test_a_write_replaces_the_whole_document(shop: Shop) -> None:
    shop.add("a", {"en": "Red mug", "nl": "Rode mok"}, terms=[("brand", "acme")], codes=["X-1"])

    shop.add("a", {"en": "Blue mug"}, terms=[("brand", "zeta")])

    assert shop.ids("rode", "nl") == shop.ids("red") == shop.ids("x1") == []
    assert [value.value for facet in shop.ask("mug").counts.facets for value in facet.values] == ["zeta"]  # type: ignore[union-attr]


def test_an_empty_index_answers(shop: Shop) -> None:
    assert shop.ids("mug") == shop.ids(sort=BY_AGE, spans=("price.EUR",)) == []
    assert shop.engine.is_current(ITEMS)
    shop.engine.check()


def test_indices_do_not_mix(tenant: Any, engine: SearchEngine) -> None:
    items, sales = Shop(engine, ITEMS), Shop(engine, SALES)
    items.add("mug", "Mug")
    sales.add("order", {"": "Mug"}, terms=[("state", "paid")])

    assert items.ids("mug") == ["mug"]
    assert sales.ids("mug", "") == ["order"]


def test_an_index_without_languages_finds_words_as_they_are(tenant: Any, engine: SearchEngine) -> None:
    sales = Shop(engine, SALES)
    sales.add("ord_1", {"": "EU-2026-000123 Fatima Al-Sabah"}, codes=["EU-2026-000123"], numbers={"total.EUR": 500, "placed_at": 5})
    sales.add("ord_2", {"": "EU-2026-000124 Jan de Boer"}, codes=["EU-2026-000124"], numbers={"total.EUR": 900, "placed_at": 6})

    assert sales.ids("EU-2026-000123", "") == ["ord_1"]
    assert sales.ids("de boer", "") == ["ord_2"]
    assert sales.ids("", "", sort=Sort("placed_at")) == ["ord_2", "ord_1"]


@pytest.mark.django_db(transaction=True)
class TestRebuild:
    def test_brings_what_the_source_has_and_drops_the_rest(self, shop: Shop) -> None:
        shop.add("stale", "Mug")

        count = shop.engine.rebuild(ITEMS, lambda: [[document("a", "Mug")], [document("b", "Mug")]])

        assert count == 2
        assert sorted(shop.ids("mug")) == ["a", "b"]

    def test_may_start_from_nothing_and_end_with_nothing(self, shop: Shop) -> None:
        assert shop.engine.rebuild(ITEMS, list) == 0
        assert shop.ids("mug") == []

    def test_answers_from_the_old_generation_until_the_new_one_is_whole(self, shop: Shop) -> None:
        shop.add("old", "Mug")
        seen: list[list[str]] = []

        def source() -> Iterator[Sequence[SearchDocument]]:
            for number in range(3):
                yield [document(f"n{number}", "Mug")]
                seen.append(shop.ids("mug"))

        shop.engine.rebuild(ITEMS, source)

        assert seen == [["old"]] * 3
        assert sorted(shop.ids("mug")) == ["n0", "n1", "n2"]

    def test_keeps_what_is_written_meanwhile(self, shop: Shop) -> None:
        shop.add("edited", "Before")
        shop.add("removed", "Mug")

        def source() -> Iterator[Sequence[SearchDocument]]:
            read_early = [document("edited", "Before"), document("removed", "Mug")]
            yield [document("other", "Hat")]
            shop.add("edited", "After")
            shop.add("created", "Mug")
            shop.remove("removed")
            yield read_early

        shop.engine.rebuild(ITEMS, source)

        assert shop.ids("after") == ["edited"]
        assert shop.ids("before") == []
        assert shop.ids("mug") == ["created"]

    def test_leaves_the_old_generation_in_use_when_it_breaks_off(self, shop: Shop) -> None:
        shop.add("old", "Mug")

        def source() -> Iterator[Sequence[SearchDocument]]:
            yield [document("new", "Mug")]
            raise RuntimeError("the source went away")

        with pytest.raises(RuntimeError):
            shop.engine.rebuild(ITEMS, source)

        assert shop.ids("mug") == ["old"]
        assert shop.engine.rebuild(ITEMS, lambda: [[document("new", "Mug")]]) == 1
        assert shop.ids("mug") == ["new"]

    def test_runs_once_at_a_time(self, shop: Shop, eu: Any) -> None:
        refused: list[type[BaseException]] = []

        def second_rebuild() -> None:
            with tenancy.scope(eu):
                try:
                    shop.engine.rebuild(ITEMS, list)
                except RebuildRunning as error:
                    refused.append(type(error))
                finally:
                    connections.close_all()

        def source() -> Iterator[Sequence[SearchDocument]]:
            thread = threading.Thread(target=second_rebuild)
            thread.start()
            thread.join()
            yield [document("a", "Mug")]

        shop.engine.rebuild(ITEMS, source)

        assert refused == [RebuildRunning]
        assert shop.ids("mug") == ["a"]

    def test_another_process_finds_the_new_generation(self, shop: Shop, eu: Any) -> None:
        shop.add("old", "Mug")
        shop.ids("mug")
        shop.engine.rebuild(ITEMS, lambda: [[document("new", "Mug")]])

        assert shop.ids("mug") == ["new"]

    def test_parallel_writers_end_with_the_newest_and_right_counts(self, shop: Shop, eu: Any) -> None:
        def write(start: int) -> None:
            with tenancy.scope(eu):
                for version in range(start, start + 40, 4):
                    title = "Final kettle" if version == 39 else "Draft kettle"
                    batch = [document(name, title, version=1_000_000 + version) for name in ("b", "a")]
                    shop.engine.upsert(ITEMS, batch if start % 2 else batch[::-1])
            connections.close_all()

        threads = [threading.Thread(target=write, args=[start]) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        shop.engine.refresh(ITEMS)

        assert sorted(shop.ids("final")) == ["a", "b"]
        assert shop.ids("draft") == shop.ids("drft") == []
        assert len(shop.ids("ketle")) == 2


def test_says_when_the_definition_has_outgrown_the_stored_index(shop: Shop) -> None:
    shop.add("a", "Mug")

    wider = msgspec.structs.replace(ITEMS, numbers=(*ITEMS.numbers, "weight"))

    assert shop.engine.is_current(ITEMS)
    assert not shop.engine.is_current(wider)


def test_tickets_rise(tenant: Any) -> None:
    first, second = take_version(), take_version()

    assert second > first


def test_refuses_to_work_without_a_tenant_or_inside_a_transaction(engine: SearchEngine, eu: Any) -> None:
    with pytest.raises(tenancy.NoTenantScope):
        engine.delete(ITEMS, [Removal("a", 1)])
    with pytest.raises(tenancy.NoTenantScope):
        Shop(engine).ids("mug")
    with tenancy.scope(eu), tenancy.atomic(), pytest.raises(tenancy.ForbiddenInTransaction):
        engine.upsert(ITEMS, [document("a", "Mug")])


def test_a_tenant_finds_only_its_own(shop: Shop, mena: Any) -> None:
    shop.add("european", "Mug")

    with tenancy.scope(mena):
        shop.add("gulf", "Mug")
        gulf = shop.ids("mug")

    assert gulf == ["gulf"]
    assert shop.ids("mug") == ["european"]


def test_a_document_with_more_words_than_an_engine_takes_is_indexed_with_the_first_ones(shop: Shop) -> None:
    many = [f"{number:x}".rjust(6, "k") * 40 for number in range(4_000)]
    huge = document("huge", {"en": "Mug", "de": "Becher", "nl": "Mok", "fr": "Tasse"}, keywords=many, bodies={"en": "㌀" * 20_000})

    assert shop.add_all([huge, document("cup", "Cup")]) == 2
    assert shop.ids("mug") == ["huge"]
    assert shop.engine.rebuild(shop.index, lambda: [[huge, document("cup", "Cup")]]) == 2


def test_a_document_that_the_engine_refuses_is_set_aside_and_a_rebuild_goes_on(shop: Shop) -> None:
    refused = document("refused", "Mug", numbers={"sold": 2**70})
    good = [document(name, "Mug") for name in ("a", "b")]

    assert shop.add_all([good[0], refused, good[1]]) == 2
    assert shop.engine.rebuild(shop.index, lambda: [[good[0], refused], [good[1]]]) == 2
    shop.engine.refresh(shop.index)

    assert sorted(shop.ids("mug")) == ["a", "b"]
    assert [row.document_id for row in unindexed.list_unindexed(shop.index.name)] == ["refused"]

    shop.add("refused", "Mug", numbers={"sold": 1})
    assert not unindexed.list_unindexed(shop.index.name).exists()
