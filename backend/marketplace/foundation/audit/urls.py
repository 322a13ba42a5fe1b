from __future__ import annotations

from django.urls import path

from marketplace.foundation.audit.views import AuditLog, AuditLogVerification

urlpatterns = [
    path("admin/audit-log", AuditLog.as_view()),
    path("admin/audit-log/verification", AuditLogVerification.as_view()),
]
