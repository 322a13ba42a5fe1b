"""``python -m manifests`` writes every overlay to .local/rendered, for who applies it (``make render``)."""

from __future__ import annotations

import subprocess
import sys

from manifests.rendering import write_rendered
from toolbox import ToolFailed


def main() -> None:
    """:raises SystemExit: 1 with what Kustomize says"""
    try:
        write_rendered()
    except subprocess.CalledProcessError as error:
        sys.exit(str(error.stderr or error))
    except ToolFailed as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
