from django.conf import settings
from django.urls import path

from marketplace.foundation.rest import doors

urlpatterns = [
    path("health/live", doors.Live.as_view()),
    path("health/ready", doors.Ready.as_view()),
]
if settings.DEVELOPMENT_CLOCK:
    urlpatterns.append(path("admin/development/clock", doors.DevelopmentClock.as_view()))
