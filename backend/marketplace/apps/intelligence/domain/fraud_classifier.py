"""
Learning which payments are fraud: boosted trees by LightGBM, made into plain arrays, with a probability by Platt's method.

What is judged is what was not seen: the latest part of the payments, by time. Next to it stand rules alone, and the amount alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from marketplace.apps.fraud.types import Classifier, Labelled, Tree
from marketplace.apps.intelligence.types import Evaluated, Metrics

LEAST_FRAUDS = 30  # in the part that is judged, and in the part to learn from: below, a difference says nothing
JUDGED, CALIBRATED = 0.3, 0.2  # of all payments; and of those to learn from, the latest of each
BUDGET = 0.01  # of payments that staff look at
TREES = 150
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}

Numbers = NDArray[np.float64]


def evaluate(payments: Sequence[Labelled]) -> Evaluated:
    """Of a model of the earlier payments, asked about the latest. ``payments`` are in the order of time."""
    cut = round(len(payments) * (1 - JUDGED))
    earlier, latest = payments[:cut], payments[cut:]
    if min(_frauds(earlier), _frauds(latest)) < LEAST_FRAUDS:
        return Evaluated(metrics={}, baselines={}, reason="too_little_data")
    is_fraud, amounts = _labels(latest), np.array([payment.amount for payment in latest])
    model = measures(is_fraud, scores_of(train(earlier), latest), amounts)
    baselines = {
        "rules": measures(is_fraud, np.array([payment.rules_score for payment in latest]), amounts),
        "amount": measures(is_fraud, amounts, amounts),
    }
    is_better = all(model[name] > other[name] for other in baselines.values() for name in ("pr_auc", "saved"))
    return Evaluated(metrics=model, baselines=baselines, reason="" if is_better else "not_better")


def train(payments: Sequence[Labelled]) -> Classifier:
    """Trees of the earlier payments; their sum becomes a probability by the latest of them, which the trees have not seen."""
    names = sorted(payments[0].features)
    cut = round(len(payments) * (1 - CALIBRATED))
    data = lightgbm.Dataset(_table(payments[:cut], names), label=_labels(payments[:cut]), feature_name=names)
    booster = lightgbm.train(PARAMETERS, data, num_boost_round=TREES)
    trees = [_tree(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]
    raw = Classifier(names, trees, slope=1.0, intercept=0.0)
    slope, intercept = _platt(sums_of(raw, payments[cut:]), _labels(payments[cut:]))
    return Classifier(names, trees, slope=slope, intercept=intercept)


def scores_of(classifier: Classifier, payments: Sequence[Labelled]) -> Numbers:
    """Probabilities, many at once; the same as ``fraud.domain.classifier`` says of each."""
    scores: Numbers = 1.0 / (1.0 + np.exp(-(classifier.slope * sums_of(classifier, payments) + classifier.intercept)))
    return scores


def sums_of(classifier: Classifier, payments: Sequence[Labelled]) -> Numbers:
    """What the trees say of each payment, added up."""
    table = _table(payments, classifier.features)
    total = np.zeros(len(payments))
    for tree in classifier.trees:
        total += _walked(tree, table)
    return total


def measures(is_fraud: Numbers, scores: Numbers, amounts: Numbers) -> Metrics:
    """
    ``pr_auc`` is the average precision. ``caught`` and ``saved``: the share of frauds, and of their money, among as many payments of
    the highest scores as staff look at (``BUDGET``). ``precision`` is the share of frauds among those.
    """
    order = np.lexsort((-amounts, -scores))
    hits = is_fraud[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    looked_at = max(1, round(len(hits) * BUDGET))
    lost = amounts[order] * hits
    return {
        "pr_auc": float((precision * hits).sum() / hits.sum()),
        "saved": float(lost[:looked_at].sum() / lost.sum()),
        "caught": float(hits[:looked_at].sum() / hits.sum()),
        "precision": float(hits[:looked_at].mean()),
    }


def _walked(tree: Tree, table: Numbers) -> Numbers:
    leaves = np.array(tree.leaves)
    if not tree.feature:
        return np.full(len(table), leaves[0])
    feature, threshold = np.array(tree.feature), np.array(tree.threshold)
    left, right = np.array(tree.left), np.array(tree.right)
    nodes, rows = np.zeros(len(table), dtype=int), np.arange(len(table))
    while (inside := nodes >= 0).any():
        at = nodes[inside]
        goes_left = table[rows[inside], feature[at]] <= threshold[at]
        nodes[inside] = np.where(goes_left, left[at], right[at])
    found: Numbers = leaves[-1 - nodes]
    return found


def _tree(root: dict[str, Any]) -> Tree:
    tree = Tree([], [], [], [], [], [])
    if "leaf_value" in root:
        tree.leaves.append(root["leaf_value"])
    else:
        _add_node(tree, root)
    return tree


def _add_node(tree: Tree, node: dict[str, Any]) -> int:
    """Its number: a leaf's is negative."""
    if "leaf_value" in node:
        tree.leaves.append(node["leaf_value"])
        return -len(tree.leaves)
    number = len(tree.feature)
    tree.feature.append(node["split_feature"])
    tree.threshold.append(node["threshold"])
    tree.expected.append(node["internal_value"])
    tree.left.append(0)
    tree.right.append(0)
    tree.left[number] = _add_node(tree, node["left_child"])
    tree.right[number] = _add_node(tree, node["right_child"])
    return number


def _platt(sums: Numbers, is_fraud: Numbers) -> tuple[float, float]:
    """Slope and intercept of the likeliest logistic curve (Newton's method), with Platt's targets, which a few frauds do not overfit."""
    frauds = is_fraud.sum()
    targets = np.where(is_fraud > 0, (frauds + 1) / (frauds + 2), 1 / (len(is_fraud) - frauds + 2))
    inputs = np.column_stack([sums, np.ones(len(sums))])
    weights = np.array([1.0, 0.0])
    for _ in range(30):
        found = 1.0 / (1.0 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        gradient = inputs.T @ (found - targets)
        curvature = inputs.T @ (inputs * (found * (1 - found))[:, None]) + 1e-6 * np.eye(2)
        weights = weights - np.linalg.solve(curvature, gradient)
    return max(0.0, float(weights[0])), float(weights[1])


def _table(payments: Sequence[Labelled], names: Sequence[str]) -> Numbers:
    return np.array([[payment.features[name] for name in names] for payment in payments], dtype=float)


def _labels(payments: Sequence[Labelled]) -> Numbers:
    return np.array([payment.is_fraud for payment in payments], dtype=float)


def _frauds(payments: Sequence[Labelled]) -> int:
    return sum(payment.is_fraud for payment in payments)
