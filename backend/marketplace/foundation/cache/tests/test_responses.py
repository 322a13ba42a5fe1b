"""Answers that are kept: for how long, for whom, and what happens when many want one at once or Valkey is away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses, tags, valkey
from marketplace.foundation.cache.responses import Answer
from marketplace.foundation.metrics.testing import value

THREADS = 50


class Maker:
    """Makes a new answer each time and counts; ``meanwhile`` happens while it is at it."""

    def __init__(self, *answer_tags: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.tags, self.meanwhile, self.times = answer_tags, meanwhile, 0
        self._lock = threading.Lock()

    def __call__(self) -> Answer:
        with self._lock:
            self.times += 1
            times = self.times
        self.meanwhile()
        return Answer(b"answer %d" % times, {"ETag": f'"{times}"'}, self.tags)


def ask(make: Callable[[], Answer], *, name: str = "list", fresh_s: int = 60) -> bytes:
    return responses.get(name, make, fresh_s=fresh_s).body


def ask_elsewhere(make: Callable[[], Answer], **options: Any) -> bytes:
    """As a process would that has kept and heard of nothing."""
    responses.forget()
    return ask(make, **options)


def test_an_answer_is_made_once(tenant):
    make = Maker("products")

    assert [ask(make), ask(make), ask_elsewhere(make)] == [b"answer 1"] * 3
    assert make.times == 1
    assert responses.get("list", make, fresh_s=60).headers == {"ETag": '"1"', "Cache-Change": "0"}


def test_it_is_counted_how_often_an_answer_was_there(tenant):
    def counted() -> list[float]:
        return [value("globalmarket_response_cache_total", tenant="eu", outcome=outcome) for outcome in ("made", "hit")]

    before = counted()

    ask(Maker()), ask(Maker()), ask_elsewhere(Maker())

    assert [after - earlier for after, earlier in zip(counted(), before, strict=True)] == [1, 2]


def test_other_questions_have_answers_of_their_own(tenant):
    make = Maker()

    assert [ask(make), ask(make, name="other")] == [b"answer 1", b"answer 2"]


def test_a_change_puts_what_depends_on_it_out_of_date(tenant):
    make, other = Maker("products", "vendor:1"), Maker("vendor:2")
    ask(make), ask(other, name="other")

    tags.expire("vendor:1")

    assert [ask(make), ask_elsewhere(make)] == [b"answer 2"] * 2
    assert ask(other, name="other") == b"answer 1"


def test_a_change_while_an_answer_is_made_is_not_lost(tenant):
    make = Maker("products", meanwhile=lambda: tags.expire("products") if make.times == 1 else None)

    assert [ask(make), ask(make), ask_elsewhere(make)] == [b"answer 1", b"answer 2", b"answer 2"]


def test_numbers_of_changes_rise_even_if_valkey_has_forgotten_them(tenant):
    tags.expire("products")
    before = tags.last_change()
    valkey.run(("FLUSHALL",))

    tags.expire("products")

    assert tags.last_change() > before


def test_an_answer_says_after_which_change_it_was_made(tenant):
    make = Maker("products", meanwhile=lambda: tags.expire("products"))
    tags.expire("vendors")
    before = str(tags.last_change())

    answers = [responses.get("list", make, fresh_s=60), responses.get("list", make, fresh_s=60)]

    assert [answer.headers["Cache-Change"] for answer in answers] == [before, str(int(before) + 1)]


def test_regions_share_nothing(eu, mena):
    make = Maker("products")
    with tenancy.scope(eu):
        ask(make)
    with tenancy.scope(mena):
        assert ask(make) == b"answer 2"
        tags.expire("products")
    with tenancy.scope(eu):
        assert ask_elsewhere(make) == b"answer 1"
        assert all(key.startswith((b"gm:eu:", b"gm:mena:")) for key in valkey.run(("KEYS", "*"))[0])


def test_without_a_region_there_are_no_answers():
    with pytest.raises(tenancy.NoTenantScope):
        ask(Maker())
    with pytest.raises(tenancy.NoTenantScope):
        tags.expire("products")


def test_nothing_is_put_out_of_date_before_its_commit(tenant):
    with pytest.raises(tenancy.ForbiddenInTransaction), tenancy.atomic():
        tags.expire("products")


def test_an_error_is_passed_on_and_not_kept(tenant):
    def fail() -> Answer:
        raise LookupError

    with pytest.raises(LookupError):
        ask(fail)

    assert ask(Maker()) == b"answer 1"


def test_an_answer_of_its_full_age_is_made_anew(tenant):
    make = Maker()
    ask(make, fresh_s=60)
    (key,) = valkey.run(("KEYS", "*answer:list"))[0]
    valkey.run(("PEXPIRE", key, responses.STALE_S * 1000))  # as if the 60 s were over

    assert ask_elsewhere(make) == b"answer 2"


class TestManyAtOnce:
    @pytest.fixture
    def crowd(self, tenant) -> Iterator[Callable[[Callable[[], Answer]], list[bytes]]]:
        """Fifty threads that ask the same at the same time."""
        barrier = threading.Barrier(THREADS)

        def one(make: Callable[[], Answer]) -> bytes:
            with tenancy.scope(tenant):
                barrier.wait()
                return ask(make)

        with ThreadPoolExecutor(THREADS) as pool:
            yield lambda make: list(pool.map(one, [make] * THREADS))

    def test_one_makes_what_all_are_given(self, crowd):
        make = Maker("products")

        assert crowd(make) == [b"answer 1"] * THREADS
        assert make.times == 1

    def test_one_makes_it_anew_while_the_others_have_the_last_one(self, crowd):
        make = Maker("products")
        ask(make)
        tags.expire("products")

        given = crowd(make)

        assert set(given) <= {b"answer 1", b"answer 2"}
        assert make.times == 2
        assert ask(make) == b"answer 2"


class TestOneThatDied:
    """It took the lock and never came back: its lock is still there."""

    @pytest.fixture(autouse=True)
    def _locked(self, tenant) -> None:
        valkey.run(("SET", valkey.key("answer:list:lock"), "1", "PX", 60_000))

    def test_does_not_keep_others_waiting_for_ever(self):
        make = Maker()

        assert [ask(make), ask_elsewhere(make)] == [b"answer 1"] * 2

    def test_leaves_the_last_answer_to_the_others(self):
        make = Maker("products")
        valkey.run(("DEL", valkey.key("answer:list:lock")))
        ask(make)
        self._die_making_the_next()

        assert ask(make) == b"answer 1"
        assert make.times == 1

    def _die_making_the_next(self) -> None:
        tags.expire("products")
        valkey.run(("SET", valkey.key("answer:list:lock"), "1", "PX", 60_000))


class TestWithoutValkey:
    def test_everybody_makes_their_own(self, tenant, other_valkey):
        make = Maker("products")
        ask(make)
        other_valkey.stop()

        assert [ask_elsewhere(make), ask(make)] == [b"answer 2", b"answer 3"]

    def test_what_was_being_made_is_given_all_the_same(self, tenant, other_valkey):
        assert ask(Maker("products", meanwhile=other_valkey.stop)) == b"answer 1"

    def test_who_publishes_a_change_hears_that_nobody_listened(self, tenant, other_valkey):
        other_valkey.stop()

        with pytest.raises(valkey.CacheUnavailable):
            tags.expire("products")
