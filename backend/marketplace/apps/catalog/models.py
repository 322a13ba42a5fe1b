from __future__ import annotations

from django.db import models


class Category(models.Model):
    """A place in the region's tree of goods. ``names`` has a name per language; siblings are ordered by ``position``."""

    id = models.CharField(max_length=40, primary_key=True)
    slug = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    names = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "categories"
        ordering = ("position", "slug")
