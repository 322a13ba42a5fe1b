"""What a process of live updates reads from the channel."""

from __future__ import annotations

import pytest

from marketplace.foundation.realtime.layer import LiveSerializer


@pytest.mark.parametrize(("kind", "place"), [("message", ""), ("message 00-0af7-b7ad-01", "00-0af7-b7ad-01")])
def test_a_message_of_the_former_version_is_read_as_well(kind: str, place: str):
    read = LiveSerializer().from_bytes(f'{kind}\nproduct.prod_1\n4\n7\n{{"number":7}}'.encode())

    assert read == {"type": "live.message", "topic": "product.prod_1", "previous": 4, "number": 7, "text": '{"number":7}', "place": place}
