"""Each agenda item learns whose it is: the body that hosts its meeting."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_bodies(apps, schema_editor):
    item = apps.get_model("meetings", "AgendaItem")
    meeting = apps.get_model("meetings", "Meeting")
    old = apps.get_model("meetings", "HistoricalAgendaItem")
    for rows in (item, old):
        host = meeting.objects.filter(pk=OuterRef("meeting_id")).values("body_id")[:1]
        rows._base_manager.filter(body=None).update(body_id=Subquery(host))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_agenda_items_and_proposals")]

    operations = [migrations.RunPython(name_bodies, migrations.RunPython.noop)]
