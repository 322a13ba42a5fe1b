from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0003_returned_money"),
    ]

    operations = [
        migrations.AddField(
            model_name="giftcardpurchase",
            name="resends",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
