import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vendors", "0004_document_reviews")]

    operations = [
        migrations.AddIndex(
            model_name="vendor",
            index=models.Index(django.db.models.functions.text.Lower("name"), models.F("id"), name="vendor_by_name"),
        ),
    ]
