"""An account that is opened by the program's identity: the library and the server are real, the machine that gives tokens is ours."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import storages

from marketplace.foundation import clock
from marketplace.foundation.blobs import LINK_LIFE, BlobsUnavailable, open_blob, private_link, save_private
from marketplace.foundation.blobs.azure import KEY_LIFE
from marketplace.foundation.regions.checks import check_region

from .azurite import provision
from .identity import Machine

pytestmark = pytest.mark.usefixtures("tenant")
FILE = ("imports/rows.csv", b"a,b", "text/csv")


def link_to(path: str) -> str:
    return private_link(path, filename="rows.csv", content_type="text/csv", now=clock.now()).url


def signed_until(url: str) -> datetime:
    """When the key ends by which a link was signed."""
    return datetime.fromisoformat(parse_qs(urlsplit(url).query)["ske"][0])


def test_one_token_serves_many_calls_of_both_containers(by_identity: Machine):
    provision()

    paths = [save_private(f"imports/{number}.csv", b"a,b", "text/csv") for number in range(5)]
    for path in paths:
        open_blob(path).close()

    assert by_identity.asked == 1


def test_a_link_is_signed_by_a_lent_key_and_not_by_the_accounts(by_identity: Machine):
    provision()

    query = parse_qs(urlsplit(link_to(save_private(*FILE))).query)

    assert {"skoid", "sktid", "ske"} <= query.keys()
    assert query["sp"] == ["r"]
    assert datetime.fromisoformat(query["ske"][0]) <= datetime.now(UTC) + KEY_LIFE + LINK_LIFE


def test_the_lent_key_is_asked_for_anew_before_it_ends(by_identity: Machine):
    provision()
    path = save_private(*FILE)
    first = signed_until(link_to(path))
    container = storages["eu.private"]

    assert signed_until(link_to(path)) == first
    container._user_delegation_key_expiry -= KEY_LIFE + LINK_LIFE / 2  # so much time has passed
    ending = container._user_delegation_key_expiry
    link_to(path)

    assert container._user_delegation_key_expiry > ending


def test_without_an_identity_files_are_unavailable_and_the_log_says_why(by_identity: Machine, eu):
    by_identity.has_identity = False
    for call in (lambda: save_private(*FILE), lambda: link_to("eu/private/rows.csv")):
        with pytest.raises(BlobsUnavailable):
            call()
    (said,) = check_region(eu)
    assert said.startswith("files: no identity to show Azure: ")

    by_identity.has_identity = True
    provision()

    assert check_region(eu) == []
