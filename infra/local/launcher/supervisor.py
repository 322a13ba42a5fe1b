"""supervisord: started, asked and stopped over its socket."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Mapping
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from launcher.errors import Refusal
from launcher.leftovers import end_leftovers, find_leftovers
from launcher.paths import Paths
from launcher.programs import GROUP

START_TIMEOUT_S = 10.0
# Longer than the slowest program may take; then everything is killed.
STOP_TIMEOUT_S = 90.0


class Supervisor:
    """The one supervisord of a checkout."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def is_running(self) -> bool:
        try:
            self._rpc().getState()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False
        return True

    def start(self, config: str, *, environment: Mapping[str, str], ends_with_launcher: bool) -> None:
        """:raises Refusal: if it does not come up, with what it said"""
        file = self._paths.run / "supervisord.conf"
        file.write_text(config)
        output = self._paths.logs / "supervisord.out"
        command = [sys.executable, "-m", "supervisor.supervisord", "--configuration", str(file)]
        setpriv = shutil.which("setpriv")
        if ends_with_launcher and setpriv:
            # also when the launcher is killed
            command = [setpriv, "--pdeathsig=TERM", "--", *command]
        with output.open("wb") as sink:
            # A session of its own: Ctrl-C reaches the launcher alone, which then stops things in order.
            options: dict[str, Any] = {"cwd": self._paths.root, "stdin": subprocess.DEVNULL, "stdout": sink, "stderr": sink}
            process = subprocess.Popen(command, env=dict(environment), start_new_session=True, **options)
        until = time.monotonic() + START_TIMEOUT_S
        while not self.is_running():
            if process.poll() is not None or time.monotonic() > until:
                raise Refusal("The supervisor does not start:\n" + output.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def start_apps(self) -> None:
        """Start the marketplace's programs; returns at once."""
        self._rpc().startProcessGroup(GROUP, False)

    def states(self) -> dict[str, str]:
        """What supervisord says of each program: STARTING, RUNNING, BACKOFF, FATAL, ..."""
        return {item["name"]: item["statename"] for item in self.processes()}

    def processes(self) -> list[dict[str, Any]]:
        """What supervisord knows of each program: its name, pid, state, ..."""
        return list(self._rpc().getAllProcessInfo())

    def stop(self) -> bool:
        """Stop everything, the apps before the stores; false if nothing was running."""
        was_running = False
        if process := self._process():
            was_running = True
            process.send_signal(signal.SIGTERM)
            psutil.wait_procs([process], timeout=STOP_TIMEOUT_S)
            if process.is_running():
                process.kill()
        leftovers = find_leftovers(self._paths)
        end_leftovers(leftovers)
        return was_running or bool(leftovers)

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(int((self._paths.run / "supervisord.pid").read_text()))
            # The number may have gone to another program since.
            is_ours = str(self._paths.run / "supervisord.conf") in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return process if is_ours and process.pid != os.getpid() else None

    def _rpc(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._paths.socket}")
        return xmlrpc.client.ServerProxy("http://localhost", transport=transport).supervisor
