from django.urls import path

from marketplace.foundation.relay import views

urlpatterns = [
    path("admin/jobs", views.JobsEndpoint.as_view()),
    path("admin/jobs/parked-events", views.ParkedEvents.as_view()),
    path("admin/jobs/parked-events/replay", views.ParkedEventsReplay.as_view()),
]
