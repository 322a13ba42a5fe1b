from django.urls import path

from marketplace.apps.staff import views

urlpatterns = [
    path("admin/region", views.Region.as_view()),
    path("admin/region/settings", views.RegionOptionsView.as_view()),
    path("admin/audit-log", views.AuditLog.as_view()),
    path("admin/audit-log/verification", views.AuditLogCheck.as_view()),
]
