"""The folding function, and an index for the titles of meetings: the one table that grows without end."""

from django.db import migrations

# As rec_portal.search.folding was when this was written. Characters of FROM beyond the length of TO are left out.
FROM = "ёқғңөүұһҳўӣӯҷіәäçğıňöşüýž–—\u00a0" + "ʻʼ‘’`´'\"«»“”„"
TO = "екгноуухху" + "иучиа" + "acginosuyz" + "-- "


def create(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    editor.execute(
        "CREATE OR REPLACE FUNCTION portal_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
        f"$fold$ SELECT translate(lower(value), $letters${FROM}$letters$, $letters${TO}$letters$) $fold$",
        params=None,
    )
    editor.execute("CREATE INDEX meeting_by_words ON meetings_meeting USING gin (portal_fold(title) gin_trgm_ops)")


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS meeting_by_words")
        editor.execute("DROP FUNCTION IF EXISTS portal_fold(text)")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("meetings", "0001_initial")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
