"""The local model as it is, and the remote one against a server that speaks its protocol, well and badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import sqrt
from typing import Any

import pytest

from marketplace.foundation.search.embeddings import EmbeddingsUnavailable, find_vector_of, model, vector_space, vectors_of
from marketplace.foundation.search.embeddings.local import LocalModel
from marketplace.foundation.search.embeddings.remote import OpenAIModel
from marketplace.foundation.search.port import Vector, VectorSpace


def nearness(left: Vector, right: Vector) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


class TestLocalModel:
    def test_puts_what_means_the_same_near_each_other_across_languages(self) -> None:
        english, dutch, arabic, other = LocalModel().embed(["backpack", "rugzak", "حقيبة ظهر", "honey"], is_patient=True)

        assert len(english) == 512
        assert nearness(english, english) == pytest.approx(1, abs=1e-3)
        assert min(nearness(english, dutch), nearness(english, arabic)) > 2 * nearness(english, other)

    def test_takes_any_text(self) -> None:
        vectors = LocalModel().embed(["", "x" * 5_000, "🙂", "\u200f", "a\x00b"], is_patient=True)

        assert all(nearness(vector, vector) == pytest.approx(1, abs=1e-3) for vector in vectors)
        assert LocalModel().embed([], is_patient=True) == []

    def test_gives_each_passage_an_equal_say(self) -> None:
        mug, mok, both = vectors_of([["mug"], ["mok"], ["mug", "mok"]])

        assert nearness(both, mug) == pytest.approx(nearness(both, mok), abs=1e-3)
        assert sqrt(nearness(both, both)) == pytest.approx(1, abs=1e-3)

    def test_a_question_is_drawn_to_what_is_nearby(self) -> None:
        (knife,) = vectors_of([["kitchen knife"]])
        plain, drawn = find_vector_of("slice bread"), find_vector_of("slice bread", nearby={"kitchen knife": 1.5, "": 2.0})

        assert plain
        assert drawn
        assert nearness(drawn, knife) > nearness(plain, knife)

    def test_a_question_is_what_is_left_without_its_wrapping(self) -> None:
        wrapped, bare, other = (find_vector_of(text) for text in ("I am looking for something to slice bread", "slice bread", "bicycle"))

        assert wrapped
        assert bare
        assert other
        assert nearness(wrapped, bare) > 0.9 > nearness(wrapped, other)

    def test_a_question_without_words_has_no_vector(self) -> None:
        assert find_vector_of("?!") is None
        assert find_vector_of("  ") is None
        assert find_vector_of("mug") == find_vector_of(" mug ")


class Provider(BaseHTTPRequestHandler):
    """Answers in the shape of OpenAI's API; ``fault`` says how it fails."""

    fault = ""
    seen: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append({**asked, "key": self.headers["Authorization"]})
        size = 3 if self.fault == "size" else asked["dimensions"]
        data = [{"object": "embedding", "index": place, "embedding": [1.0, *[0.0] * (size - 1)]} for place in range(len(asked["input"]))]
        body = (
            b"not json"
            if self.fault == "nonsense"
            else json.dumps({"object": "list", "data": data[::-1], "model": "m", "usage": {}}).encode()
        )
        self.send_response({"busy": 429, "broken": 500, "key": 401}.get(self.fault, 200))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def provider(settings: Any) -> Iterator[type[Provider]]:
    Provider.fault, Provider.seen = "", []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMBEDDINGS, settings.OPENAI_API_KEY, settings.OPENAI_MODEL = "openai", "key-of-tests", "text-embedding-3-small"
    settings.OPENAI_URL, settings.OPENAI_DIMENSIONS = f"http://127.0.0.1:{server.server_port}/v1", 64
    model.cache_clear()
    yield Provider
    model.cache_clear()
    server.shutdown()
    server.server_close()


class TestRemoteModel:
    def test_asks_for_the_configured_model_and_size(self, provider: type[Provider]) -> None:
        (vector,) = OpenAIModel().embed(["mug"], is_patient=True)

        assert vector == (1.0, *[0.0] * 63)
        assert vector_space() == VectorSpace("text-embedding-3-small", 64)
        (asked,) = provider.seen
        assert (asked["model"], asked["dimensions"], asked["input"]) == ("text-embedding-3-small", 64, ["mug"])
        assert asked["key"] == "Bearer key-of-tests"

    def test_asks_in_batches(self, provider: type[Provider]) -> None:
        vectors = OpenAIModel().embed(["mug"] * 300, is_patient=True)

        assert len(vectors) == 300
        assert [len(asked["input"]) for asked in provider.seen] == [256, 44]

    @pytest.mark.parametrize("fault", ["busy", "broken", "key", "size", "nonsense"])
    def test_a_question_goes_without_a_vector_when_it_fails(self, provider: type[Provider], fault: str) -> None:
        provider.fault = fault

        assert find_vector_of(f"question of {fault}") is None

    def test_customers_do_not_wait_for_it_after_a_failure(self, provider: type[Provider]) -> None:
        made, provider.fault = OpenAIModel(), "broken"
        for _ in range(3):
            with pytest.raises(EmbeddingsUnavailable):
                made.embed(["mug"], is_patient=False)

        assert len(provider.seen) == 1

    def test_the_worker_tries_again(self, provider: type[Provider]) -> None:
        provider.fault = "key"
        made = OpenAIModel()
        with pytest.raises(EmbeddingsUnavailable):
            made.embed(["mug"], is_patient=True)
        provider.fault = ""

        assert len(made.embed(["mug"], is_patient=True)) == 1

    def test_nobody_there(self, provider: type[Provider], settings: Any) -> None:
        settings.OPENAI_URL = "http://127.0.0.1:9/v1"

        with pytest.raises(EmbeddingsUnavailable):
            OpenAIModel().embed(["mug"], is_patient=False)
