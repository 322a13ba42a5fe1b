"""
When a trial of two versions ends: a test that may be looked at every day without being right by chance more often than it says.

A mixture sequential probability ratio test of two shares (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017, "Peeking at A/B Tests").
"""

from __future__ import annotations

import math
from typing import NamedTuple

from marketplace.apps.intelligence.types import TrialState

LEAST_DAYS, MOST_DAYS = 7, 28  # a week has different days; after four, what is not seen is not worth waiting for
LEAST_CASES = 100  # of each version, before which a share is not normal enough
WRONG = 0.05  # the most often that two equal versions are taken for different ones
SPREAD = 0.02  # of differences that are expected: where the test is quickest


class Arm(NamedTuple):
    """What one version was asked, and how often it was right."""

    cases: int
    hits: int

    @property
    def rate(self) -> float:
        return self.hits / self.cases if self.cases else 0.0


def verdict(champion: Arm, challenger: Arm, *, days: int) -> TrialState:
    """How a trial stands after so many scored days."""
    if days >= LEAST_DAYS and min(champion.cases, challenger.cases) >= LEAST_CASES and _ratio(champion, challenger) >= 1 / WRONG:
        return TrialState.WON if challenger.rate > champion.rate else TrialState.LOST
    return TrialState.UNDECIDED if days >= MOST_DAYS else TrialState.RUNNING


def _ratio(one: Arm, other: Arm) -> float:
    """How much likelier the two shares are if they differ than if they do not."""
    together = (one.hits + other.hits) / (one.cases + other.cases)
    variance = together * (1 - together) * (1 / one.cases + 1 / other.cases)
    if not variance:
        return 0.0
    wide = variance + SPREAD**2
    exponent = (SPREAD * (other.rate - one.rate)) ** 2 / (2 * variance * wide)
    return math.sqrt(variance / wide) * math.exp(min(exponent, 700.0))
