from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.foundation.metrics import slots

BACKEND = Path(__file__).parents[4]
PROCESS = """
import sys, os
from pathlib import Path
from marketplace.foundation.metrics import slots
folder = Path(sys.argv[1])
slot = slots.take(folder)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
from prometheus_client import Counter, Gauge, values
values.ValueClass = values.MultiProcessValue(lambda: slot)
Counter("cups", "Cups", ["colour"]).labels("blue").inc()
Gauge("guests", "Guests", ["table"], multiprocess_mode="livesum").labels("one").set(1)
print(slot, flush=True)
sys.stdin.read()
"""


class Processes:
    """Real ones, which count one cup each and stay until they are killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.running: list[subprocess.Popen[str]] = []

    def start(self) -> int:
        """Its number."""
        command = [sys.executable, "-c", PROCESS, str(self._folder)]
        process = subprocess.Popen(command, cwd=BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.running.append(process)
        assert process.stdout is not None
        return int(process.stdout.readline())

    def kill(self, which: int) -> None:
        process = self.running.pop(which)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def sum_of(self, name: str) -> float:
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        found = MultiProcessCollector(CollectorRegistry(), path=str(self._folder)).collect()
        return sum(sample.value for metric in found for sample in metric.samples if sample.name == name)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(tmp_path / "metrics")
    yield made
    while made.running:
        made.kill(0)


def test_each_living_process_has_a_number_of_its_own_and_all_add_up(processes):
    assert [processes.start(), processes.start(), processes.start()] == [0, 1, 2]
    assert (processes.sum_of("cups_total"), processes.sum_of("guests")) == (3, 3)


def test_a_new_process_goes_on_where_a_dead_one_stopped(processes):
    processes.start(), processes.start()
    processes.kill(0)

    assert processes.start() == 0
    assert processes.sum_of("cups_total") == 3  # a sum never falls
    assert processes.sum_of("guests") == 2  # what was true of the dead one is not


def test_a_program_that_starts_anew_counts_from_nothing(processes):
    processes.start(), processes.start()
    processes.kill(0), processes.kill(0)

    assert processes.start() == 0
    assert (processes.sum_of("cups_total"), processes.sum_of("guests")) == (1, 1)


def test_the_folder_is_for_this_user_alone(processes, tmp_path):
    processes.start()

    assert (tmp_path / "metrics").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path):
    os.chown(tmp_path, 65534, 65534)

    with pytest.raises(PermissionError):
        slots.take(tmp_path)


def test_a_link_that_another_user_made_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")

    with pytest.raises(PermissionError):
        slots.take(tmp_path / "link")
