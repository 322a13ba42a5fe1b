"""What the people of the load send is what the API's document takes."""

from __future__ import annotations

import json

import pytest
from load.places import PLACES, SOLD_OUT, Place

from launcher.paths import this_checkout

SCHEMAS = json.loads((this_checkout().root / "docs" / "reference" / "openapi.json").read_text())["components"]["schemas"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.country)
def test_an_address_has_the_fields_that_the_api_knows(place: Place):
    assert place.address.keys() <= SCHEMAS["Address"]["properties"].keys()
    assert place.address["country"] == place.country


def test_the_state_of_stock_that_buyers_look_at_is_one_of_the_apis():
    """A buyer who does not see that a variant is sold out is refused at the checkout."""
    assert SOLD_OUT in SCHEMAS["StockState"]["enum"]
    assert "stock" in SCHEMAS["DetailVariant"]["properties"]
