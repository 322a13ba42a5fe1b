"""Embeddings of OpenAI, or of another service with its protocol, for operators who have a key."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings

from marketplace.foundation.search.embeddings.port import EmbeddingModel, EmbeddingsUnavailable
from marketplace.foundation.search.port import Vector

BATCH = 256
MAX_CHARACTERS = 8_000  # of a text: below what the models take, in any language
PATIENT_TIMEOUT_S, HASTY_TIMEOUT_S = 60.0, 1.5
PAUSE_S = 30.0  # after a failure, so that searching customers do not each wait for the next one
TRIES = 3


class OpenAIModel(EmbeddingModel):
    def __init__(self) -> None:
        from openai import OpenAI

        self._client = OpenAI(api_key=settings.OPENAI_API_KEY, base_url=settings.OPENAI_URL, max_retries=0)
        self._paused_until = 0.0

    def embed(self, texts: Sequence[str], *, is_patient: bool) -> list[Vector]:
        if not is_patient and time.monotonic() < self._paused_until:
            raise EmbeddingsUnavailable(note="the model did not answer a moment ago")
        starts = range(0, len(texts), BATCH)
        return [vector for start in starts for vector in self._embed(texts[start : start + BATCH], is_patient=is_patient)]

    def _embed(self, texts: Sequence[str], *, is_patient: bool) -> list[Vector]:
        from openai import OpenAIError

        client = self._client.with_options(
            timeout=PATIENT_TIMEOUT_S if is_patient else HASTY_TIMEOUT_S, max_retries=TRIES - 1 if is_patient else 0
        )
        try:
            answer = client.embeddings.create(
                model=settings.OPENAI_MODEL,
                dimensions=settings.OPENAI_DIMENSIONS,
                input=[text[:MAX_CHARACTERS] for text in texts],
                encoding_format="float",
            )
            vectors = [tuple(each.embedding) for each in sorted(answer.data, key=lambda each: each.index)]
            if [len(vector) for vector in vectors] != [settings.OPENAI_DIMENSIONS] * len(texts):
                raise ValueError("not the vectors that were asked for")
        except (OpenAIError, ValueError, TypeError, AttributeError) as error:  # the client takes any JSON for an answer
            self._paused_until = time.monotonic() + PAUSE_S
            raise EmbeddingsUnavailable(note="the model does not answer as it should") from error
        return vectors
