from __future__ import annotations

from django.db import models

from marketplace.foundation.tenancy.types import Maintenance, Tenant


class TenantRecord(models.Model):
    """A row of the directory, in the platform's database. Read it as a ``Tenant`` through ``directory``."""

    slug = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="regional")
    domains = models.JSONField(default=list)  # every host that serves this tenant; unique over all tenants (directory checks)
    default_currency = models.CharField(max_length=3)
    currencies = models.JSONField(default=list)
    default_language = models.CharField(max_length=5)
    languages = models.JSONField(default=list)
    timezone = models.CharField(max_length=50)
    countries = models.JSONField(default=list)
    countries_without_vat = models.JSONField(default=list)  # of these, those where no VAT is due
    cosmos_database_name = models.CharField(max_length=63, unique=True)
    postgres_schema = models.CharField(max_length=63)
    features = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_planned = models.BooleanField(default=False, db_default=False)  # described, and not opened yet: inactive, and still free to change
    is_in_maintenance = models.BooleanField(default=False)
    maintenance_texts = models.JSONField(default=dict, db_default={})  # by language, for those who are shut out
    maintenance_until = models.DateTimeField(null=True)  # when the operator expects to open again
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "tenants"
        ordering = ("slug",)

    def as_tenant(self) -> Tenant:
        return Tenant(
            slug=self.slug,
            name=self.name,
            kind=self.kind,
            domains=tuple(self.domains),
            default_currency=self.default_currency,
            currencies=tuple(self.currencies),
            default_language=self.default_language,
            languages=tuple(self.languages),
            timezone=self.timezone,
            countries=tuple(self.countries),
            countries_without_vat=tuple(self.countries_without_vat),
            document_database=self.cosmos_database_name,
            postgres_schema=self.postgres_schema,
            features=dict(self.features),
            settings=dict(self.settings),
            is_active=self.is_active,
            is_in_maintenance=self.is_in_maintenance,
            maintenance=Maintenance(texts=dict(self.maintenance_texts), expected_end=self.maintenance_until),
            version=self.version,
        )
