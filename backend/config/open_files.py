"""How many connections a process may have is a limit of the system for open files."""

from __future__ import annotations

import resource


def allow_open_files(wanted: int) -> None:
    """Up to what the system lets a process raise for itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
