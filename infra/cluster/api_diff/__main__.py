"""``python -m api_diff [FORMER]``: see ``make api-diff``."""

from __future__ import annotations

import sys

from api_diff import last_release, verify
from toolbox import ToolFailed


def main() -> None:
    """:raises SystemExit: 1 with each change that breaks a client"""
    former = sys.argv[1] if len(sys.argv) > 1 else last_release()
    if not former:
        print("There is no release yet, so nothing can be broken; name a commit to compare with: make api-diff FORMER=...")
        return
    try:
        verify(former)
    except ToolFailed as error:
        sys.exit(str(error))
    print(f"What clients of {former} rely on is still there.")


if __name__ == "__main__":
    main()
