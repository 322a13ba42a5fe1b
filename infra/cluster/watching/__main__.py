"""``make watch``: Prometheus until Ctrl-C; with ``--check`` it asks every panel of every dashboard once, and ends."""

from __future__ import annotations

import argparse
import os
import sys
import time

from dashboards.content import DASHBOARDS
from toolbox import ToolFailed
from watching import EVERY_S, answers, exemplars, running, unknown_metrics

SEEN_S = 4 * EVERY_S  # a rate needs two readings, and a rule one evaluation after them


def main() -> None:
    """:raises SystemExit: 1 if there is no Prometheus, or a panel's query is wrong"""
    parser = argparse.ArgumentParser(prog="python -m watching")
    parser.add_argument("--check", action="store_true", help="ask every panel once")
    is_checking = parser.parse_args().check
    try:
        with running(os.environ) as url:
            print(f"Prometheus reads the programs every {EVERY_S} s: {url}", flush=True)
            if is_checking:
                time.sleep(SEEN_S)
                sys.exit(_check(url))
            while True:
                time.sleep(3600)
    except ToolFailed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


def _check(url: str) -> int:
    wrong = 0
    for dashboard in DASHBOARDS:
        found = answers(url, dashboard)
        empty = [answer.panel.title for answer in found if not answer.series and not answer.error]
        print(f"{dashboard.name}: {sum(bool(answer.series) for answer in found)} of {len(found)} panels have data", flush=True)
        if empty:
            print(f"  nothing yet: {'; '.join(empty)}")
        for answer in found:
            if answer.error:
                wrong += 1
                print(f"  {answer.panel.title}: {answer.error}")
    print(f"metrics that nothing has counted yet: {', '.join(sorted(unknown_metrics(url))) or 'none'}")
    print(f"exemplars of requests: {exemplars(url)}")
    return int(wrong > 0)


if __name__ == "__main__":
    main()
