"""The launcher's commands; the Makefile calls them."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time

from launcher.engines import check_running
from launcher.environment import read_environment
from launcher.errors import Refusal
from launcher.follow import Follower, log_sizes
from launcher.paths import Paths, this_checkout
from launcher.supervisor import Supervisor
from launcher.up import up

LOG_BYTES_SHOWN = 8000
POLL_S = 0.2


def main() -> None:
    """:raises SystemExit: 1 with one clear sentence, if the command cannot be done"""
    parser = argparse.ArgumentParser(prog="launcher")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up", help="start everything")
    start.add_argument("--detach", action="store_true", help="return once everything answers")
    commands.add_parser("down", help="stop everything")
    commands.add_parser("reset", help="stop everything and forget all data")
    commands.add_parser("status", help="say what runs")
    logs = commands.add_parser("logs", help="follow the logs")
    logs.add_argument("--no-follow", action="store_true", help="show the last lines only")
    run = commands.add_parser("run", help="run a command in the servers' environment")
    run.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    paths = this_checkout()
    try:
        _do(paths, options)
    except Refusal as refusal:
        sys.exit(f"GlobalMarket: {refusal}")
    except KeyboardInterrupt:
        sys.exit(130)


def _do(paths: Paths, options: argparse.Namespace) -> None:
    match options.command:
        case "up":
            up(paths, is_detached=options.detach)
        case "down":
            print("Stopped." if Supervisor(paths).stop() else "Nothing was running.")
        case "reset":
            _reset(paths)
        case "status":
            _print_status(Supervisor(paths))
        case "logs":
            _show_logs(paths, is_following=not options.no_follow)
        case "run":
            _run(paths, options.arguments)


def _reset(paths: Paths) -> None:
    Supervisor(paths).stop()
    shutil.rmtree(paths.socket.parent, ignore_errors=True)  # elsewhere, if the checkout's path is long
    if paths.local.exists():
        shutil.rmtree(paths.local)
    print("Everything that was kept in .local is gone; make up begins anew.")


def _print_status(supervisor: Supervisor) -> None:
    """:raises SystemExit: 1 unless every program runs"""
    if not supervisor.is_running():
        sys.exit("GlobalMarket is not running in this checkout.")
    states = supervisor.states()
    for name, state in states.items():
        print(f"{name:<10} {state.lower()}")
    if set(states.values()) != {"RUNNING"}:
        sys.exit(1)


def _show_logs(paths: Paths, *, is_following: bool) -> None:
    follower = Follower(paths.logs, is_coloured=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    follower.skip({name: max(0, size - LOG_BYTES_SHOWN) for name, size in log_sizes(paths.logs).items()})
    try:
        follower.print_new()
        while is_following:
            time.sleep(POLL_S)
            follower.print_new()
    except KeyboardInterrupt:
        pass


def _run(paths: Paths, arguments: list[str]) -> None:
    if not arguments:
        raise Refusal("Name a command: launcher run COMMAND ...")
    variables = read_environment(paths)
    check_running(os.environ, variables)
    os.execvpe(arguments[0], arguments, {**os.environ, **variables})


if __name__ == "__main__":
    main()
