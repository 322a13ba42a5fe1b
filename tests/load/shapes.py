"""How many people, for how long."""

from __future__ import annotations

import os

from curve import STEP_PEOPLE
from locust import LoadTestShape


class Scenario(LoadTestShape):
    """``steps``: until which second how many people are there. They come ``per_s`` a second."""

    abstract = True
    steps: tuple[tuple[float, int], ...] = ()
    per_s = 2.0

    def tick(self) -> tuple[int, float] | None:
        """What Locust asks every second; None ends the run."""
        return next(((people, self.per_s) for until_s, people in self.steps if self.get_run_time() < until_s), None)


class Smoke(Scenario):
    """Whether every kind of person gets through: half a minute, with a hundred people, of whom one is staff."""

    abstract = False
    steps = ((30, 100),)
    per_s = 10.0


class Baseline(Scenario):
    """An ordinary hour's quarter, to compare versions by."""

    abstract = False
    steps = ((900, 50),)


class Stress(Scenario):
    """
    Fifty more every two minutes (``LOAD_STEP_S``), until something gives: the last step without failures is what the machine carries.
    """

    abstract = False
    steps = tuple((float(os.environ.get("LOAD_STEP_S", "120")) * step, STEP_PEOPLE * step) for step in range(1, 13))
    per_s = 5.0


class Soak(Scenario):
    """An hour (``LOAD_SECONDS``) at half of what Stress found (``LOAD_PEOPLE``): nothing may grow."""

    abstract = False
    steps = ((float(os.environ.get("LOAD_SECONDS", "3600")), int(os.environ.get("LOAD_PEOPLE", "100"))),)


SHAPES: dict[str, type[Scenario]] = {"smoke": Smoke, "baseline": Baseline, "stress": Stress, "soak": Soak}
