"""The worker's part: vectors for what was indexed without one."""

from __future__ import annotations

import time

from marketplace.foundation.search.embeddings.vectors import vectors_of
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import DocumentVector, IndexDefinition

BATCH = 100


def fill_missing(index: IndexDefinition, *, patience_s: float = float("inf")) -> int:
    """
    Compute and store vectors until none is missing, or the patience is at its end; how many were stored. Safe to repeat and to
    interrupt: what a document says meanwhile wins.

    :raises EmbeddingsUnavailable: if the model does not answer; what was stored before stays
    """
    until, stored = time.monotonic() + patience_s, 0
    while missing := engine().missing_vectors(index, limit=BATCH):
        made = vectors_of([each.passages for each in missing])
        pairs = zip(missing, made, strict=True)
        count = engine().set_vectors(index, [DocumentVector(each.id, each.digest, vector) for each, vector in pairs])
        stored += count
        if time.monotonic() > until or not count:  # nothing stored: all of them were written anew meanwhile, and are asked for again later
            break
    return stored
