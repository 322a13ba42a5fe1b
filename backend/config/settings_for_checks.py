"""The settings as type checks see them, where no servers run and nothing is configured."""

import os

os.environ.setdefault("GM_ENVIRONMENT", "test")
os.environ.setdefault("GM_SECRET_KEY", "only-for-type-checks-and-never-for-a-server")
os.environ.setdefault("GM_REGIONS", "eu")
os.environ.setdefault("GM_VALKEY_URL", "redis://127.0.0.1:1/0")
for name in ("GM_DATABASE_URL", "GM_REGION_EU_DATABASE_URL"):
    os.environ.setdefault(name, f"postgresql://nobody@127.0.0.1:1/{name.lower()}")

from config.settings import *  # noqa: E402, F403
