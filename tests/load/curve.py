"""What a soak has measured: samples over time, as a table (CSV) and as a picture (SVG), and how the end compares with the beginning."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple
from xml.sax.saxutils import escape

COLUMNS = (
    "people",
    "requests_per_s",
    "failures_per_min",
    "p95_ms",
    "database_connections",
    "queue_prompt",
    "queue_bulk",
    "events_waiting",
    "load_average",
)
MEMORY = "memory_mb_"
STEP_PEOPLE = 50  # more at each step of the stress
SLOW_MS = 1_000.0  # 95 of 100 requests of a step that is carried are faster
MOST_FAILED = 0.01  # of its requests
AT_AN_END = 0.2  # of the samples, which the beginning and the end are each the mean of

WIDTH, PANEL, GAP, LEFT, RIGHT, TOP = 760, 150, 46, 58, 150, 64
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#e377c2", "#7f7f7f", "#bcbd22")


class Sample(NamedTuple):
    """At a moment (seconds since the beginning): one value for each column; a program's memory under ``memory_mb_<program>``."""

    at_s: float
    values: Mapping[str, float]


class Step(NamedTuple):
    """What so many people got at once: rates of the last ten seconds of their step, counts of the whole of it."""

    people: int
    requests_per_s: float
    p95_ms: float
    requests: int
    failed: int

    @property
    def is_too_much(self) -> bool:
        return self.p95_ms > SLOW_MS or self.failed > MOST_FAILED * self.requests


class Panel(NamedTuple):
    title: str
    names: Sequence[str]
    label: Callable[[str], str] = str


def write_csv(samples: Sequence[Sample], file: Path) -> None:
    names = columns_of(samples)
    with file.open("w", newline="") as output:
        table = csv.writer(output, lineterminator="\n")
        table.writerow(["at_s", *names])
        table.writerows([f"{sample.at_s:.0f}", *(f"{sample.values.get(name, 0):.1f}" for name in names)] for sample in samples)


def read_csv(file: Path) -> list[Sample]:
    with file.open(newline="") as source:
        return [Sample(float(row.pop("at_s")), {name: float(value) for name, value in row.items()}) for row in csv.DictReader(source)]


def columns_of(samples: Iterable[Sample]) -> list[str]:
    """Those that are always there, then the memory of each program, by name."""
    memory = sorted({name for sample in samples for name in sample.values if name.startswith(MEMORY)})
    return [*COLUMNS, *memory]


def saturation(steps: Sequence[Step]) -> int:
    """The most people who were carried: of the last step before the first that was too much."""
    carried = 0
    for step in steps:
        if step.is_too_much:
            break
        carried = step.people
    return carried


def steps_of(history: Path) -> list[Step]:
    """Of Locust's table with a line for each second: the last one of each step, when all of its people had come."""
    steps: dict[int, Step] = {}
    with history.open(newline="") as source:
        for row in csv.DictReader(source):
            people = int(row["User Count"])
            if row["Name"] != "Aggregated" or row["95%"] == "N/A" or not people or people % STEP_PEOPLE:
                continue  # those of the next step are still coming
            counts = int(row["Total Request Count"]), int(row["Total Failure Count"])
            steps[people] = Step(people, float(row["Requests/s"]), float(row["95%"]), *counts)
    found = [steps[people] for people in sorted(steps)]
    return found[:1] + [
        step._replace(requests=step.requests - former.requests, failed=step.failed - former.failed) for former, step in pairwise(found)
    ]


def ends(samples: Sequence[Sample]) -> list[tuple[str, float, float]]:
    """Each column's mean at the beginning and at the end."""
    count = max(1, int(len(samples) * AT_AN_END))
    return [(name, _mean(samples[:count], name), _mean(samples[-count:], name)) for name in columns_of(samples)]


def svg(samples: Sequence[Sample], title: str) -> str:
    """Four graphs one below the other, over the same time."""
    programs = [name for name in columns_of(samples) if name.startswith(MEMORY)]
    panels = (
        Panel("Memory of each program, MB", programs, lambda name: name.removeprefix(MEMORY)),
        Panel("Connections to PostgreSQL", ["database_connections"]),
        Panel("What waits: tasks, and events", ["queue_prompt", "queue_bulk", "events_waiting"]),
        Panel("Requests a second; failures a minute", ["requests_per_s", "failures_per_min"]),
    )
    height = TOP + len(panels) * (PANEL + GAP)
    drawn = "".join(_panel(panel, samples, TOP + place * (PANEL + GAP)) for place, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="{LEFT}" y="22" font-size="13" font-weight="bold">{escape(title)}</text>{drawn}</svg>\n'
    )


def _panel(panel: Panel, samples: Sequence[Sample], top: int) -> str:
    lasted_s = max(samples[-1].at_s, 1.0)
    most = max((sample.values.get(name, 0.0) for sample in samples for name in panel.names), default=0.0) or 1.0
    right, bottom = WIDTH - RIGHT, top + PANEL

    def x(at_s: float) -> float:
        return LEFT + (right - LEFT) * at_s / lasted_s

    def y(value: float) -> float:
        return bottom - PANEL * value / most

    parts = [
        f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{escape(panel.title)}</text>',
        f'<path d="M{LEFT} {top}V{bottom}H{right}" fill="none" stroke="#888888"/>',
        *(
            f'<text x="{LEFT - 6}" y="{y(value) + 4:.0f}" text-anchor="end">{value:,.0f}</text>'
            f'<path d="M{LEFT} {y(value):.1f}H{right}" stroke="#dddddd"/>'
            for value in (most / 2, most)
        ),
        f'<text x="{LEFT - 6}" y="{bottom + 4}" text-anchor="end">0</text>',
        *(
            f'<text x="{x(lasted_s * share):.0f}" y="{bottom + 14}" text-anchor="middle">{lasted_s * share / 60:.0f} min</text>'
            for share in (0, 0.5, 1)
        ),
    ]
    for place, name in enumerate(panel.names):
        colour = COLOURS[place % len(COLOURS)]
        points = " ".join(f"{x(sample.at_s):.1f},{y(sample.values.get(name, 0.0)):.1f}" for sample in samples)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts.append(f'<text x="{right + 10}" y="{top + 10 + place * 14}" fill="{colour}">{escape(panel.label(name))}</text>')
    return "".join(parts)


def _mean(samples: Sequence[Sample], name: str) -> float:
    return fmean(sample.values.get(name, 0.0) for sample in samples)
