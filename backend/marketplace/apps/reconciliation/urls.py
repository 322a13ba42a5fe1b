from django.urls import path

from marketplace.apps.reconciliation import views

urlpatterns = [
    path("admin/settlement-reports", views.ReportList.as_view()),
    path("admin/settlement-reports/<str:report_id>", views.ReportItem.as_view()),
    path("admin/settlement-reports/<str:report_id>/entries", views.ReportEntries.as_view()),
    path("admin/settlement-differences", views.DifferenceList.as_view()),
    path("admin/settlement-differences/<str:difference_id>", views.DifferenceItem.as_view()),
]
