"""Where this checkout keeps what it makes for itself."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import Refusal

# A socket's path is at most 104 bytes on macOS and 108 on Linux; supervisord binds a longer, temporary name first.
SOCKET_PATH_MAX_BYTES = 90


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one checkout; nothing is written outside ``local``, but a socket whose path would be too long."""

    root: Path

    @property
    def local(self) -> Path:
        return self.root / ".local"

    @property
    def backend(self) -> Path:
        return self.root / "backend"

    @property
    def frontend(self) -> Path:
        return self.root / "frontend"

    def web_app(self, name: str) -> Path:
        return self.frontend / "apps" / name

    @property
    def tools(self) -> Path:
        """What is put on the import path of the launcher and of the payment sandbox."""
        return self.root / "infra" / "local"

    @property
    def logs(self) -> Path:
        return self.local / "log"

    @property
    def run(self) -> Path:
        return self.local / "run"

    @property
    def postgres(self) -> Path:
        return self.local / "postgres"

    @property
    def valkey(self) -> Path:
        return self.local / "valkey"

    @property
    def azurite(self) -> Path:
        return self.local / "azurite"

    @property
    def elasticsearch(self) -> Path:
        return self.local / "elasticsearch"

    @property
    def env_file(self) -> Path:
        return self.local / "env"

    @property
    def secrets_file(self) -> Path:
        return self.local / "secrets.json"

    @property
    def socket(self) -> Path:
        """supervisord's control socket. :raises Refusal: if another user sits on the only place that is short enough"""
        usual = self.run / "supervisor.sock"
        return usual if len(os.fsencode(usual)) <= SOCKET_PATH_MAX_BYTES else self._short_folder() / "supervisor.sock"

    def _short_folder(self) -> Path:
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"globalmarket-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise Refusal(f"{folder} belongs to another user; clone the project into a folder with a shorter path.")
        return folder

    def make(self) -> None:
        """Make every folder that is missing; only this user may look inside."""
        self.local.mkdir(mode=0o700, exist_ok=True)
        for name in ("log", "run", "mail", "media", "sandbox", "azurite"):
            (self.local / name).mkdir(exist_ok=True)


def this_checkout() -> Paths:
    return Paths(root=Path(__file__).resolve().parents[3])
