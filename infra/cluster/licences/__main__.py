"""``python -m licences`` writes .local/infra/licences.csv and ends with 1, naming each package that may not be used."""

from __future__ import annotations

import csv
import sys
from collections import Counter

from licences import refusals
from licences.collecting import packages
from toolbox import ROOT

REPORT = ROOT / ".local" / "infra" / "licences.csv"


def main() -> None:
    """:raises SystemExit: 1 if one is refused"""
    found = packages()
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    with REPORT.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["ecosystem", "package", "version", "licence", "shipped"])
        rows.writerows([*package[:4], "yes" if package.is_shipped else "no"] for package in found)
    for licence, count in Counter(package.licence for package in found if package.is_shipped).most_common():
        print(f"{count:5} {licence or 'unknown'}")
    print(f"{len(found)} packages, of which {sum(package.is_shipped for package in found)} are shipped: {REPORT.relative_to(ROOT)}")
    if refused := refusals(found):
        sys.exit("\n".join(refused))


if __name__ == "__main__":
    main()
