from __future__ import annotations

from django.db import migrations

# The first number fields of a definition, as many as sort large lists by an index alone.
SORTED = range(1, 7)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE search_versions", "DROP SEQUENCE search_versions"),
        migrations.RunSQL(
            [f"CREATE INDEX search_entries_number_{i} ON search_entries (space, (numbers[{i}]), document_id)" for i in SORTED],
            [f"DROP INDEX search_entries_number_{i}" for i in SORTED],
        ),
        # What is only answered or only indexed goes out of the row; what is read for every hit, or for every vector, stays in it, even
        # a short id, which a wide row would otherwise send away as well: fetching it back costs more than what is done with it.
        migrations.RunSQL(
            """
            ALTER TABLE search_entries ALTER COLUMN cards SET STORAGE EXTERNAL,
                ALTER COLUMN space SET STORAGE PLAIN, ALTER COLUMN document_id SET STORAGE PLAIN, ALTER COLUMN strong SET STORAGE MAIN,
                ALTER COLUMN terms SET STORAGE MAIN, ALTER COLUMN marks SET STORAGE MAIN, ALTER COLUMN numbers SET STORAGE MAIN;
            ALTER TABLE search_vectors ALTER COLUMN passages SET STORAGE EXTERNAL,
                ALTER COLUMN document_id SET STORAGE PLAIN, ALTER COLUMN digest SET STORAGE PLAIN,
                ALTER COLUMN marks SET STORAGE MAIN, ALTER COLUMN vector SET STORAGE MAIN;
            ALTER TABLE search_entries SET (toast_tuple_target = 1024, autovacuum_vacuum_scale_factor = 0.05);
            ALTER TABLE search_vectors SET (autovacuum_vacuum_scale_factor = 0.05);
            ALTER TABLE search_words SET (fillfactor = 70);
            """,
            migrations.RunSQL.noop,
        ),
    ]
