"""
EfficientNet-Lite0 in numpy: a picture of 224 by 224 becomes 1,280 numbers, which are alike for pictures of like things.

The architecture is of Tan and Le, "EfficientNet" (2019), in its form for small devices: no squeeze-and-excitation, ReLU6 throughout. Batch
normalization is folded into the weights once. Padding is TensorFlow's SAME, with which the weights were trained.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketplace.apps.visual_search.domain.weights import Tensors

SIDE = 224
SIZE = 1_280
# Repeats, kernel, stride, expansion, channels out (the paper's table 1; the "lite" files keep stem and head).
STAGES = ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320))
EPSILON = 1e-3  # of batch normalization, as in training
CHUNK = 16_384  # numbers that a depthwise convolution works on at a time: they stay in the processor's cache

Array = NDArray[np.float32]


class _Dense(NamedTuple):
    """A convolution of single pixels: a matrix."""

    weight: Array  # (channels in, channels out)
    bias: Array


class _Depthwise(NamedTuple):
    weight: Array  # (kernel, kernel, columns, channels): the same for each column of what comes out, so that rows are multiplied whole
    bias: Array
    stride: int


class _Block(NamedTuple):
    expand: _Dense | None
    depthwise: _Depthwise
    project: _Dense
    is_residual: bool


class Network:
    """The weights in the form in which they are used; 22 MB. Safe for several threads at once."""

    def __init__(self, tensors: Tensors) -> None:
        weight, bias = _folded(tensors, "_conv_stem.weight", "_bn0")
        self._stem = _Dense(weight.transpose(2, 3, 1, 0).reshape(27, -1).copy(), bias)
        side, self._blocks = SIDE // 2, []
        for number, (kernel, stride, expands, is_residual) in enumerate(_shapes()):
            side = -(-side // stride)
            self._blocks.append(_block(tensors, number, kernel, stride, expands, is_residual, columns=side))
        self._head = _dense(tensors, "_conv_head.weight", "_bn1")

    def vectors(self, pictures: Array) -> Array:
        """
        A vector of unit length for each picture.

        :param pictures: (count, 224, 224, 3), RGB from -1 to 1
        """
        found = _relu6(_applied(_unfolded(pictures), self._stem))
        for block in self._blocks:
            found = _through(block, found)
        features = _relu6(_applied(found, self._head)).mean(axis=(1, 2))
        unit: Array = features / np.linalg.norm(features, axis=1, keepdims=True)
        return unit


def _shapes() -> list[tuple[int, int, bool, bool]]:
    """Of each block: kernel, stride, whether it expands, whether it adds what came in."""
    return [
        (kernel, stride if place == 0 else 1, expansion > 1, place > 0)
        for repeats, kernel, stride, expansion, _ in STAGES
        for place in range(repeats)
    ]


def _block(tensors: Tensors, number: int, kernel: int, stride: int, expands: bool, is_residual: bool, *, columns: int) -> _Block:
    name = f"_blocks.{number}"
    weight, bias = _folded(tensors, f"{name}._depthwise_conv.weight", f"{name}._bn1")
    if weight.shape[2] != kernel:
        raise ValueError(f"{name} has a kernel of {weight.shape[2]}")
    return _Block(
        expand=_dense(tensors, f"{name}._expand_conv.weight", f"{name}._bn0") if expands else None,
        depthwise=_Depthwise(np.repeat(weight[:, 0].transpose(1, 2, 0)[:, :, None], columns, axis=2), bias, stride),
        project=_dense(tensors, f"{name}._project_conv.weight", f"{name}._bn2"),
        is_residual=is_residual,
    )


def _dense(tensors: Tensors, weight: str, normalization: str) -> _Dense:
    folded, bias = _folded(tensors, weight, normalization)
    return _Dense(folded[:, :, 0, 0].T.copy(), bias)


def _folded(tensors: Tensors, weight: str, normalization: str) -> tuple[Array, Array]:
    """A convolution's weights with the batch normalization behind it: one multiplication and one addition in place of both."""
    scale = tensors[f"{normalization}.weight"] / np.sqrt(tensors[f"{normalization}.running_var"] + EPSILON)
    bias = tensors[f"{normalization}.bias"] - tensors[f"{normalization}.running_mean"] * scale
    return (tensors[weight] * scale[:, None, None, None]).astype(np.float32), bias.astype(np.float32)


def _through(block: _Block, given: Array) -> Array:
    found = given if block.expand is None else _relu6(_applied(given, block.expand))
    found = _applied(_convolved(found, block.depthwise), block.project)
    return found + given if block.is_residual else found


def _applied(given: Array, layer: _Dense) -> Array:
    found: Array = given.reshape(-1, given.shape[-1]) @ layer.weight  # one product, where each row of pixels would else be one
    found += layer.bias
    return found.reshape(*given.shape[:-1], -1)


def _relu6(given: Array) -> Array:
    return np.clip(given, 0, 6, out=given)


def _unfolded(pictures: Array) -> Array:
    """The 27 numbers that the first convolution (3 by 3, every second pixel) sees at each place."""
    padded = _padded(pictures, 3, 2)
    side = SIDE // 2
    parts = [padded[:, row : row + 2 * side - 1 : 2, column : column + 2 * side - 1 : 2] for row in range(3) for column in range(3)]
    return np.concatenate(parts, axis=3)


def _padded(given: Array, kernel: int, stride: int) -> Array:
    """With zeros around it as TensorFlow's SAME puts them: where their number is odd, the last row gets one more."""
    count, height, width, channels = given.shape
    more = [max((-(-side // stride) - 1) * stride + kernel - side, 0) for side in (height, width)]
    padded = np.zeros((count, height + more[0], width + more[1], channels), np.float32)
    padded[:, more[0] // 2 : more[0] // 2 + height, more[1] // 2 : more[1] // 2 + width] = given
    return padded


def _convolved(given: Array, layer: _Depthwise) -> Array:
    """Each channel by its own kernel, then ReLU6: some rows at a time."""
    count, height, width, channels = given.shape
    kernel, stride = layer.weight.shape[0], layer.stride
    rows, columns = -(-height // stride), -(-width // stride)
    padded, found = _padded(given, kernel, stride), np.empty((count, rows, columns, channels), np.float32)
    step = max(1, CHUNK // (columns * channels))
    scratch = np.empty((step, columns, channels), np.float32)
    for number in range(count):
        for top in range(0, rows, step):
            part = found[number, top : top + step]
            part[:] = layer.bias
            _add_products(part, padded[number, top * stride :], layer, scratch[: len(part)])
            _relu6(part)
    return found


def _add_products(part: Array, padded: Array, layer: _Depthwise, scratch: Array) -> None:
    rows, columns, _ = part.shape
    stride = layer.stride
    for row, weights in enumerate(layer.weight):
        for column, weight in enumerate(weights):
            seen = padded[row : row + (rows - 1) * stride + 1 : stride, column : column + (columns - 1) * stride + 1 : stride]
            np.multiply(seen, weight, out=scratch)
            part += scratch
