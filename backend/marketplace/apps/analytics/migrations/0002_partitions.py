from django.db import migrations

# One partition takes what that of no day does: nothing is lost while a day has none yet, or a clock is wrong.
FORWARD = """
CREATE TABLE analytics_events (
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    visitor bigint NOT NULL,
    kind varchar(10) NOT NULL,
    product_id varchar(40) NOT NULL,
    query varchar(100) NOT NULL,
    "position" smallint CHECK ("position" >= 0),
    count integer CHECK (count >= 0),
    step varchar(10) NOT NULL,
    is_bot boolean NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX analytics_events_of_visitor ON analytics_events (visitor);
CREATE INDEX analytics_events_received ON analytics_events USING brin (received_at) WITH (autosummarize = on);
CREATE TABLE analytics_events_default PARTITION OF analytics_events DEFAULT;

CREATE FUNCTION analytics_keep_partitions(today date, ahead int, kept int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    own text := current_schema();
    day date;
    part text;
    old text;
BEGIN
    FOR day IN SELECT generate_series(today - 1, today + ahead, '1 day')::date LOOP
        part := 'analytics_events_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass(format('%I.%I', own, part)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I.%I (LIKE %I.analytics_events INCLUDING ALL)', own, part, own);
        EXECUTE format(
            'WITH moved AS (DELETE FROM %I.analytics_events_default WHERE at >= %L AND at < %L RETURNING *)'
            ' INSERT INTO %I.%I SELECT * FROM moved',
            own, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC', own, part
        );
        EXECUTE format(
            'ALTER TABLE %I.analytics_events ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)',
            own, own, part, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC'
        );
    END LOOP;
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = format('%I.analytics_events', own)::regclass
            AND c.relname ~ '^analytics_events_[0-9]{8}$' AND right(c.relname, 8) < to_char(today - kept, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I.%I', own, old);
    END LOOP;
    EXECUTE format('DELETE FROM %I.analytics_events_default WHERE at < %L', own, (today - kept)::timestamp AT TIME ZONE 'UTC');
END $$;
SELECT analytics_keep_partitions(current_date, 7, 90);
"""
BACKWARD = """
DROP FUNCTION analytics_keep_partitions(date, int, int);
DROP TABLE analytics_events;
"""


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
