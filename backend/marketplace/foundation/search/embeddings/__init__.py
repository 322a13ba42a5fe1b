"""Texts as vectors: near in meaning is near in space, across languages. Which model makes them is the operator's choice."""

from marketplace.foundation.search.embeddings.filling import fill_missing
from marketplace.foundation.search.embeddings.port import EmbeddingModel, EmbeddingsUnavailable, model, vector_space
from marketplace.foundation.search.embeddings.vectors import find_vector_of, vectors_of

__all__ = ["EmbeddingModel", "EmbeddingsUnavailable", "fill_missing", "find_vector_of", "model", "vector_space", "vectors_of"]
