"""
How well the assistant answers without a language model: 200 judged questions in five languages about the demo's catalogue and pages, put to
the real stores. Next to it search alone: what the first card of the same question says.

An answer is right if it holds every required fact and cites what it is about; for what the shop cannot know, if it says so. An invented
fact is a number that nothing holds which was looked up, whether the answer is right or not.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

RELEVANCE = Path(__file__).resolve().parents[1] / "relevance"
QUESTIONS = Path(__file__).parent / "assistant_questions.yaml"
HELD_OUT = Path(__file__).parent / "assistant_held_out.yaml"  # asked once; mended by since
SECOND_HELD_OUT = Path(__file__).parent / "assistant_second_held_out.yaml"  # on which nothing was mended


class Judged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: str
    ask: str
    before: list[str] = []
    facts: list[str] = []
    source: str = ""
    unknown: bool = False
    person: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    region: str
    country: str
    questions: list[Judged]


class Measured(NamedTuple):
    language: str
    question: Judged
    answer: str
    is_right: bool
    is_right_alone: bool  # by search alone
    invented: list[str]
    ms: float


def measure_assistant() -> None:
    sys.path.insert(0, str(RELEVANCE))
    import stack

    with tempfile.TemporaryDirectory(prefix="globalmarket-assistant-") as folder, stack.running(Path(folder)):
        _fill()
        for name, file in {"judged": QUESTIONS, "held out at first": HELD_OUT, "held out": SECOND_HELD_OUT}.items():
            results = [each for language, part in _parts(file).items() for each in _measure(language, part)]
            _print(name, results)
            if os.environ.get("WRONG") and file != SECOND_HELD_OUT:
                _print_wrong([each for each in results if not each.is_right or each.invented])


def _parts(file: Path = QUESTIONS) -> dict[str, Part]:
    return msgspec.yaml.decode(file.read_bytes(), type=dict[str, Part])


def _fill() -> None:
    """The demo as a region has it: products, stock, vendors with their delivery, pages; indexed with their vectors."""
    from django.core.management import call_command

    from marketplace.apps.demo.domain import load_demo
    from marketplace.apps.demo.services import filling
    from marketplace.apps.demo.services.pages import ensure_pages
    from marketplace.apps.discovery.documents import PRODUCTS
    from marketplace.foundation import clock, tenancy
    from marketplace.foundation.search import embeddings
    from marketplace.foundation.tenancy import directory

    for region in sorted({part.region for part in _parts().values()}):
        with tenancy.scope(directory.get(region)):
            filling.fill(load_demo(region), password_hash="!", now=clock.now(), progress=lambda done, of: None)
            ensure_pages(now=clock.now())
        call_command("rebuild_search", tenant=region, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        with tenancy.scope(directory.get(region)):
            embeddings.fill_missing(PRODUCTS)


def _measure(language: str, part: Part) -> Iterator[Measured]:
    from marketplace.apps.assistant.providers.base import Question, Said
    from marketplace.apps.assistant.providers.local import LocalProvider
    from marketplace.apps.assistant.services.tools import Caller, OwnTools
    from marketplace.apps.assistant.types import Answer, Author, Memory
    from marketplace.apps.discovery.queries import get_region
    from marketplace.apps.discovery.types.lists import Place
    from marketplace.foundation import clock, tenancy
    from marketplace.foundation.tenancy import directory

    with tenancy.scope(directory.get(part.region)):
        currency = get_region().country_currencies[part.country]
        place = Place(language=language, currency=currency, country=part.country)
        for judged in part.questions:
            memory, history = Memory(), []
            for text in (*judged.before, judged.ask):
                tools = _Heard(OwnTools(caller=Caller(customer_id="", address="127.0.0.1"), place=place, memory=memory, now=clock.now()))
                question = Question(text=text, language=language, history=list(history), memory=memory, now=clock.now())
                started = time.perf_counter()
                *_, answer = LocalProvider().answer(question, tools)
                ms = (time.perf_counter() - started) * 1_000
                assert isinstance(answer, Answer)
                history += [Said(Author.VISITOR, text), Said(Author.ASSISTANT, answer.text)]
            alone = tools.tools.find_products(judged.ask, limit=1)
            yield Measured(
                language=language,
                question=judged,
                answer=answer.text,
                is_right=_is_right(judged, answer.text, [source.ref for source in answer.sources], answer),
                is_right_alone=bool(alone) and _holds(judged, _card_text(alone[0], language)) and alone[0].slug in judged.source.split("|"),
                invented=_invented(answer.text, tools.results),
                ms=ms,
            )


class _Heard:
    """The toolbox, whose results are kept: what may be said."""

    def __init__(self, tools: Any) -> None:
        self.tools, self.results = tools, [str(tools.now.year)]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.tools, name)
        if not callable(found):
            return found

        def call(*given: Any, **named: Any) -> Any:
            result = found(*given, **named)
            self.results += _written(result, self.tools.place.language)
            return result

        return call


def _written(value: Any, language: str) -> list[str]:
    """Every text, number and amount in a result, as the language writes them."""
    from marketplace.foundation.texts import amount
    from marketplace.kit.money import Money

    if isinstance(value, Money):
        return [amount(value, language)]
    if isinstance(value, msgspec.Struct):
        return [text for name in value.__struct_fields__ for text in _written(getattr(value, name), language)]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _written(each, language)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _written(each, language)]
    return [str(value)]


def _is_right(judged: Judged, text: str, sources: list[str], answer: Any) -> bool:
    if judged.unknown:
        return not answer.is_known
    if judged.person:
        return bool(answer.offers_hand_over and answer.is_known)
    return _holds(judged, text) and (not judged.source or bool(set(judged.source.split("|")) & set(sources)))


def _holds(judged: Judged, text: str) -> bool:
    from marketplace.apps.assistant.domain.checking import numbers_of
    from marketplace.foundation.search.folding import fold

    folded, numbers = f" {fold(text)}", numbers_of(text)

    def is_there(fact: str) -> bool:
        return fold(fact) in folded or (fact.replace(".", "").isdigit() and numbers_of(fact) <= numbers)

    return bool(judged.facts) and all(any(map(is_there, fact.split("|"))) for fact in judged.facts)


def _card_text(card: Any, language: str) -> str:
    from marketplace.apps.assistant.providers.local.products import listed
    from marketplace.foundation.texts import render

    return "\n".join(render(line, language) for line in listed([card], language))


def _invented(text: str, results: list[str]) -> list[str]:
    from marketplace.apps.assistant.domain.checking import numbers_of

    return sorted(numbers_of(text) - numbers_of("\n".join(results)))


def _print(title: str, results: list[Measured]) -> None:
    by: dict[str, list[Measured]] = defaultdict(list)
    for each in results:
        by[each.language].append(each)
        by[each.question.kind].append(each)
    print(f"assistant without a language model, {title}: {len(results)} questions")
    for name, own in {**by, "all": results}.items():
        right, alone = (sum(getattr(each, field) for each in own) / len(own) for field in ("is_right", "is_right_alone"))
        invented = sum(len(each.invented) for each in own)
        print(f"  {name:10} {len(own):3}  right {right:.3f}  search alone {alone:.3f}  invented {invented}")
    times = sorted(each.ms for each in results)
    print(f"  an answer took {times[len(times) // 2]:.0f} ms in the middle, {times[int(len(times) * 0.95)]:.0f} ms at 95 %")


def _print_wrong(wrong: list[Measured]) -> None:
    """With WRONG=1, to see what to mend; never by writing an example that is in a judged set, and never of what is held out."""
    for each in wrong:
        print(f"\n[{each.language} {each.question.kind}] {each.question.ask}")
        print(f"  wanted {each.question.facts} {each.question.source} invented {each.invented}")
        print("  " + each.answer.replace("\n", "\n  "))


if __name__ == "__main__":
    measure_assistant()
