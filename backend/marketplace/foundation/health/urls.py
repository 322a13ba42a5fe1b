from django.conf import settings
from django.urls import path

from marketplace.foundation.health import views

urlpatterns = [
    path("health/live", views.Live.as_view()),
    path("health/ready", views.Ready.as_view()),
    path("admin/health", views.AdminHealth.as_view()),
]
if settings.DEVELOPMENT_CLOCK:
    urlpatterns.append(path("admin/development/clock", views.DevelopmentClock.as_view()))
