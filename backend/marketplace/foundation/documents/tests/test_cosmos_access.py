"""How Cosmos DB's account is opened: by a key, or by the identity that the machine gives to the program."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from faults.proxy import answer, pass_on

from marketplace.foundation.blobs.tests.identity import Machine, running_machine
from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.engine import CosmosDocumentStore
from marketplace.foundation.documents.errors import StoreUnavailable
from marketplace.foundation.documents.port import Ref
from marketplace.foundation.documents.tests.builders import THINGS, a_document, body_of

# on this machine the engine asks for no certificate of a known authority
pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")

HERE = Ref("eu:box-1", "thing-1")


@pytest.fixture
def store(proxy) -> CosmosDocumentStore:
    return CosmosDocumentStore()


class TestTheKey:
    @pytest.mark.parametrize("status", [401, 403])
    def test_that_is_refused_at_the_first_call_is_logged(self, store, proxy, status, caplog):
        client.forget()
        proxy.everything_counts()
        proxy.always(answer(status))

        for act in (store.check, lambda: store.get(THINGS, HERE)):
            with pytest.raises(StoreUnavailable):
                act()

        assert "Cosmos DB refuses the key or identity of eu" in caplog.text

    def test_is_in_no_log_and_no_error(self, store, proxy, settings, caplog):
        caplog.set_level(logging.DEBUG)
        for name in ("azure", "urllib3"):
            caplog.set_level(logging.DEBUG, name)
        key = settings.COSMOS["eu"]["key"]
        store.create(THINGS, a_document())
        client.forget()
        proxy.everything_counts()
        proxy.always(answer(401))

        with pytest.raises(StoreUnavailable) as refused:
            store.get(THINGS, HERE)

        assert "refuses the key" in caplog.text
        assert key not in caplog.text
        assert key not in str(refused.getrepr(showlocals=False, style="native"))


class TestTheIdentity:
    """No key is configured: the program shows a token that its machine gives it. The account is played by the proxy."""

    @pytest.fixture
    def machine(self, proxy, settings, monkeypatch) -> Iterator[Machine]:
        with running_machine() as machine:
            monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", machine.url)
            monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
            monkeypatch.setitem(settings.COSMOS, "eu", {**settings.COSMOS["eu"], "key": None})
            client.forget()
            yield machine

    def test_opens_the_account_by_one_token(self, store, proxy, machine):
        shown = []

        def look(exchange):
            shown.append(unquote(exchange.header("Authorization")))
            pass_on(exchange)

        proxy.everything_counts()
        proxy.always(look)

        store.create(THINGS, a_document(count=1))

        assert body_of(store.get(THINGS, HERE)) == {"count": 1}
        assert all(header.startswith("type=aad&ver=1.0&sig=") for header in shown)
        assert machine.asked == 1

    def test_that_is_not_there_is_logged_and_asked_for_again(self, store, machine, caplog):
        machine.has_identity = False

        with pytest.raises(StoreUnavailable):
            store.check()
        assert "Cosmos DB refuses the key or identity of eu: " in caplog.text

        machine.has_identity = True
        store.check()
