from __future__ import annotations

from django.urls import path

from marketplace.foundation.audit.views import AuditLog, AuditLogCheck

urlpatterns = [
    path("admin/audit-log", AuditLog.as_view()),
    path("admin/audit-log/verification", AuditLogCheck.as_view()),
]
