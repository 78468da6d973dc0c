"""Indexes for the words of decisions and actions, of which every meeting brings more."""

from django.db import migrations
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.db.models.sql import Query

from rec_portal.search.folding import Fold

# As rec_portal.search.kinds searches them: the planner takes an index only for the very same expression.
DECISION = Concat("number", Value(" "), "text_en", Value(" "), "text_ru", Value(" "), output_field=TextField())
INDEXES = (("Decision", Fold(DECISION), "decision_by_words"), ("ActionItem", Fold("text"), "action_by_words"))


def create(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for name, words, index in INDEXES:
        model = apps.get_model("meetings", name)
        query = Query(model, alias_cols=False)
        sql, values = query.get_compiler(connection=editor.connection).compile(words.resolve_expression(query))
        sql %= tuple(map(editor.quote_value, values))
        table = editor.quote_name(model._meta.db_table)
        editor.execute(f"CREATE INDEX {index} ON {table} USING gin ({sql} gin_trgm_ops)", params=None)
        # Without figures about the folded texts the planner takes the index for useless.
        editor.execute(f"ANALYZE {table}")


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for _name, _words, index in INDEXES:
            editor.execute(f"DROP INDEX IF EXISTS {index}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_fold"), ("meetings", "0013_carried_agenda_items")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
