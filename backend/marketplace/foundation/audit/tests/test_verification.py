"""The intruder of these tests is the database's superuser, whom no trigger stops."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.foundation.audit import sealing
from marketplace.foundation.audit.models import AuditEntry, AuditSeal
from marketplace.foundation.audit.sealing import seal_entries
from marketplace.foundation.audit.tasks import seal_audit_entries
from marketplace.foundation.audit.tests.factories import write, write_many
from marketplace.foundation.audit.types import TouchedEntry
from marketplace.foundation.audit.verification import verify
from marketplace.foundation.documents.tests.builders import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def entry_ids(intrude) -> list[int]:
    """Ten entries, sealed two hours ago."""
    write_many(10)
    seal_entries()
    intrude("UPDATE audit_seals SET sealed_at = sealed_at - interval '2 hours'")
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def test_an_empty_log_is_intact():
    result = verify()

    assert (result.is_intact, result.sealed, result.unsealed, result.head) == (True, 0, 0, "")


def test_a_log_that_nobody_touched_is_intact(entry_ids):
    write_many(3)

    result = verify()

    assert (result.is_intact, result.sealed, result.unsealed, result.first_touched) == (True, 10, 3, None)
    assert result.head == AuditSeal.objects.order_by("-id").first().hash


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = 'stf_else'",
        "actor_address = ''",
        "action = 'vendor.closed'",
        "resource = 'ven_9'",
        "reason = 'Checked'",
        "at = at + interval '1 microsecond'",
        "tenant_id = 'mena'",
        "request_id = 'x'",
        "new = jsonb_set(new, '{list,2,b}', '3')",
        "new = NULL",
        "old = '{}'",
    ],
)
def test_an_altered_entry_is_named(entry_ids, intrude, change):
    intrude(f"UPDATE audit_logs SET {change} WHERE id = %s", entry_ids[4])
    intrude(f"UPDATE audit_logs SET {change} WHERE id = %s", entry_ids[7])

    result = verify()

    assert not result.is_intact
    assert result.first_touched == TouchedEntry(entry_ids[4], "altered")


def test_a_removed_entry_is_named(entry_ids, intrude):
    intrude("DELETE FROM audit_logs WHERE id = %s", entry_ids[3])

    assert verify().first_touched == TouchedEntry(entry_ids[3], "missing")


def test_an_entry_removed_together_with_its_seal_breaks_the_chain(entry_ids, intrude):
    intrude("DELETE FROM audit_logs WHERE id = %s", entry_ids[3])
    intrude("DELETE FROM audit_seals WHERE entry_id = %s", entry_ids[3])

    assert verify().first_touched == TouchedEntry(entry_ids[4], "chain_broken")


def test_an_entry_slipped_in_is_named(entry_ids, intrude):
    intrude(
        "INSERT INTO audit_logs SELECT id - 100, tenant_id, at, actor_kind, actor_id, actor_role,"
        " actor_address, action, resource, old, new, reason, request_id FROM audit_logs WHERE id = %s",
        entry_ids[0],
    )

    assert verify().first_touched == TouchedEntry(entry_ids[0] - 100, "inserted")


def test_two_entries_that_changed_places_are_noticed(entry_ids, intrude):
    intrude("UPDATE audit_logs SET id = -1 WHERE id = %s", entry_ids[1])
    intrude("UPDATE audit_logs SET id = %s WHERE id = %s", entry_ids[1], entry_ids[2])
    intrude("UPDATE audit_logs SET id = %s WHERE id = -1", entry_ids[2])

    assert verify().first_touched == TouchedEntry(entry_ids[1], "altered")


def test_a_chain_cut_off_at_its_end_is_noticed_by_a_head_noted_earlier(entry_ids, intrude):
    head = verify().head
    intrude("DELETE FROM audit_seals WHERE entry_id > %s", entry_ids[6])
    intrude("DELETE FROM audit_logs WHERE id > %s", entry_ids[6])

    assert verify().is_intact
    assert verify(known_head=head).first_touched == TouchedEntry(None, "head_lost")


def test_a_chain_made_anew_is_noticed_by_a_head_noted_earlier(entry_ids, intrude):
    head = verify().head
    intrude("UPDATE audit_logs SET actor_id = 'stf_else'")
    intrude("DELETE FROM audit_seals")
    seal_entries()

    assert verify().is_intact
    assert not verify(known_head=head).is_intact


def test_a_head_noted_earlier_stays_in_a_chain_that_grows(entry_ids):
    head = verify().head
    write_many(5)
    seal_entries()

    assert verify(known_head=head).is_intact


def test_an_entry_that_commits_after_a_later_one_was_sealed_is_sealed_too(intrude):
    write(resource="ven_first")
    (first,) = AuditEntry.objects.values_list("id", flat=True)
    seal_entries()
    intrude("UPDATE audit_seals SET sealed_at = sealed_at - interval '2 hours'")
    write(resource="ven_later")
    intrude("UPDATE audit_logs SET id = %s WHERE resource = 'ven_later'", first + 10)
    seal_entries()
    write(resource="ven_slow")
    intrude("UPDATE audit_logs SET id = %s WHERE resource = 'ven_slow'", first + 5)

    assert seal_entries() == 1

    result = verify()
    assert (result.is_intact, result.sealed, result.unsealed) == (True, 3, 0)


def test_several_sealers_at_once_make_one_chain():
    write_many(200)

    sealed = at_once(4, lambda _: seal_entries())

    assert sum(sealed) == 200
    assert verify().is_intact


def test_entries_beyond_one_batch_are_sealed_in_one_go():
    write()
    entry = AuditEntry.objects.values().get()
    del entry["id"]
    AuditEntry.objects.bulk_create([AuditEntry(**entry) for _ in range(sealing.SEAL_BATCH)])

    assert seal_entries() == sealing.SEAL_BATCH + 1
    assert verify().sealed == sealing.SEAL_BATCH + 1


def test_the_command_says_that_all_is_well(entry_ids):
    out = StringIO()

    call_command("verify_audit_log", "--tenant", "eu", stdout=out)

    assert out.getvalue().startswith("eu: intact; 10 entries sealed, 0 not yet; head ")


def test_the_command_fails_and_names_the_entry(entry_ids, intrude):
    intrude("UPDATE audit_logs SET reason = 'x' WHERE id = %s", entry_ids[4])

    with pytest.raises(CommandError, match=f"entry {entry_ids[4]} was altered"):
        call_command("verify_audit_log", "--tenant", "eu")


def test_the_command_fails_for_a_region_that_is_not_there(tenant):
    with pytest.raises(CommandError, match="atlantis"):
        call_command("verify_audit_log", "--tenant", "atlantis")


def test_the_task_seals_in_the_region_it_was_sent_to(tenant):
    write()

    seal_audit_entries.apply(headers={"tenant": "eu"}).get()

    assert verify().sealed == 1
