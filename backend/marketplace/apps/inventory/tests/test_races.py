"""Real races: several processes of several threads, on the real database."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.tests.factories import make_stock
from marketplace.apps.inventory.types import StockLine
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

BACKEND = Path(__file__).parents[4]
PROCESSES = 4


def race(tries):
    """The outcomes of all tries, made by several processes at once."""
    shares = [tries[number::PROCESSES] for number in range(PROCESSES)]
    racers = [_start(share) for share in shares]
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    answers = [racer.communicate(timeout=120) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * PROCESSES, answers
    return Counter(outcome for out, _ in answers for outcome in json.loads(out))


def _start(share):
    return subprocess.Popen(
        [sys.executable, "-m", "marketplace.apps.inventory.tests.racer", json.dumps(share)],
        cwd=BACKEND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_hundred_buyers_of_the_last_twenty_units_get_exactly_twenty():
    mug = make_stock(20)

    outcomes = race([{"do": "reserve", "owner_id": f"ord_{number}", "lines": [(mug, 1)]} for number in range(200)])

    assert outcomes == {"reserved": 20, "out_of_stock": 180}
    assert queries.find_variants([mug])[mug].available == 0
    assert queries.find_discrepancies() == []


def test_buyers_who_name_the_same_products_in_opposite_orders_do_not_wait_in_a_circle():
    mug, plate = make_stock(60), make_stock(1000)
    there, back = [(mug, 1), (plate, 1)], [(plate, 1), (mug, 1)]

    outcomes = race([{"do": "reserve", "owner_id": f"ord_{number}", "lines": there if number % 2 else back} for number in range(100)])

    assert outcomes == {"reserved": 60, "out_of_stock": 40}
    assert queries.find_variants([plate])[plate].available == 940
    assert queries.find_discrepancies() == []


def test_one_owner_in_many_parallel_calls_reserves_once():
    mug = make_stock(20)

    outcomes = race([{"do": "reserve", "owner_id": "ord_1", "lines": [(mug, 2)]} for _ in range(40)])

    assert outcomes == {"reserved": 40}
    assert queries.find_variants([mug])[mug].available == 18


def test_a_sale_and_a_release_at_once_end_in_one_of_the_two():
    mug = make_stock(20)
    owners = [f"ord_{number}" for number in range(20)]
    for owner in owners:
        services.reserve(owner_id=owner, lines=[StockLine(mug, 1)], until=NOW, now=NOW)

    outcomes = race([{"do": do, "owner_id": owner, "lines": []} for owner in owners for do in ("sell", "release")])

    assert outcomes["sold"] + outcomes["released"] == 20
    assert (outcomes["reservation_gone"], outcomes["nothing"]) == (outcomes["released"], outcomes["sold"])
    assert queries.find_variants([mug])[mug].available == 20 - outcomes["sold"]
    assert queries.find_discrepancies() == []
