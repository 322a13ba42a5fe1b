"""
Name each base image by the digest that its tag has today: ``python infra/images/pin.py``. It needs Docker, and standard library only.

Without it a Dockerfile has a digest of zeros, by which nothing can be built: an image is made from a base that was chosen.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
BASE = re.compile(r"^FROM (?P<tag>[\w./-]+:[\w.-]+)@(?P<digest>sha256:[0-9a-f]{64})", re.MULTILINE)


def main() -> None:
    """:raises SystemExit: if Docker does not know a tag; no file is changed then"""
    files = sorted(FOLDER.glob("*.Dockerfile"))
    tags = sorted({found["tag"] for file in files for found in BASE.finditer(file.read_text())})
    digests = {tag: digest_of(tag) for tag in tags}
    for file in files:
        file.write_text(BASE.sub(lambda found: f"FROM {found['tag']}@{digests[found['tag']]}", file.read_text()))
    for tag, digest in digests.items():
        print(f"{tag} {digest}")


def digest_of(tag: str) -> str:
    """Of the list of all architectures. :raises SystemExit: with what Docker says"""
    command = ["docker", "buildx", "imagetools", "inspect", tag, "--format", "{{.Manifest.Digest}}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except FileNotFoundError:
        sys.exit("pin.py asks Docker for the digests; docker is not on the path.")
    digest = done.stdout.strip()
    if done.returncode or not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        sys.exit(f"Docker does not say which image {tag} is: {done.stderr.strip() or digest}")
    return digest


if __name__ == "__main__":
    main()
