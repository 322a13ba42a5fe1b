from __future__ import annotations

from rest_framework import serializers


class AuditLogFilter(serializers.Serializer):
    """The query string of the audit log."""

    actor = serializers.CharField(required=False, max_length=40, help_text="Id of who did it.")
    action = serializers.CharField(required=False, max_length=100, help_text="Such as `vendor.approved`.")
    resource = serializers.CharField(required=False, max_length=100, help_text="Id of what it was done to.")
    since = serializers.DateTimeField(required=False, help_text="From this time on.")
    until = serializers.DateTimeField(required=False, help_text="Before this time.")
