from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.imports.domain.shopify.reading import MAX_COLUMNS
from marketplace.apps.imports.queries.previewing import DOUBLED
from marketplace.apps.imports.types import ImportState, MissingVariants
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import BlockField, CodeField, IdField, LineField, UploadField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_CELLS = limits.declare("imports.corrections", 500, "cells", "Corrected at once; 422 above.")
MAX_COLUMN_NAME = 300  # characters
MAX_CELL = 64 * 1024  # characters


class StartImport(StrictSerializer):
    file = UploadField(allow_empty_file=False)
    currency = CodeField(pattern=r"[A-Z]{3}", required=False)
    language = CodeField(pattern=r"[a-z]{2}", required=False)
    dry_run = serializers.BooleanField(required=False, default=False)
    missing_variants = serializers.ChoiceField([way.value for way in MissingVariants], required=False, default=MissingVariants.KEEP.value)


class Cell(StrictSerializer):
    row = serializers.IntegerField(min_value=2, max_value=10_000_000)
    column = LineField(max_length=300)
    value = BlockField(max_length=MAX_CELL, allow_blank=True)


class CorrectImport(StrictSerializer):
    """What cells of the file should have said, by the row that a spreadsheet shows and the column's name. None: the same file once more."""

    cells = serializers.ListField(child=Cell(), max_length=MAX_CELLS)
    dry_run = serializers.BooleanField(required=False, default=False)


class UploadDraft(StrictSerializer):
    file = UploadField(allow_empty_file=False)
    currency = CodeField(pattern=r"[A-Z]{3}", required=False)
    language = CodeField(pattern=r"[a-z]{2}", required=False)


class MappedColumn(StrictSerializer):
    """How a column of the file is to be read: as a field of the format, or, with an empty one, not at all."""

    column = LineField(max_length=MAX_COLUMN_NAME)
    field = LineField(max_length=MAX_COLUMN_NAME, allow_blank=True)


class MappedColumns(serializers.ListField):
    """Fields by the file's columns; those that are not named are read as the format says."""

    child = MappedColumn()

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_COLUMNS, **options)

    def to_internal_value(self, data: Any) -> dict[str, str]:  # type: ignore[override]
        """:raises InvalidInput: for columns of one name that are to be read differently, which no mapping can tell apart"""
        fields = dict[str, str]()
        for place, item in enumerate(super().to_internal_value(data)):
            if fields.setdefault(item["column"], item["field"]) != item["field"]:
                raise InvalidInput(errors=[FieldError(f"{self.field_name}.{place}.column", "doubled_column", DOUBLED)])
        return fields


class PreviewImport(StrictSerializer):
    """Without ``mapping``: as an earlier file with the same header was mapped, else as the format says."""

    mapping = MappedColumns(required=False)


class ImportOfDraft(StrictSerializer):
    mapping = MappedColumns(required=False, default=dict)
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


class ListAllImports(StrictSerializer):
    """The query string of staff's list of imports."""

    vendor = IdField(prefix="ven", required=False, default="", source="vendor_id")
    state = serializers.ChoiceField([item.value for item in ImportState], required=False, default="")
