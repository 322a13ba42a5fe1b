from django.db import migrations, models

STATES = ("buying", "unknown", "bought", "shipping", "used", "voiding", "voided", "failed")


class Migration(migrations.Migration):
    dependencies = [("carriers", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="carrierlabel",
            name="state",
            field=models.CharField(choices=[(name, name) for name in STATES], default="buying", max_length=10),
        ),
        migrations.RemoveConstraint(model_name="carrierlabel", name="label_state_known"),
        migrations.AddConstraint(
            model_name="carrierlabel",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="label_state_known"),
        ),
    ]
