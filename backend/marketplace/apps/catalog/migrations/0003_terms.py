from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_price_history")]

    operations = [
        migrations.CreateModel(
            name="ProductTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("product_id", "kind", "text", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("product_id", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=255)),
                ("key", models.CharField(max_length=1000)),
                ("vendor_id", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "product_terms",
                "indexes": [
                    models.Index(fields=["kind", "key", "text"], name="product_terms_by_key"),
                    models.Index(fields=["kind", "text", "product_id"], name="product_terms_by_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermRename",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("old", models.CharField(max_length=255)),
                ("new", models.CharField(max_length=255)),
                ("product_count", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "term_renames",
                "constraints": [models.UniqueConstraint(fields=("kind", "old"), name="term_renamed_once")],
            },
        ),
        migrations.CreateModel(
            name="AttributeName",
            fields=[
                ("key", models.CharField(max_length=1000, primary_key=True, serialize=False)),
                ("names", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"db_table": "attribute_names"},
        ),
    ]
