"""``python -m verification``: see ``make verify-infra``."""

from __future__ import annotations

import sys

from verification import is_failed, run_all, summary


def main() -> None:
    """:raises SystemExit: 1 on any finding"""
    results = run_all()
    print(f"\n{summary(results)}")
    sys.exit(int(is_failed(results)))


if __name__ == "__main__":
    main()
