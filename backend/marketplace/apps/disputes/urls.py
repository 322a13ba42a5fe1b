from django.urls import path

from marketplace.apps.disputes import views

urlpatterns = [
    path("admin/disputes/<str:dispute_id>/evidence", views.DisputeEvidenceView.as_view()),
    path("admin/disputes/<str:dispute_id>/evidence.pdf", views.DisputeEvidenceFile.as_view()),
]
