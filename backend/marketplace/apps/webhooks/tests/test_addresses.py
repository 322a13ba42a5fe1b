"""No request of ours reaches an address that is not the public internet's."""

from __future__ import annotations

import pytest

from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.apps.webhooks.domain.addresses import is_public
from marketplace.apps.webhooks.providers import http
from marketplace.apps.webhooks.services import create_endpoint
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "168.63.129.16",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "192.88.99.1",
    "fec0::1",
    "feff::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_is_public(address):
    assert is_public(address)


def test_a_name_that_leads_to_this_machine_is_not_asked(receiver, settings):
    settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES = False

    (outcome,) = http.post_all([http.Request(url=receiver.url, body=b"{}", headers={})])

    assert (outcome.status, outcome.failure) == (None, "private_address")
    assert receiver.received == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://erp.example.com/hooks", "not_https"),
        ("https://localhost/hooks", "private_address"),
        ("https://127.0.0.1/hooks", "private_address"),
        ("https://[::1]/hooks", "private_address"),
        ("https://10.1.2.3:8443/", "private_address"),
        ("https://erp.example.com:8443/hooks", "not_port_443"),
        ("https://name:password@erp.example.com/", "invalid"),
        ("https://erp.example.com/#part", "invalid"),
    ],
)
def test_refuses_an_address_that_cannot_be_one(vendor, settings, url, code):
    settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES = False

    with pytest.raises(InvalidInput) as refused:
        create_endpoint(vendor_id=vendor.id, url=url, description="", event_types=["order.changed"], actor=VENDOR_ACTOR, now=NOW)

    assert [(error.field, error.code) for error in refused.value.errors] == [("url", code)]


def test_takes_the_usual_port_also_where_it_is_named(vendor, settings):
    settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES = False
    url = "https://erp.example.com:443/hooks"

    made = create_endpoint(vendor_id=vendor.id, url=url, description="", event_types=["order.changed"], actor=VENDOR_ACTOR, now=NOW)

    assert made.endpoint.url == url
