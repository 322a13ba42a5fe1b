"""``python -m verification``: see ``make verify-infra``; with a word, the checks that have it in their name (``make audit``)."""

from __future__ import annotations

import argparse
import sys

from verification import CHECKS, is_failed, run_all, summary


def main() -> None:
    """:raises SystemExit: 1 on any finding, 2 if no check has that name"""
    parser = argparse.ArgumentParser(prog="python -m verification")
    parser.add_argument("word", nargs="?", default="", help="only the checks with this in their name")
    word = parser.parse_args().word
    checks = [check for check in CHECKS if word in check.name]
    if not checks:
        parser.error(f"there is no such check; there are: {', '.join(check.name for check in CHECKS)}")
    results = run_all(checks)
    print(f"\n{summary(results)}")
    sys.exit(int(is_failed(results)))


if __name__ == "__main__":
    main()
