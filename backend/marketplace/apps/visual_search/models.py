from __future__ import annotations

from django.db import models

from marketplace.apps.visual_search.types import MatchState
from marketplace.foundation.postgres.states import choices
from marketplace.foundation.search.models import HalfVector


class ProductPicture(models.Model):
    """
    A picture that a product shows from our own storage. ``vector`` and ``advice`` are there once a worker has looked at it;
    ``failures`` counts how often it could not.
    """

    pk = models.CompositePrimaryKey("product_id", "image_id")
    product_id = models.CharField(max_length=40)
    image_id = models.CharField(max_length=64)
    vendor_id = models.CharField(max_length=40)
    path = models.CharField(max_length=500)  # of a small version
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seen_at = models.DateTimeField()
    vector = HalfVector(null=True)
    advice = models.JSONField(default=list)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "product_pictures"
        indexes = [
            models.Index(fields=["seen_at"], name="product_pictures_unseen", condition=models.Q(vector=None)),
        ]


class PictureMatch(models.Model):
    """Two products of different vendors with the same picture, once however many pictures they share, and what staff decided."""

    id = models.CharField(primary_key=True, max_length=40)  # pmt_
    earlier_product_id = models.CharField(max_length=40)
    earlier_vendor_id = models.CharField(max_length=40)
    earlier_image_id = models.CharField(max_length=64)
    earlier_path = models.CharField(max_length=500)
    earlier_seen_at = models.DateTimeField()
    later_product_id = models.CharField(max_length=40)
    later_vendor_id = models.CharField(max_length=40)
    later_image_id = models.CharField(max_length=64)
    later_path = models.CharField(max_length=500)
    later_seen_at = models.DateTimeField()
    similarity = models.FloatField()
    state = models.CharField(max_length=10, choices=choices(MatchState))
    found_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "picture_matches"
        constraints = [
            models.UniqueConstraint(fields=["earlier_product_id", "later_product_id"], name="picture_match_once"),
            models.CheckConstraint(condition=models.Q(state__in=[state.value for state in MatchState]), name="picture_match_state"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="picture_matches_by_state")]
