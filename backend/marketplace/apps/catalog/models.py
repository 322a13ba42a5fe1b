from __future__ import annotations

from django.db import models


class Category(models.Model):
    """A place in the region's tree of products. ``names`` has a name per language; siblings are ordered by ``position``."""

    id = models.CharField(max_length=40, primary_key=True)
    slug = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    names = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "categories"
        ordering = ("position", "slug")


class ProductSku(models.Model):
    """Which product of a vendor has a SKU (in lower case), so that no other gets it. ``claimed_at`` may be before the product is stored."""

    vendor_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=1000)  # lower case may be longer than what it was made of
    product_id = models.CharField(max_length=40, db_index=True)
    claimed_at = models.DateTimeField()

    class Meta:
        db_table = "product_skus"
        constraints = [models.UniqueConstraint(fields=["vendor_id", "sku"], name="product_sku_once")]


class PictureFolder(models.Model):
    """
    A folder of a picture's files that has to be looked at again, at ``due_at``: its renditions are to be made, or no
    product shows it and it goes after ``kept_until`` (all but ``kept_path``, which old orders show).
    """

    folder = models.CharField(max_length=400, primary_key=True)
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    due_at = models.DateTimeField(db_index=True)
    kept_until = models.DateTimeField()
    kept_path = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "picture_folders"
        indexes = [models.Index(fields=["vendor_id", "kept_until"], name="picture_folders_of_vendor")]


class PriceHistory(models.Model):
    """
    Since ``changed_at`` a variant is offered to customers at ``minor`` (null: not offered), until its next row in the currency. The lowest
    of the last 30 days is what a reduction has to be compared with (Directive 98/6/EC art. 6a), and models learn from it.
    """

    pk = models.CompositePrimaryKey("variant_id", "currency", "changed_at")
    variant_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    changed_at = models.DateTimeField()
    vendor_id = models.CharField(max_length=40)
    product_id = models.CharField(max_length=40)
    minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "price_history"
        constraints = [models.CheckConstraint(condition=models.Q(minor__isnull=True) | models.Q(minor__gt=0), name="price_history_minor")]
        indexes = [models.Index(fields=["changed_at"], name="price_history_by_time")]


class ProductTerm(models.Model):
    """
    A word that a product, unless it is archived, has of the catalogue: its brand, a tag, or an option's name in the region's default
    language. ``key`` is the text folded, so that spellings of one word stand together.
    """

    pk = models.CompositePrimaryKey("product_id", "kind", "text")
    product_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=255)
    key = models.CharField(max_length=1000)  # folded text may be longer
    vendor_id = models.CharField(max_length=40)

    class Meta:
        db_table = "product_terms"
        indexes = [
            models.Index(fields=["kind", "key", "text"], name="product_terms_by_key"),
            models.Index(fields=["kind", "text", "product_id"], name="product_terms_by_text"),
        ]


class TermRename(models.Model):
    """Products say ``new`` where they said ``old``: the ``product_count`` of then, and whichever says ``old`` later."""

    id = models.CharField(primary_key=True, max_length=40)  # trn_
    kind = models.CharField(max_length=10)
    old = models.CharField(max_length=255)
    new = models.CharField(max_length=255)
    product_count = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "term_renames"
        constraints = [models.UniqueConstraint(fields=["kind", "old"], name="term_renamed_once")]


class AttributeName(models.Model):
    """How the filter of an option is called in each language, whatever single products call it. ``key`` as in ``option.<key>``."""

    key = models.CharField(primary_key=True, max_length=1000)
    names = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # the ETag of edits

    class Meta:
        db_table = "attribute_names"
