"""Change feeds of Cosmos DB when what they belong to is not what it was."""

from __future__ import annotations

import pytest

from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.engine import CosmosDocumentStore
from marketplace.foundation.documents.tests.builders import THINGS, a_document, an_event, steps


@pytest.fixture
def store(cosmos_account, tenant) -> CosmosDocumentStore:
    cosmos_account.make_empty()
    return CosmosDocumentStore()


@pytest.mark.parametrize("knows_the_new_one", [False, True])
def test_a_container_that_was_made_anew_is_read_from_its_beginning(store, knows_the_new_one):
    """As after a restore: the account is another one, and so are the containers by the same names."""
    store.create(THINGS, a_document(), events=[an_event(1)])
    (feed,) = [name for name in store.feeds(()) if name.startswith(f"{THINGS}:")]
    token = store.announced(feed, token=None).token

    client.database().delete_container(THINGS)
    store.provision([THINGS])
    if knows_the_new_one:
        client.forget()
    store.create(THINGS, a_document(), events=[an_event(2)])

    assert feed in store.feeds([feed])
    page = store.announced(feed, token=token)
    assert steps(page.events) == [2]
    assert store.announced(feed, token=page.token).events == []


def test_one_that_is_empty_is_not_another_one_for_ever(store, caplog):
    store.create(THINGS, a_document(), events=[an_event(1)])
    (feed,) = [name for name in store.feeds(()) if name.startswith(f"{THINGS}:")]
    token = store.announced(feed, token=None).token
    client.database().delete_container(THINGS)
    store.provision([THINGS])
    client.forget()

    page = store.announced(feed, token=token)
    again = store.announced(feed, token=page.token)

    assert (page.events, again.events, again.token) == ([], [], page.token)
    assert caplog.text.count("is read from its beginning") == 1
