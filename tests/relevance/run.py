"""
How well search finds: every judged question is asked, and the answers are compared with the judgements.

    make relevance                        both ways apart and together, by kind of question
    make relevance WORST=20               and the questions that fared worst
    make relevance SEARCH=elasticsearch   on the other engine
    make relevance FEEDBACK=1             and what made-up customers' choices change

`words` is search without vectors, `meaning` is vectors alone, `both` is what the shop answers. nDCG@10 and, in brackets, recall.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import stack
from feedback import simulate
from judging import KINDS, Judged, judged, ndcg, recall

MOST = 100


class Measured(NamedTuple):
    kind: str
    ndcg: float
    recall: float
    question: str
    shown: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well search finds.")
    parser.add_argument("--worst", type=int, default=0, help="show so many of the questions that fared worst")
    parser.add_argument("--feedback", action="store_true", help="also learn from made-up customers' choices")
    parser.add_argument("--json", action="store_true", help="print the results as JSON, for a test")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="globalmarket-relevance-") as folder, stack.running(Path(folder)):
        from catalogue import products

        questions = list(judged({region: products(region) for region in stack.REGIONS}))
        results = {way: [_measure(each, ask) for each in questions] for way, ask in WAYS.items()}
        outcomes = simulate(questions, _scoped) if options.feedback else []
    if options.json:
        print(json.dumps({way: _summary(own) for way, own in results.items()}))
    else:
        _print(results, worst=options.worst)
        for exponent, asked, others in outcomes:
            print(f"looks fall by {exponent}: asked {asked[0]:.3f} -> {asked[1]:.3f}, others {others[0]:.3f} -> {others[1]:.3f}")


def _scoped(each: Judged) -> Sequence[str]:
    return _measure(each, _both).shown


def _measure(each: Judged, ask: Callable[[Judged], Sequence[str]]) -> Measured:
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory

    with tenancy.scope(directory.get(each.question.region)):
        shown = ask(each)
    return Measured(each.kind, ndcg(shown, each.grades), recall(shown, each.grades), each.question.q, shown)


def _both(each: Judged) -> list[str]:
    """What `GET store/products?q=` answers."""
    from marketplace.apps.discovery.queries import list_products
    from marketplace.apps.discovery.types.lists import Criteria
    from marketplace.kit.pages import PageRequest

    found = list_products(Criteria(q=each.question.q), place=_place(each), page=PageRequest(MOST))
    return [json.loads(bytes(card))["slug"] for card in (*found.items, *found.others)]  # type: ignore[arg-type]  # cards are JSON already


def _words(each: Judged) -> list[str]:
    with _without_model():
        return _both(each)


def _meaning(each: Judged) -> list[str]:
    from marketplace.apps.discovery.documents import PRODUCTS
    from marketplace.apps.discovery.domain.phrases import read_prices
    from marketplace.foundation.search import embeddings
    from marketplace.foundation.search.engine import engine
    from marketplace.foundation.search.port import Range, SearchRequest

    place = _place(each)
    understood = read_prices(each.question.q, place.currency)
    price = f"price.{place.currency}"
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        vector=embeddings.find_vector_of(understood.text if understood else each.question.q),
        filters=(Range(price, understood.price_min, understood.price_max),) if understood else (),
        limit=MOST,
        with_counts=False,
    )
    return [json.loads(bytes(hit.card or b"{}"))["slug"] for hit in engine().search(PRODUCTS, request).hits]


WAYS: dict[str, Callable[[Judged], Sequence[str]]] = {"words": _words, "meaning": _meaning, "both": _both}


def _place(each: Judged) -> Any:
    from marketplace.apps.discovery.types.lists import Place
    from marketplace.foundation import tenancy

    tenant = tenancy.current()
    return Place(language=each.question.lang, currency=tenant.default_currency, country=tenant.countries[0])


@contextmanager
def _without_model() -> Any:
    from django.test.utils import override_settings

    with override_settings(EMBEDDINGS="none"):
        yield


def _summary(results: Sequence[Measured]) -> dict[str, dict[str, float]]:
    by_kind: dict[str, list[Measured]] = defaultdict(list)
    for result in results:
        by_kind[result.kind].append(result)
    by_kind["all"] = list(results)
    return {
        kind: {
            "questions": len(own),
            "ndcg": round(mean(each.ndcg for each in own), 3),
            "recall": round(mean(each.recall for each in own), 3),
        }
        for kind, own in by_kind.items()
    }


def _print(results: dict[str, list[Measured]], *, worst: int) -> None:
    summaries = {way: _summary(own) for way, own in results.items()}
    print(f"\nnDCG@10 (recall), search engine {os.environ.get('GM_SEARCH_ENGINE', 'postgres')}\n")
    print(f"{'':16}{'questions':>10}" + "".join(f"{way:>16}" for way in results))
    for kind in (*KINDS, "all"):
        cells = [f"{summary[kind]['ndcg']:.3f} ({summary[kind]['recall']:.2f})" for summary in summaries.values()]
        print(f"{kind:16}{summaries['both'][kind]['questions']:>10}" + "".join(f"{cell:>16}" for cell in cells))
    for result in sorted(results["both"], key=lambda each: each.ndcg)[:worst]:
        print(f"  {result.ndcg:.2f} {result.kind:14} {result.question}  ->  {', '.join(result.shown[:5])} ({len(result.shown)})")


if __name__ == "__main__":
    main()
