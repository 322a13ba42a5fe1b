from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec
import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.documents import metering, registry
from marketplace.foundation.documents.container import CHANGE_TRIES, Changed, Container, Create, Delete, Document, Replace
from marketplace.foundation.documents.errors import (
    DocumentContended,
    DocumentExists,
    DocumentNotFound,
    ForeignDocument,
    InvalidDocument,
    StaleDocument,
    UnknownSchemaVersion,
)
from marketplace.foundation.documents.port import JSON, Condition, Filter, Order, PatchOperation, RawDocument, Ref
from marketplace.foundation.documents.store import store
from marketplace.foundation.documents.tests.builders import an_event, body_of, heard_steps
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

PK = "eu:box-1"


class Thing(Document, kw_only=True):
    box: str
    name: str
    price: Money | None = None
    seen_at: datetime | None = None
    notes: dict[str, str] = {}


def full_name(body: JSON) -> JSON:
    return {**body, "name": f"{body.pop('first')} {body.pop('last')}"}


def shout(body: JSON) -> JSON:
    return {**body, "name": body["name"].upper()}


@pytest.fixture
def no_registry() -> Iterator[None]:
    """Containers made in a test are gone after it."""
    known = dict(registry._containers)
    yield
    registry._containers.clear()
    registry._containers.update(known)


@pytest.fixture
def things(tenant, no_registry) -> Container[Thing]:
    return Container(
        Thing,
        name="tests_things",
        pk=lambda thing: f"{thing.tenant_id}:{thing.box}",
        ttl_s=lambda thing: 3600 if thing.name == "short-lived" else None,
    )


@pytest.fixture
def upgraded_things(tenant, no_registry) -> Container[Thing]:
    return Container(Thing, name="tests_things", pk=lambda thing: f"{thing.tenant_id}:{thing.box}", upgrades={1: full_name, 2: shout})


def a_thing(id: str = "thing-1", *, tenant_id: str = "eu", box: str = "box-1", name: str = "cup") -> Thing:
    return Thing(id=id, tenant_id=tenant_id, box=box, name=name)


def store_raw(**body: object) -> None:
    raw = {"id": "thing-1", "tenant_id": "eu", "box": "box-1", **body}
    store().create("tests_things", RawDocument(pk=PK, id="thing-1", body=msgspec.Raw(msgspec.json.encode(raw))))


def test_a_document_comes_back_as_the_type_it_was_with_its_etag(things):
    thing = Thing(id="thing-1", tenant_id="eu", box="box-1", name="كوب", price=Money(1250, "KWD"), seen_at=NOW, notes={"nl": "x"})

    created = things.create(thing)

    assert thing.etag == ""
    assert created.etag
    assert things.get(PK, "thing-1") == created == msgspec.structs.replace(thing, etag=created.etag)


def test_the_etag_is_not_part_of_what_is_stored(things):
    created = things.create(a_thing())
    things.replace(created, etag=created.etag)

    assert "etag" not in body_of(store().get("tests_things", Ref(PK, "thing-1")))


def test_get_raises_and_find_gives_none_for_what_is_not_there(things):
    assert things.find(PK, "thing-1") is None
    with pytest.raises(DocumentNotFound):
        things.get(PK, "thing-1")


def test_a_change_by_another_writer_is_noticed(things):
    created = things.create(a_thing())
    things.replace(created, etag=created.etag)

    with pytest.raises(StaleDocument):
        things.replace(created, etag=created.etag)
    with pytest.raises(StaleDocument):
        things.delete(created)


def test_a_document_that_was_read_can_be_deleted(things):
    things.delete(things.create(a_thing()))

    assert things.find(PK, "thing-1") is None


def test_a_document_that_was_never_read_cannot_be_deleted(things):
    with pytest.raises(InvalidDocument):
        things.delete(a_thing())


def test_many_are_read_in_one_call(things):
    for number in range(4):
        things.create(a_thing(f"thing-{number}", box=f"box-{number}"))

    with metering.measure() as meter:
        found = things.get_many([Ref(f"eu:box-{number}", f"thing-{number}") for number in (3, 7, 1)])

    assert [thing.id for thing in found] == ["thing-3", "thing-1"]
    assert (meter.calls, meter.rows) == (1, 2)


def test_a_batch_creates_replaces_and_deletes(things):
    kept, gone = things.create(a_thing("kept")), things.create(a_thing("gone"))

    things.batch(PK, [Create(a_thing("new")), Replace(msgspec.structs.replace(kept, name="jar"), kept.etag), Delete(gone)])

    page = things.query(PK, page=PageRequest())
    assert [(thing.id, thing.name) for thing in page.items] == [("kept", "jar"), ("new", "cup")]


def test_a_failing_batch_changes_nothing(things):
    things.create(a_thing("there"))

    with pytest.raises(DocumentExists):
        things.batch(PK, [Create(a_thing("new")), Create(a_thing("there"))])

    assert things.find(PK, "new") is None


def test_a_patch_gives_the_changed_document(things):
    things.create(a_thing())

    changed = things.patch(PK, "thing-1", [PatchOperation("set", "/name", "jar")], condition=Condition("/name", ("cup",)))

    assert changed.name == "jar"
    assert things.get(PK, "thing-1") == changed


def test_pages_follow_their_cursor(things):
    for number in range(5):
        things.create(a_thing(f"thing-{number}", name="cup" if number % 2 == 0 else "jar"))
    query = {"filters": [Filter("/name", "=", "cup")], "order": Order("/id", descending=True)}

    first = things.query(PK, **query, page=PageRequest(2))
    second = things.query(PK, **query, page=PageRequest(2, first.next_cursor))

    assert [thing.id for thing in (*first.items, *second.items)] == ["thing-4", "thing-2", "thing-0"]
    assert second.next_cursor is None


def test_a_scan_walks_every_partition(things):
    for number in range(450):
        things.upsert(a_thing(f"thing-{number:03}", box=f"box-{number % 7}"))

    with metering.measure() as meter:
        found = {thing.id for thing in things.scan()}

    assert len(found) == 450
    assert meter.calls == 3


@pytest.mark.django_db(transaction=True)
def test_events_are_announced_with_their_write(things):
    created = things.create(a_thing(), events=[an_event(1)])
    replaced = things.replace(created, etag=created.etag, events=[an_event(2)])
    patched = things.patch(PK, "thing-1", [PatchOperation("set", "/name", "jar")], events=[an_event(3)])
    things.batch(PK, [Replace(patched, patched.etag, [an_event(4)])])
    things.upsert(replaced, events=[an_event(5)])
    things.delete(things.get(PK, "thing-1"), events=[an_event(6)])

    assert heard_steps(store()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_changes_are_typed(things):
    things.create(a_thing("a"))
    first, token = things.changes(token=None)
    things.create(a_thing("b"))
    second, _ = things.changes(token=token)

    assert [thing.id for thing in first] == ["a"]
    assert [thing.id for thing in second] == ["b"]


def test_the_life_time_follows_the_document(things):
    things.create(a_thing("short", name="short-lived"))
    things.create(a_thing("long"))

    assert store().get("tests_things", Ref(PK, "short")).ttl_s == 3600
    assert store().get("tests_things", Ref(PK, "long")).ttl_s is None


def test_another_tenants_document_is_not_written(things):
    with pytest.raises(ForeignDocument):
        things.create(a_thing(tenant_id="mena"))
    with pytest.raises(ForeignDocument):
        things.batch("mena:box-1", [Create(a_thing(tenant_id="mena"))])


def test_another_tenants_partition_is_not_read(things):
    for act in (
        lambda: things.get("mena:box-1", "thing-1"),
        lambda: things.get_many([Ref("mena:box-1", "thing-1")]),
        lambda: things.query("mena:box-1", page=PageRequest()),
        lambda: things.query("eu", page=PageRequest()),
        lambda: things.patch("mena:box-1", "thing-1", [PatchOperation("set", "/name", "x")]),
    ):
        with pytest.raises(ForeignDocument):
            act()


def test_a_stored_document_of_another_tenant_is_not_given_out(things):
    store_raw(name="smuggled", tenant_id="mena")

    with pytest.raises(ForeignDocument):
        things.get(PK, "thing-1")
    with pytest.raises(ForeignDocument):
        things.query(PK, page=PageRequest())


def test_without_a_tenant_no_container_is_read(no_registry):
    things = Container(Thing, name="tests_things", pk=lambda thing: f"{thing.tenant_id}:{thing.box}")

    with pytest.raises(tenancy.NoTenantScope):
        things.get(PK, "thing-1")
    with pytest.raises(tenancy.NoTenantScope):
        next(things.scan())


def test_old_documents_are_upgraded_step_by_step_when_read(upgraded_things):
    store_raw(first="Anna", last="Smit")

    assert upgraded_things.get(PK, "thing-1").name == "ANNA SMIT"
    assert "first" in body_of(store().get("tests_things", Ref(PK, "thing-1")))


def test_an_upgraded_document_is_stored_in_the_new_shape_when_written(upgraded_things):
    store_raw(schema_version=2, name="anna")
    thing = upgraded_things.get(PK, "thing-1")

    written = upgraded_things.replace(thing, etag=thing.etag)

    body = body_of(store().get("tests_things", Ref(PK, "thing-1")))
    assert (body["schema_version"], body["name"], written.schema_version) == (3, "ANNA", 3)


def test_a_patch_of_an_old_document_speaks_of_the_new_shape(upgraded_things):
    store_raw(first="Anna", last="Smit")

    changed = upgraded_things.patch(
        PK, "thing-1", [PatchOperation("set", "/notes", {"en": "x"})], condition=Condition("/name", ("ANNA SMIT",))
    )

    assert (changed.name, changed.notes, changed.schema_version) == ("ANNA SMIT", {"en": "x"}, 3)


@pytest.mark.parametrize("container", ["things", "upgraded_things"])
def test_a_document_of_a_newer_program_is_not_guessed_at(request, container):
    things = request.getfixturevalue(container)
    store_raw(schema_version=9, name="anna")

    with pytest.raises(UnknownSchemaVersion):
        things.get(PK, "thing-1")


def test_upgrades_with_a_gap_are_refused(no_registry):
    with pytest.raises(ValueError, match="every version"):
        Container(Thing, name="tests_things", pk=lambda thing: thing.box, upgrades={2: shout})


def test_two_types_of_document_cannot_share_a_container(things):
    class Other(Document, kw_only=True):
        pass

    with pytest.raises(ValueError, match="two containers"):
        Container(Other, name="tests_things", pk=lambda other: other.tenant_id)


def renamed(name: str) -> Callable[[Thing], Changed[Thing]]:
    return lambda thing: Changed(msgspec.structs.replace(thing, name=name))


def test_a_change_is_made_upon_what_is_stored(things):
    things.create(a_thing(name="cup"))

    changed = things.change(PK, "thing-1", lambda thing: Changed(msgspec.structs.replace(thing, name=thing.name + "s")))

    assert (changed.name, things.get(PK, "thing-1")) == ("cups", changed)


def test_a_change_that_has_nothing_to_do_stores_nothing(things):
    created = things.create(a_thing())

    assert things.change(PK, "thing-1", lambda thing: None) == created
    assert things.get(PK, "thing-1").etag == created.etag


def test_a_change_is_made_again_upon_what_others_stored_meanwhile(things):
    read = things.create(a_thing(name="cup"))
    things.replace(msgspec.structs.replace(read, box="box-1", name="mug"), etag=read.etag)

    def change(thing: Thing) -> Changed[Thing]:
        return Changed(msgspec.structs.replace(thing, name=thing.name + "s"))

    assert things.change(PK, "thing-1", change, known=read).name == "mugs"


def test_a_change_ends_when_others_are_always_faster(things):
    things.create(a_thing())
    tries = []

    def change(thing: Thing) -> Changed[Thing]:
        tries.append(thing.etag)
        things.replace(msgspec.structs.replace(thing, name=f"name {len(tries)}"), etag=thing.etag)
        return Changed(msgspec.structs.replace(thing, name="mine"))

    with pytest.raises(DocumentContended):
        things.change(PK, "thing-1", change)

    assert len(set(tries)) == len(tries) == CHANGE_TRIES
    assert things.get(PK, "thing-1").name == f"name {CHANGE_TRIES}"


def test_a_change_of_one_version_is_not_made_upon_another(things):
    read = things.create(a_thing())
    newer = things.change(PK, "thing-1", renamed("mug"), etag=read.etag)

    with pytest.raises(StaleDocument):
        things.change(PK, "thing-1", renamed("bowl"), etag=read.etag)
    with pytest.raises(StaleDocument):
        things.change(PK, "thing-1", renamed("bowl"), etag=read.etag, known=read)

    assert things.get(PK, "thing-1") == newer


def test_a_change_of_what_is_not_there_is_refused(things):
    with pytest.raises(DocumentNotFound):
        things.change(PK, "thing-1", renamed("mug"))


@pytest.mark.django_db(transaction=True)
def test_a_change_announces_its_events(things):
    things.create(a_thing())

    things.change(PK, "thing-1", lambda thing: Changed(thing, [an_event(1)]))

    assert heard_steps(store()) == [1]
