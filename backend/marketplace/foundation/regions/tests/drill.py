"""
Run in a process of its own, with the settings of an empty stack: makes it, restores one region from a backup, and asks every check.

``python -m marketplace.foundation.regions.tests.drill BACKUP IDENTITY FOLDER``: the last line is JSON.
"""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import django


def main() -> None:
    file, identity, folder = map(Path, sys.argv[1:4])
    django.setup()
    call("provision")
    before = saved("mena", folder / "before", identity)
    restored = call("restore", str(file), "--tenant", "eu", "--identity", str(identity))
    again = refusal("restore", str(file), "--tenant", "eu", "--identity", str(identity))
    foreign = refusal("restore", str(file), "--tenant", "mena", "--identity", str(identity), "--replace")
    call("restore", str(file), "--tenant", "eu", "--identity", str(identity), "--replace")
    checks = {name: call(name) for name in ("check_regions", "check_books", "check_stock")}
    checks["verify_audit_log"] = call("verify_audit_log", "--tenant", "eu")
    report = {
        "restored": restored,
        "again": again,
        "foreign": foreign,
        "checks": checks,
        "eu": saved("eu", folder / "eu", identity),
        "mena": [before, saved("mena", folder / "after", identity)],
        "append_only": append_only(),
    }
    sys.stdout.write(json.dumps(report))


def call(*words: str) -> str:
    from django.core.management import call_command

    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def refusal(*words: str) -> str:
    from django.core.management import CommandError

    try:
        call(*words)
    except CommandError as error:
        return str(error)
    return ""


def saved(slug: str, folder: Path, identity: Path) -> dict[str, str]:
    """What a backup of the region holds, by the hashes of its parts."""
    import pyrage

    from marketplace.foundation.regions.backup import check_backup

    key = identity.read_text().strip()
    recipient = str(pyrage.x25519.Identity.from_str(key).to_public())
    path = Path(call("backup", "--tenant", slug, "--to", str(folder), "--recipient", recipient).strip())
    return {member.name: member.sha256 for member in check_backup(path, identity=key).members}


def append_only() -> str:
    """What the database answers to a change of its books."""
    from django.db import DatabaseError, connections

    try:
        connections["eu"].cursor().execute("UPDATE financial_transactions SET amount_minor = 0")
    except DatabaseError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main()
