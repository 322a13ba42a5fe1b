import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from marketplace.foundation import observing  # noqa: E402  # it reads the settings

observing.start("api")
