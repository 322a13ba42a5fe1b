import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0002_gift_card_purchases"),
    ]

    operations = [
        migrations.AddField(
            model_name="credit",
            name="block_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="giftcardpurchase",
            name="touched_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddIndex(
            model_name="giftcardpurchase",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["touched_at"], name="gift_card_to_recover"),
        ),
    ]
