"""
Whether the API's document takes something away that a client of a former version relies on (``make api-diff``): within ``/api/v1`` it may
only grow. oasdiff judges; what was changed on purpose stands in ``accepted.txt`` in its words, each line below its reason.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from toolbox import ROOT, ToolFailed, run, tool

DOCUMENT = "docs/reference/openapi.json"
ACCEPTED = Path(__file__).with_name("accepted.txt")


class NoSuchVersion(ToolFailed):
    """git does not have it here."""


def last_release() -> str:
    """The newest tag such as ``v1.4.0`` before this commit; empty before the first: no client stands on anything yet."""
    command = ["git", "describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def verify(former: str) -> None:
    """:raises ToolFailed: with each change since the version ``former`` that breaks a client :raises NoSuchVersion:"""
    done = subprocess.run(["git", "show", f"{former}:{DOCUMENT}"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise NoSuchVersion(f"git has no {DOCUMENT} of {former}: {done.stderr.decode().strip()}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "former.json"
        file.write_bytes(done.stdout)
        compare(file, ROOT / DOCUMENT)


def compare(former: Path, new: Path) -> None:
    """:raises ToolFailed: with each change that breaks a client"""
    with TemporaryDirectory() as folder:
        ignored = Path(folder) / "accepted.txt"
        lines = [line for line in ACCEPTED.read_text().splitlines() if line and not line.startswith("#")]
        ignored.write_text("\n".join(lines) + "\n")
        run(
            [
                str(tool("oasdiff")),
                "breaking",
                "--fail-on",
                "ERR",
                "--format",
                "singleline",
                "--err-ignore",
                str(ignored),
                str(former),
                str(new),
            ]
        )
