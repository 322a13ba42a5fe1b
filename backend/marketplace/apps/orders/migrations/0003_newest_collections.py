from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_courier_collections"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(fields=["courier", "-collected_at", "-id"], name="collection_newest"),
        ),
    ]
