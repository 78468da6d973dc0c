"""The folding function, and an index for the titles of meetings: the one table that grows without end."""

from django.db import migrations

# As rec_portal.search.folding was when this was written. Characters of FROM beyond the length of TO are left out.
PARTING = "!#$%&()*+,-./:;<=>?@[\\]^_{|}~–—…№\u00a0"
FROM = "ёқғңөүұһҳўӣӯҷіәäçğıňöşüýž" + PARTING + "ʻʼ‘’`´'\"«»“”„"
TO = "екгноууххуиучиаacginosuyz" + " " * len(PARTING)


def create(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    # In PL/pgSQL and declared dear, so that the planner neither looks inside nor calls it for every row of a table.
    editor.execute(
        "CREATE OR REPLACE FUNCTION portal_fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE "
        "COST 20000 AS $fold$ BEGIN "
        f"RETURN ' ' || translate(lower(value), $letters${FROM}$letters$, $letters${TO}$letters$); END $fold$",
        params=None,
    )
    editor.execute("CREATE INDEX meeting_by_words ON meetings_meeting USING gin (portal_fold(title) gin_trgm_ops)")
    # Without figures about the folded titles the planner takes the index for useless.
    editor.execute("ANALYZE meetings_meeting")


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS meeting_by_words")
        editor.execute("DROP FUNCTION IF EXISTS portal_fold(text)")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("meetings", "0001_initial")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
