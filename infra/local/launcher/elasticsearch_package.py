"""
Elasticsearch for this machine, fetched once from Maven Central into the user's cache and shared by all checkouts.

What is fetched is SonarQube's zip (916 MB), which holds Elastic's own build; 120 MB of it stay.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from launcher.errors import Refusal

POM = Path(__file__).resolve().parents[1] / "elasticsearch-server" / "pom.xml"
LOWEST_JAVA = 17
CHUNK_BYTES = 1 << 20
JAVA_VERSION = re.compile(r'version "(\d+)')
# Nothing here uses these, and they cost memory and seconds of every start.
UNUSED_MODULES = (
    "ingest-otel",
    "logsdb",
    "streams",
    "x-pack-apm-data",
    "x-pack-geoip-enterprise-downloader",
    "x-pack-inference",
    "x-pack-migrate",
    "x-pack-otel-data",
    "x-pack-redact",
)
# The bundle leaves out the script that starts the server by its own command line.
START_SCRIPT = """#!/bin/bash
CLI_NAME=server
CLI_LIBS=lib/tools/server-cli
source "`dirname "$0"`"/elasticsearch-cli
"""


def missing_tool() -> str | None:
    """What this machine lacks to run Elasticsearch, as the end of a sentence; none if it has everything."""
    if java_home() is None:
        return f"a JDK {LOWEST_JAVA} or newer (JAVA_HOME, or java on the path)"
    if shutil.which("mvn") is None and not _is_whole(_home()):
        return "Maven (mvn on the path), which fetches it once"
    return None


def java_home() -> Path | None:
    """The folder of a Java that is new enough: what JAVA_HOME names, else the one on the path."""
    named, found = os.environ.get("JAVA_HOME"), shutil.which("java")
    homes = [Path(named)] if named else []
    homes += [Path(found).resolve().parents[1]] if found else []
    return next((home for home in homes if _java_version(home) >= LOWEST_JAVA), None)


def installed() -> Path:
    """The folder of the server, fetched if this machine does not have it yet. :raises Refusal: if it cannot be had"""
    home = _home()
    if _is_whole(home):
        return home
    if missing := missing_tool():
        raise Refusal(f"Elasticsearch needs {missing}.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(home.parent / "elasticsearch.lock"):
        if not _is_whole(home):
            print("Fetching Elasticsearch from Maven Central (916 MB, once for this machine) ...", flush=True)
            _install(home)
    return home


def _home() -> Path:
    version = _pinned("version")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "globalmarket" / f"elasticsearch-{version}"


def _is_whole(home: Path) -> bool:
    return (home / "bin" / "elasticsearch").exists()  # the folder gets its name when all of it is there


def _pinned(name: str) -> str:
    element = next(ElementTree.parse(POM).iter(f"{{http://maven.apache.org/POM/4.0.0}}{name}"))
    return str(element.text)


def _install(home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".fetching-") as folder:
        bundle = _fetch(Path(folder))
        draft = Path(folder) / "server"
        _unpack(bundle, draft)
        for name in UNUSED_MODULES:
            shutil.rmtree(draft / "modules" / name, ignore_errors=True)
        for name in ("plugins", "logs"):
            (draft / name).mkdir(exist_ok=True)
        script = draft / "bin" / "elasticsearch"
        script.write_text(START_SCRIPT)
        for file in script.parent.iterdir():
            file.chmod(0o755)
        draft.rename(home)


def _fetch(folder: Path) -> Path:
    """A repository of its own, thrown away afterwards: the zip would stay in the user's for good."""
    options = [f"-Dmaven.repo.local={folder / 'repository'}", f"-Dtarget={folder}"]
    command = ["mvn", "--batch-mode", "--quiet", "-ntp", *options, "--file", str(POM), "dependency:copy"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Refusal(f"Maven could not fetch Elasticsearch:\n{done.stdout.strip()[-2000:]}")
    bundle = folder / "bundle.zip"
    with bundle.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    if digest != _pinned("sha256"):
        raise Refusal(f"What Maven fetched as Elasticsearch has the checksum {digest}, not the one in {POM.name}.")
    return bundle


def _unpack(bundle: Path, target: Path) -> None:
    """The folder ``*/elasticsearch/`` of the zip, which holds much more."""
    with zipfile.ZipFile(bundle) as archive:
        for item in archive.infolist():
            parts = item.filename.split("/", 2)
            if len(parts) < 3 or parts[1] != "elasticsearch" or item.is_dir():
                continue
            file = (target / parts[2]).resolve()
            if not file.is_relative_to(target.resolve()):
                raise Refusal(f"The fetched zip names a file outside its folder: {item.filename}")
            file.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(item) as source, file.open("wb") as output:
                shutil.copyfileobj(source, output, CHUNK_BYTES)


def _java_version(home: Path) -> int:
    java = home / "bin" / "java"
    if not os.access(java, os.X_OK):
        return 0
    said = subprocess.run([str(java), "-version"], capture_output=True, text=True).stderr
    found = JAVA_VERSION.search(said)
    return int(found[1]) if found else 0


@contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
