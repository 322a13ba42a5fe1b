from __future__ import annotations

from marketplace.apps.intelligence.domain.breaker import FAILURES, REST_S, Breaker

KEY = ("eu", "recommendations")


def failed(times: int, *, now_s: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(times):
        breaker.note(KEY, is_well=False, now_s=now_s)
    return breaker


def test_asks_until_it_has_failed_several_times_in_a_row():
    assert failed(FAILURES - 1).allows(KEY, now_s=0.0)
    assert not failed(FAILURES).allows(KEY, now_s=0.0)


def test_an_answer_in_between_begins_the_count_anew():
    breaker = failed(FAILURES - 1)
    breaker.note(KEY, is_well=True, now_s=0.0)
    breaker.note(KEY, is_well=False, now_s=0.0)

    assert breaker.allows(KEY, now_s=0.0)


def test_lets_one_through_after_each_rest_until_an_answer_comes():
    breaker = failed(FAILURES)

    assert [breaker.allows(KEY, now_s=REST_S + place) for place in (0.0, 0.1, 0.2)] == [True, False, False]
    breaker.note(KEY, is_well=True, now_s=REST_S + 1)
    assert breaker.allows(KEY, now_s=REST_S + 1)


def test_survives_a_good_answer_of_another_thread_in_the_midst_of_a_bad_one():
    class Raced(dict[tuple[str, str], int]):
        """Another thread's success comes right after each failure is noted."""

        def __setitem__(self, key: tuple[str, str], value: int) -> None:
            super().__setitem__(key, value)
            breaker.note(key, is_well=True, now_s=0.0)

    breaker = Breaker(_failed=Raced())

    breaker.note(KEY, is_well=False, now_s=0.0)

    assert breaker.allows(KEY, now_s=0.0)


def test_another_region_and_another_model_are_asked():
    breaker = failed(FAILURES)

    assert breaker.allows(("mena", "recommendations"), now_s=0.0)
    assert breaker.allows(("eu", "forecasts"), now_s=0.0)
