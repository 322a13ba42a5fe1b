"""Who imports when: a vendor's files one after the other, and no vendor's before all others'."""

from __future__ import annotations

from queue import Empty

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.imports import services, tasks
from marketplace.apps.imports.errors import TooManyImports
from marketplace.apps.imports.models import ImportJob, ImportProblem
from marketplace.apps.imports.tests.factories import file_of, many_rows, row, start
from marketplace.apps.imports.types import ImportState, Turn
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ROWS_OF_TURN = 99 * services.BATCHES_OF_TURN
LARGE = file_of(*(row(f"thing-{number}", price="x") for number in range(2 * ROWS_OF_TURN + 10)))  # three turns of refused rows


class Queue:
    """The bulk queue in Valkey, with one worker."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def send(self, import_id: str) -> None:
        tasks.run_import.apply_async(kwargs={"import_id": import_id})

    def take(self) -> bool:
        """Do what waits longest. Whether anything did."""
        with current_app.connection_for_read() as connection, connection.SimpleQueue(current_app.amqp.queues["bulk"]) as queue:
            try:
                message = queue.get(block=False)
            except Empty:
                return False
            message.ack()
        _, kwargs, _ = message.payload
        tasks.run_import(**kwargs)
        self.done.append(kwargs["import_id"])
        return True

    def work(self) -> None:
        while self.take():
            pass


@pytest.fixture
def queue() -> Queue:
    return Queue()


def state(import_id: str) -> str:
    return ImportJob.objects.get(pk=import_id).state


def test_a_long_file_gives_way_to_other_vendors(queue):
    long, short = start(make_vendor().id, LARGE).id, start(make_vendor().id, file_of(row())).id
    queue.send(long)
    queue.send(short)

    queue.work()

    assert queue.done == [long, short, long, long]
    assert (state(long), state(short)) == (ImportState.COMPLETED, ImportState.COMPLETED)
    assert ImportJob.objects.get(pk=long).rows_refused == 2 * ROWS_OF_TURN + 10


def test_a_vendors_files_run_one_after_the_other(queue):
    vendor = make_vendor().id
    first, second = sorted(start(vendor, content).id for content in (LARGE, file_of(row())))
    queue.send(second)
    queue.send(first)
    seen = []

    while queue.take():
        seen.append((state(first), state(second)))

    assert ("running", "running") not in seen
    assert all(later == "queued" for earlier, later in seen if earlier != "completed")
    assert seen[-1] == ("completed", "completed")


def test_a_message_that_comes_twice_is_worth_nothing_the_second_time(queue):
    job = start(make_vendor().id, LARGE)

    assert [services.take_turn(Turn(job.id, 0)) for _ in range(2)] == [True, False]


def test_one_that_waits_for_another_is_not_taken_for_stranded(queue):
    vendor = make_vendor().id
    first, _ = sorted(start(vendor, file_of(row(handle))).id for handle in ("a", "b"))

    (turn,) = services.claim_stranded(now=NOW + services.STRANDED_AFTER * 2)

    assert turn == Turn(first, 1)
    assert services.take_turn(turn)


def test_a_vendor_has_so_many_files_waiting(api):
    vendor = make_vendor()
    for number in range(services.MAX_UNFINISHED):
        start(vendor.id, file_of(row(f"lamp-{number}")))

    with pytest.raises(TooManyImports):
        start(vendor.id, file_of(row()))

    start(make_vendor().id, file_of(row()))


def test_a_file_of_faults_ends_early_and_stays_small():
    content = file_of(*(row(f"thing-{number}", price="x") for number in range(services.MAX_ERRORS + 200)))
    job = start(make_vendor().id, content)

    view = services.run_import(import_id=job.id, now=NOW)

    assert (view.state, "10,000" in view.failure) == (ImportState.FAILED, True)
    assert services.MAX_ERRORS < view.counts.errors <= services.MAX_ERRORS + 100
    assert ImportProblem.objects.count() == services.MAX_KEPT_PROBLEMS + 1  # with the one that says so


def test_a_vendor_that_is_not_approved_is_refused(api):
    vendor = make_vendor(state="pending")

    answer = api.post("vendor/imports", {}, files={"file": SimpleUploadedFile("a.csv", file_of(row()))}, token=vendor_token(vendor.id))

    assert (answer.status_code, answer.json()["code"]) == (409, "vendor_state_forbids")


def test_many_rows_count_as_before(queue):
    job = start(make_vendor().id, file_of(*many_rows(600)))
    queue.send(job.id)

    queue.work()

    counts = ImportJob.objects.get(pk=job.id)
    assert (counts.created, counts.rows_done, counts.state) == (360, 600, "completed")
