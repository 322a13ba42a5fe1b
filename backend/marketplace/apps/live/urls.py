from django.urls import path

from marketplace.apps.live.views import LiveTickets

urlpatterns = [path("live/tickets", LiveTickets.as_view())]
