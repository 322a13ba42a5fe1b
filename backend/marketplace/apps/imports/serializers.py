from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

from marketplace.apps.imports.types import MissingVariants
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, UploadField
from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


class StartImport(StrictSerializer):
    file = UploadField(allow_empty_file=False)
    currency = CodeField(pattern=r"[A-Z]{3}", required=False)
    language = CodeField(pattern=r"[a-z]{2}", required=False)
    dry_run = serializers.BooleanField(required=False, default=False)
    missing_variants = serializers.ChoiceField([way.value for way in MissingVariants], required=False, default=MissingVariants.KEEP.value)


class ProblemFilter(StrictSerializer):
    severity = serializers.ChoiceField(["error", "notice"], required=False)


class ExportOptions(StrictSerializer):
    currency = CodeField(pattern=r"[A-Z]{3}", required=False)
    language = CodeField(pattern=r"[a-z]{2}", required=False)


def region_values(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the region's currency and language where none is named. :raises InvalidInput: for one it has not"""
    tenant = tenancy.current()
    full = {"currency": tenant.default_currency, "language": tenant.default_language, **data}
    for field, known in (("currency", tenant.currencies), ("language", tenant.languages)):
        if full[field] not in known:
            raise InvalidInput(errors=[FieldError(field, f"unknown_{field}", Text("One of: {choices}", choices=known))])
    return full


class CSVRenderer(BaseRenderer):
    """Lets a caller ask for ``text/csv``. The file itself is streamed by the view; only errors come by here, which are JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return encode(data)
