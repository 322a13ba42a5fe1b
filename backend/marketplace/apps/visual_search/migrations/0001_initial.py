from django.db import migrations, models

import marketplace.foundation.search.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ProductPicture",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("product_id", "image_id", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("product_id", models.CharField(max_length=40)),
                ("image_id", models.CharField(max_length=64)),
                ("vendor_id", models.CharField(max_length=40)),
                ("path", models.CharField(max_length=500)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("seen_at", models.DateTimeField()),
                ("vector", marketplace.foundation.search.models.HalfVector(null=True)),
                ("advice", models.JSONField(default=list)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "db_table": "product_pictures",
                "indexes": [
                    models.Index(condition=models.Q(("vector", None)), fields=["seen_at"], name="product_pictures_unseen"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureMatch",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("earlier_product_id", models.CharField(max_length=40)),
                ("earlier_vendor_id", models.CharField(max_length=40)),
                ("earlier_image_id", models.CharField(max_length=64)),
                ("earlier_path", models.CharField(max_length=500)),
                ("earlier_seen_at", models.DateTimeField()),
                ("later_product_id", models.CharField(max_length=40)),
                ("later_vendor_id", models.CharField(max_length=40)),
                ("later_image_id", models.CharField(max_length=64)),
                ("later_path", models.CharField(max_length=500)),
                ("later_seen_at", models.DateTimeField()),
                ("similarity", models.FloatField()),
                ("state", models.CharField(choices=[("open", "open"), ("copied", "copied"), ("allowed", "allowed")], max_length=10)),
                ("found_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, default="", max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "db_table": "picture_matches",
                "indexes": [models.Index(fields=["state", "-id"], name="picture_matches_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("earlier_product_id", "later_product_id"), name="picture_match_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "copied", "allowed"])), name="picture_match_state"),
                ],
            },
        ),
        # Each question reads every vector, which has to lie in its row for that (as search_vectors, migration 0002 of search).
        migrations.RunSQL(
            """
            ALTER TABLE product_pictures ALTER COLUMN vector SET STORAGE PLAIN, ALTER COLUMN path SET STORAGE PLAIN,
                ALTER COLUMN product_id SET STORAGE PLAIN, ALTER COLUMN image_id SET STORAGE PLAIN,
                ALTER COLUMN vendor_id SET STORAGE PLAIN;
            """,
            migrations.RunSQL.noop,
        ),
    ]
