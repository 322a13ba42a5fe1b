import os

from django import setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

setup()

from marketplace.foundation import observing, structs  # noqa: E402  # they read the settings
from marketplace.foundation.realtime.application import application  # noqa: E402  # so does it

__all__ = ["application"]

structs.prepare()
observing.start("realtime")
