"""The database itself refuses to change or delete an event. TRUNCATE stays possible: tests empty their tables with it."""

from django.db import migrations

TABLE = "audit_auditevent"
POSTGRESQL = [
    """
    CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'audit events are append only' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    f"""
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
    """,
]
POSTGRESQL_BACK = [f"DROP TRIGGER audit_append_only ON {TABLE}", "DROP FUNCTION audit_refuse_change()"]
SQLITE = [
    f"""
    CREATE TRIGGER audit_no_{deed} BEFORE {deed.upper()} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'audit events are append only'); END
    """
    for deed in ("update", "delete")
]
SQLITE_BACK = ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def forbid(apps, schema_editor):
    # Whoever adds a field later on SQLite must make the triggers again: Django builds the table anew there.
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE}.get(schema_editor.connection.vendor, []))


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK}.get(vendor, []))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
