"""Signed checkpoints, and notes in the logs. The intruder is the database's superuser."""

from __future__ import annotations

import logging

import pytest
from django.core.management import CommandError, call_command

from marketplace.foundation import audit, tenancy
from marketplace.foundation.audit import notes
from marketplace.foundation.audit.checkpointing import CHECKPOINT_EVERY, make_checkpoints
from marketplace.foundation.audit.models import AuditCheckpoint, AuditEntry, AuditSeal
from marketplace.foundation.audit.sealing import seal_entries
from marketplace.foundation.audit.tasks import seal_audit_entries
from marketplace.foundation.audit.tests.factories import ANNA, a_token, write, write_many
from marketplace.foundation.audit.types import TouchedEntry
from marketplace.foundation.audit.verification import verify, verify_since_checkpoint
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def long_log() -> list[int]:
    """25 sealed entries with a checkpoint after each tenth; the ids."""
    write_many(25)
    seal_entries()
    make_checkpoints(every=10)
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def test_a_checkpoint_is_made_after_each_full_count(long_log):
    made = AuditCheckpoint.objects.order_by("seal_id").values_list("sealed", flat=True)

    assert list(made) == [10, 20]
    assert make_checkpoints(every=10) == 0


def test_the_quick_verification_starts_at_the_last_checkpoint_and_says_so(long_log, django_assert_max_num_queries):
    write_many(2)

    with django_assert_max_num_queries(8, using="eu"):
        quick = verify_since_checkpoint()
    whole = verify()

    assert (quick.is_intact, quick.sealed, quick.proven_earlier, quick.unsealed) == (True, 25, 20, 2)
    assert (whole.is_intact, whole.sealed, whole.proven_earlier, whole.unsealed) == (True, 25, 0, 2)
    assert quick.head == whole.head


def test_the_endpoint_answers_from_the_last_checkpoint(api, long_log):
    answer = api.get("admin/audit-log/verification", token=a_token()).json()

    assert (answer["is_intact"], answer["sealed"], answer["proven_earlier"]) == (True, 25, 20)


def test_what_was_touched_since_the_checkpoint_is_found_quickly(long_log, intrude):
    intrude("UPDATE audit_logs SET reason = 'x' WHERE id = %s", long_log[22])

    assert verify_since_checkpoint().first_touched == TouchedEntry(long_log[22], "altered")


def test_what_was_touched_before_the_checkpoint_is_found_by_the_whole_walk(long_log, intrude):
    intrude("UPDATE audit_logs SET reason = 'x' WHERE id = %s", long_log[3])

    assert verify_since_checkpoint().is_intact
    assert verify().first_touched == TouchedEntry(long_log[3], "altered")


def test_a_chain_made_anew_does_not_lead_over_the_checkpoints(long_log, intrude):
    intrude("UPDATE audit_logs SET actor_id = 'stf_else'")
    intrude("DELETE FROM audit_seals")
    seal_entries()

    assert verify_since_checkpoint().first_touched == TouchedEntry(None, "head_lost")
    assert verify().first_touched == TouchedEntry(None, "head_lost")


def test_a_chain_cut_off_before_a_checkpoint_is_noticed(long_log, intrude):
    intrude("DELETE FROM audit_seals WHERE entry_id > %s", long_log[14])
    intrude("DELETE FROM audit_logs WHERE id > %s", long_log[14])

    assert verify_since_checkpoint().first_touched == TouchedEntry(None, "head_lost")
    assert verify().first_touched == TouchedEntry(None, "head_lost")


@pytest.mark.parametrize("change", ["sealed = sealed + 1", "head = repeat('0', 64)", "signature = 'x'", "settled_id = settled_id + 1"])
def test_a_checkpoint_that_this_program_did_not_sign_counts_for_nothing(long_log, intrude, change):
    intrude(f"UPDATE audit_checkpoints SET {change}")

    assert verify_since_checkpoint().first_touched == TouchedEntry(None, "checkpoint_forged")
    assert verify().first_touched == TouchedEntry(None, "checkpoint_forged")
    with pytest.raises(CommandError, match="checkpoint"):
        call_command("verify_audit_log", "--tenant", "eu")


def test_nothing_is_signed_where_something_was_touched(intrude):
    write_many(15)
    seal_entries()
    intrude("UPDATE audit_logs SET reason = 'x' WHERE id = (SELECT min(id) + 4 FROM audit_logs)")

    assert make_checkpoints(every=10) == 0
    assert not AuditCheckpoint.objects.exists()


def test_an_entry_slipped_in_after_the_checkpoint_is_named(intrude):
    write_many(12)
    burned = AuditEntry.objects.latest("id").pk + 1
    intrude("SELECT nextval('audit_logs_id_seq')")
    write_many(3)
    seal_entries()
    make_checkpoints(every=10)
    intrude("UPDATE audit_seals SET sealed_at = sealed_at - interval '2 hours'")
    intrude(
        "INSERT INTO audit_logs SELECT %s, tenant_id, at, actor_kind, actor_id, actor_role,"
        " actor_address, action, resource, old, new, reason, request_id FROM audit_logs LIMIT 1",
        burned,
    )

    assert verify_since_checkpoint().first_touched == TouchedEntry(burned, "inserted")


def test_several_at_once_make_each_checkpoint_once():
    write_many(40)
    seal_entries()

    at_once(4, lambda _: make_checkpoints(every=10))

    assert list(AuditCheckpoint.objects.order_by("seal_id").values_list("sealed", flat=True)) == [10, 20, 30, 40]
    assert verify().is_intact


def test_the_task_makes_a_checkpoint_after_a_thousand_entries():
    write()
    entry = AuditEntry.objects.values().get()
    del entry["id"]
    AuditEntry.objects.bulk_create([AuditEntry(**entry) for _ in range(CHECKPOINT_EVERY + 5)])

    seal_audit_entries.apply(headers={"tenant": "eu"}).get()

    assert (AuditCheckpoint.objects.count(), AuditSeal.objects.count()) == (1, CHECKPOINT_EVERY + 6)
    assert verify_since_checkpoint().proven_earlier == CHECKPOINT_EVERY


@pytest.fixture
def noted(caplog) -> list[str]:
    """The log lines of three entries that are not sealed yet, as ``config/logs.py`` writes them."""
    with caplog.at_level(logging.INFO, logger=notes.__name__):
        write_many(3)
    return [
        f"2026-11-21 10:00:00,000 INFO {record.name} tenant=eu request=- {record.getMessage()}"
        for record in caplog.records
        if record.name == notes.__name__
    ]


def test_every_entry_is_noted_in_the_log_of_its_writer_once_it_is_committed(noted):
    ids = AuditEntry.objects.order_by("id").values_list("id", flat=True)

    assert [line.split()[8] for line in noted] == [f"eu/{entry_id}" for entry_id in ids]
    assert notes.find_touched(["something else\n", *noted, "audit entry mena/1 " + "0" * 64 + " " + "0" * 64]) is None


def test_an_entry_that_was_rolled_back_is_not_noted(caplog):
    def fail_after_recording() -> None:
        with tenancy.atomic():
            audit.record(actor=ANNA, action="vendor.approved", resource="ven_1", now=NOW)
            raise LookupError

    with caplog.at_level(logging.INFO, logger=notes.__name__), pytest.raises(LookupError):
        fail_after_recording()

    assert not [record for record in caplog.records if record.name == notes.__name__]


def test_an_entry_removed_before_it_was_sealed_is_found_by_the_logs(noted, intrude, tmp_path):
    (first, *_) = AuditEntry.objects.order_by("id").values_list("id", flat=True)
    intrude("DELETE FROM audit_logs WHERE id = %s", first)
    seal_entries()
    logs = tmp_path / "api.log"
    logs.write_text("\n".join(line for line in noted))

    assert verify().is_intact
    with pytest.raises(CommandError, match=f"entry {first} is missing"):
        call_command("verify_audit_log", "--tenant", "eu", "--logs", str(logs))


def test_an_entry_altered_before_it_was_sealed_is_found_by_the_logs(noted, intrude):
    (first, *_) = AuditEntry.objects.order_by("id").values_list("id", flat=True)
    intrude("UPDATE audit_logs SET actor_id = 'stf_else' WHERE id = %s", first)
    seal_entries()

    assert verify().is_intact
    assert notes.find_touched(noted) == TouchedEntry(first, "altered")


def test_nobody_makes_the_check_say_altered_by_a_line_in_the_log(noted):
    """Text of others comes into a log as well: an address that they ask for, a name, a header."""
    entry_id = AuditEntry.objects.order_by("id").values_list("id", flat=True)[0]
    start, fact, signature = noted[0].rpartition(" audit entry ")[0], f"eu/{entry_id} {'0' * 64}", noted[0].split()[-1]
    forged = [
        f"audit entry {fact}",
        f"{start} audit entry {fact}",
        f"{start} audit entry {fact} {signature}",
        f"{start} audit entry {fact} {'0' * 64}",
        f"{start} audit entry eu/{entry_id + 100} {noted[0].split()[-2]} {signature}",
        f"{start.replace('audit.notes', 'other')} {noted[0].partition(' audit entry ')[2]}",
        f"{noted[0]} and more",
    ]

    assert notes.find_touched(forged) is None
    assert notes.find_touched(noted) is None


def test_a_note_of_one_region_is_none_of_another(noted, mena):
    moved = [line.replace("audit entry eu/", "audit entry mena/") for line in noted]

    with tenancy.scope(mena):
        assert notes.find_touched([*noted, *moved]) is None
