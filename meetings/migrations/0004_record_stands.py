"""The database itself refuses to change adopted minutes, or any corrigendum. TRUNCATE stays possible, for tests.

Whoever adds a field to these tables later on SQLite must make the triggers again: Django builds the table anew there.
"""

from django.db import migrations

SAID = "an adopted record is not changed; add a corrigendum"
# Table and the condition under which its row stands for good.
STANDING = {"meetings_minutes": "OLD.adopted_at IS NOT NULL", "meetings_corrigendum": "TRUE"}

POSTGRESQL = [
    f"""
    CREATE FUNCTION meetings_record_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    *(
        f"""
        CREATE TRIGGER record_stands BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION meetings_record_stands()
        """
        for table, condition in STANDING.items()
    ),
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER record_stands ON {table}" for table in STANDING),
    "DROP FUNCTION meetings_record_stands()",
]
SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} WHEN {condition}
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END
    """
    for table, condition in STANDING.items()
    for deed in ("update", "delete")
]
SQLITE_BACK = [f"DROP TRIGGER {table}_no_{deed}" for table in STANDING for deed in ("update", "delete")]


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def forbid(apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE}.get(schema_editor.connection.vendor, []))


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK}.get(vendor, []))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_record")]
    operations = [migrations.RunPython(forbid, allow)]
