from __future__ import annotations

from django.db import models


class LatestBackup(models.Model):
    """The last backup of a database that reached its place. In the platform's database, so that a region's restore does not change it."""

    database = models.CharField(primary_key=True, max_length=20)  # a region's slug, or `platform`
    made_at = models.DateTimeField()  # its rows are as of this moment
    size_bytes = models.BigIntegerField()
    place = models.CharField(max_length=500)

    class Meta:
        db_table = "latest_backups"
