"""What a soak's numbers become."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from load.curve import Sample, Step, ends, read_csv, saturation, steps_of, svg, write_csv

HEAD = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,95%,Total Request Count,Total Failure Count"


def sample(at_s: float, **values: float) -> Sample:
    return Sample(at_s, {"people": 60.0, "memory_mb_api": 300.0, **values})


def growing() -> list[Sample]:
    return [sample(10.0 * place, memory_mb_relay=100.0 + place, queue_bulk=0.0) for place in range(10)]


def test_a_table_is_read_as_it_was_written(tmp_path: Path):
    write_csv(growing(), tmp_path / "soak.csv")

    found = read_csv(tmp_path / "soak.csv")

    assert [item.at_s for item in found] == [item.at_s for item in growing()]
    assert found[3].values["memory_mb_relay"] == 103.0
    assert (tmp_path / "soak.csv").read_text().startswith("at_s,people,requests_per_s,")


def test_the_end_is_compared_with_the_beginning():
    found = {name: (first, last) for name, first, last in ends(growing())}

    assert found["memory_mb_relay"] == (100.5, 108.5)
    assert found["memory_mb_api"] == (300.0, 300.0)


def test_the_picture_is_well_formed_and_has_a_line_for_each_program():
    root = ElementTree.fromstring(svg(growing(), "60 people & more"))

    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert len(lines) == 2 + 1 + 3 + 2
    assert all(len(line.attrib["points"].split()) == 10 for line in lines)
    assert {"60 people & more", "api", "relay"} <= set(texts)


@pytest.mark.parametrize(
    ("steps", "people"),
    [
        ([Step(50, 20, 200, 900, 0), Step(100, 40, 400, 900, 0), Step(150, 41, 3000, 900, 0)], 100),
        ([Step(50, 20, 200, 900, 9), Step(100, 40, 400, 900, 10), Step(150, 60, 300, 900, 0)], 50),
        ([Step(50, 5, 4000, 900, 0)], 0),
        ([Step(50, 20, 200, 900, 0)], 50),
        ([], 0),
    ],
)
def test_saturation_is_the_last_step_before_the_first_that_is_slow_or_fails(steps: list[Step], people: int):
    assert saturation(steps) == people


def test_steps_are_read_from_locusts_table(tmp_path: Path):
    rows = [
        "1,0,,Aggregated,0,0,N/A,0,0",
        "1,20,,Aggregated,5,0,3000,4,0",
        "2,50,,Aggregated,10,0,100,20,0",
        "2,50,GET,GET store/products,10,0,90,20,0",
        "3,50,,Aggregated,25,0,120,90,1",
        "4,100,,Aggregated,30,0,800,150,4",
    ]
    (tmp_path / "history.csv").write_text("\n".join([HEAD, *rows]) + "\n")

    assert steps_of(tmp_path / "history.csv") == [Step(50, 25, 120, 90, 1), Step(100, 30, 800, 60, 3)]
