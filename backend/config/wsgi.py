import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from marketplace.foundation import observing, structs  # noqa: E402  # they read the settings

import_module(settings.ROOT_URLCONF)  # else the first request would
structs.prepare()
observing.start("api")
