from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="drop_off",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="return",
            name="label_path",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="return",
            name="exchange_state",
            field=models.CharField(
                blank=True,
                choices=[("wanted", "wanted"), ("held", "held"), ("due", "due"), ("ordered", "ordered"), ("ended", "ended")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="exchange_order_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="return",
            name="exchange_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(condition=models.Q(("exchange_state", "due")), fields=["exchange_until"], name="return_exchange_due"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(("exchange_state__in", ("", "wanted", "held", "due", "ordered", "ended"))), name="return_exchange_state"
            ),
        ),
    ]
