"""
Boosted trees, walked for one payment in plain Python: a hundred trees are some hundred comparisons, less than loading numpy for it.

What each feature adds is the sum of the changes of the expected value along the paths (Saabas 2014): not exact where features work
together, but a reason that people can check.
"""

from __future__ import annotations

import math
from collections import defaultdict

from marketplace.apps.fraud.types import Classifier, Features, Reason, Tree

MOST_REASONS = 4


def probability_of(classifier: Classifier, features: Features) -> tuple[float, list[Reason]]:
    """
    The calibrated probability of fraud, and the features that raise it most.

    :raises KeyError: if the classifier names a feature that there is not
    """
    values = [features[name] for name in classifier.features]
    total, added = 0.0, defaultdict[int, float](float)
    for tree in classifier.trees:
        total += _walk(tree, values, added)
    raising = sorted(((gain, place) for place, gain in added.items() if gain > 0), reverse=True)[:MOST_REASONS]
    reasons = [Reason(classifier.features[place], round(values[place], 2)) for _, place in raising]
    return _sigmoid(classifier.slope * total + classifier.intercept), reasons


def _walk(tree: Tree, values: list[float], added: defaultdict[int, float]) -> float:
    if not tree.feature:
        return tree.leaves[0]
    node = 0
    while True:
        place = tree.feature[node]
        after = tree.left[node] if values[place] <= tree.threshold[node] else tree.right[node]
        value = tree.leaves[-1 - after] if after < 0 else tree.expected[after]
        added[place] += value - tree.expected[node]
        if after < 0:
            return value
        node = after


def _sigmoid(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))
