from __future__ import annotations

from django.db import models

from marketplace.apps.content.types import PageGroup


class Home(models.Model):
    """The home page of the region's shop, as a whole (``types.HomeContent``); one row, none before staff has set it."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "content_home"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="content_home_is_one")]


class Page(models.Model):
    """A page of the operator's. ``texts`` holds a title and a body (Markdown) per language; ``position`` orders the pages of a group."""

    id = models.CharField(max_length=40, primary_key=True)  # page_
    slug = models.CharField(max_length=100, unique=True)
    group = models.CharField(max_length=20, choices=[(group, group) for group in PageGroup])
    texts = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    is_published = models.BooleanField(default=True)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "content_pages"
        ordering = ("group", "position", "slug")
