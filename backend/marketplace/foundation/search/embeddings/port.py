"""The port to a model, and which one this installation has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation.search.port import Vector, VectorSpace
from marketplace.kit.errors import Unavailable

LOCAL = VectorSpace("use-multilingual-3", 512)
MODELS = {
    "local": "marketplace.foundation.search.embeddings.local.LocalModel",
    "openai": "marketplace.foundation.search.embeddings.remote.OpenAIModel",
}


class EmbeddingsUnavailable(Unavailable):
    """The model does not answer now; search goes by words alone meanwhile."""

    code = "embeddings_unavailable"
    title = "Texts cannot be compared by meaning now"


class EmbeddingModel(ABC):
    @abstractmethod
    def embed(self, texts: Sequence[str], *, is_patient: bool) -> list[Vector]:
        """
        A vector of unit length for each text, of the size that ``vector_space`` names. ``is_patient``: nobody waits for it, so it
        may take its time and try again.

        :raises EmbeddingsUnavailable: if the model is elsewhere and does not answer
        """


def vector_space() -> VectorSpace | None:
    """What indices are to hold; none where the operator wants search by words alone."""
    if settings.EMBEDDINGS == "openai":
        return VectorSpace(settings.OPENAI_MODEL, settings.OPENAI_DIMENSIONS)
    return LOCAL if settings.EMBEDDINGS == "local" else None


@cache
def model() -> EmbeddingModel:
    """The model that ``GM_EMBEDDINGS`` names, one per process, loaded when first needed."""
    made: EmbeddingModel = import_string(MODELS[settings.EMBEDDINGS])()
    return made
