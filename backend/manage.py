#!/usr/bin/env python
import os
import sys
from pathlib import Path

from dotenv import load_dotenv

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "GM_DATABASE_URL" not in os.environ:  # typed in a shell: what `make up` made for this checkout holds
        load_dotenv(Path(__file__).resolve().parents[1] / ".local" / "env")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
