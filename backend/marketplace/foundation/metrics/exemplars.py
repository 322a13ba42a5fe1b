"""
The trace of the latest observation in each bucket of a histogram, which OpenMetrics calls an exemplar: the way from a slow endpoint to one
request that was slow.

prometheus_client keeps none where several processes count into files. So each process writes its own into a file of the same folder, once
in a while, and the process that shows the sum of all reads every file. A trace that is not recorded is nobody's exemplar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from prometheus_client import Metric
from prometheus_client.samples import Exemplar

SUFFIX = ".exemplars"

Key = tuple[str, tuple[tuple[str, str], ...]]  # a sample's name and labels

_decoder = msgspec.json.Decoder(list[tuple[Key, tuple[dict[str, str], float, float]]])


class Exemplars:
    """Those of one process. For several threads."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, Lock()
        self._latest: dict[Key, Exemplar] = {}
        self._is_changed = False

    def put(self, key: Key, exemplar: Exemplar) -> None:
        with self._lock:
            self._latest[key], self._is_changed = exemplar, True

    def write(self) -> None:
        """For the process that shows them, if there is something new. :raises OSError:"""
        with self._lock:
            if not self._is_changed:
                return
            content, self._is_changed = msgspec.json.encode(list(self._latest.items())), False
        draft = self._file.with_suffix(".new")
        draft.write_bytes(content)
        draft.replace(self._file)  # at once: a reader never sees half of it


def keeping(counted: Any, exemplars: Exemplars) -> type[Any]:
    """``counted`` (the library's class of values in files), which takes exemplars as well."""

    class Value(counted):  # the library makes the class as it runs
        def __init__(
            self, kind: str, metric: str, name: str, labels: Sequence[str], values: Sequence[str], *rest: Any, **options: Any
        ) -> None:
            super().__init__(kind, metric, name, labels, values, *rest, **options)
            self._exemplar_key = name, tuple(sorted(zip(labels, values, strict=True)))

        def set_exemplar(self, exemplar: Exemplar) -> None:
            exemplars.put(self._exemplar_key, exemplar)

    return Value


def add_exemplars(metrics: Iterable[Metric], folder: Path) -> Iterable[Metric]:
    """The same metrics; each bucket has the latest exemplar that a process has written."""
    found = _read(folder)
    for metric in metrics:
        if found and metric.type == "histogram":
            keys = [(sample.name, tuple(sorted(sample.labels.items()))) for sample in metric.samples]
            metric.samples = [sample._replace(exemplar=found.get(key)) for key, sample in zip(keys, metric.samples, strict=True)]
        yield metric


def _read(folder: Path) -> dict[Key, Exemplar]:
    latest: dict[Key, tuple[float, Exemplar]] = {}
    for file in folder.glob(f"*{SUFFIX}"):
        for key, (labels, value, at) in _decoder.decode(file.read_bytes()):
            if key not in latest or latest[key][0] < at:
                latest[key] = at, Exemplar(labels, value, at)
    return {key: exemplar for key, (_, exemplar) in latest.items()}
