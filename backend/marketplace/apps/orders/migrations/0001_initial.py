from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OrderCounter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "order_counters",
            },
        ),
        migrations.CreateModel(
            name="OrderRef",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=30, unique=True)),
                ("owner", models.CharField(max_length=60)),
                ("token_hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "order_refs",
            },
        ),
    ]
