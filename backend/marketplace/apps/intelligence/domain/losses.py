"""What a wrong guess costs, so that the sum over many guesses is least for a model that says what is likely. Pure Python."""

from __future__ import annotations

import math

LEAST = 1e-6  # of what can be said: nothing is impossible


def poisson_deviance(actual: float, mean: float) -> float:
    """Of a count: twice the log-likelihood that is lost against knowing it."""
    mean = max(mean, LEAST)
    return 2 * ((actual * math.log(actual / mean) if actual else 0.0) - (actual - mean))


def log_loss(chance: float, happened: bool) -> float:
    """Of a probability that was said."""
    chance = min(max(chance, LEAST), 1 - LEAST)
    return -math.log(chance if happened else 1 - chance)
