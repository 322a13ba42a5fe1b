from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_reauthentication_and_support_views")]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="source",
            field=models.CharField(
                choices=[("sign_up", "sign_up"), ("checkout", "checkout"), ("account", "account"), ("mail", "mail")], max_length=20
            ),
        ),
    ]
