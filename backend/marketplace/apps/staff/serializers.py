from __future__ import annotations

from rest_framework import serializers


class EditRegion(serializers.Serializer):
    settings = serializers.DictField(child=serializers.IntegerField(), required=False)
    features = serializers.DictField(child=serializers.BooleanField(), required=False)
    is_in_maintenance = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500)
