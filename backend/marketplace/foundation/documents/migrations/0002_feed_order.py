from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE documents_changed_seq", "DROP SEQUENCE documents_changed_seq"),
    ]
