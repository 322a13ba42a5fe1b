from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connections

from marketplace.foundation import audit, tenancy
from marketplace.foundation.audit import checkpoints
from marketplace.foundation.audit.models import AuditCheckpoint, AuditEntry, AuditSeal
from marketplace.foundation.audit.sealing import seal_entries
from marketplace.foundation.audit.tests.factories import ANNA, write
from marketplace.kit.actors import SYSTEM
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def test_an_entry_says_who_did_what_to_what_and_why():
    write("vendor.approved", old={"state": "pending"}, new={"state": "approved"})

    entry = AuditEntry.objects.get()
    assert (entry.tenant_id, entry.at) == ("eu", NOW)
    assert (entry.actor_kind, entry.actor_id, entry.actor_role, entry.actor_address) == ("staff", "stf_anna", "admin", "192.0.2.7")
    assert (entry.action, entry.resource, entry.reason) == ("vendor.approved", "ven_1", "checked")
    assert (entry.old, entry.new) == ({"state": "pending"}, {"state": "approved"})


def test_the_system_itself_may_act_too():
    write("payout.paid", actor=SYSTEM)

    assert AuditEntry.objects.get().actor_kind == "system"


def test_an_entry_goes_with_the_deed_it_speaks_of():
    def fail_after_recording() -> None:
        with tenancy.atomic():
            audit.record(actor=ANNA, action="vendor.approved", resource="ven_1", now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_recording()

    assert not AuditEntry.objects.exists()


def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError, match="atomic"):
        audit.record(actor=ANNA, action="vendor.approved", resource="ven_1", now=NOW)


@pytest.mark.parametrize("table", ["audit_logs", "audit_seals", "audit_checkpoints"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET id = id + 1", "DELETE FROM {table}"],
)
def test_the_database_refuses_every_change(table, statement):
    write()
    seal_entries()
    checkpoints.add(checkpoints.Checkpoint(1, 1, "", 0))

    with pytest.raises(DatabaseError, match="append-only"), tenancy.atomic():
        connections["eu"].cursor().execute(statement.format(table=table))

    assert (AuditEntry.objects.count(), AuditSeal.objects.count(), AuditCheckpoint.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("table", ["audit_logs", "audit_seals", "audit_checkpoints"])
def test_the_database_refuses_to_empty_them(table, superuser_url):
    with psycopg.connect(superuser_url("eu")) as administrator:
        administrator.execute(f"ALTER TABLE eu.{table} ENABLE TRIGGER {table}_keep")  # tests run with it disabled
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            administrator.execute(f"TRUNCATE eu.{table}")


@pytest.mark.parametrize("table", ["audit_logs", "audit_seals", "audit_checkpoints", "financial_transactions", "stock_movements"])
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TRIGGER {table}_append_only ON {table}",
        "ALTER TABLE {table} RENAME TO away",
        "CREATE OR REPLACE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET ROLE {owner}",
        "SET session_replication_role = replica",
    ],
)
def test_the_programs_own_role_cannot_switch_the_triggers_off(table, statement):
    with pytest.raises(DatabaseError, match=r"must be owner|permission denied"), tenancy.atomic():
        connections["eu"].cursor().execute(statement.format(table=table, owner=f"{settings.DATABASES['eu']['USER']}_owner"))
