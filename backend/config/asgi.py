import os

from django import setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

setup()

from marketplace.foundation import observing  # noqa: E402  # it reads the settings
from marketplace.foundation.realtime.application import application  # noqa: E402  # so does it

__all__ = ["application"]

observing.start("realtime")
