import django.db.models.deletion
from django.db import migrations, models

from rec_portal.outbox.words import escaped, filled


def keep_words_once(apps, schema_editor):
    message = apps.get_model("outbox", "OutboxMessage")
    words = apps.get_model("outbox", "KeptWords")
    for row in message.objects.exclude(mail_text="", mail_html="").iterator(chunk_size=500):
        message.objects.filter(pk=row.pk).update(words=words.objects.create(text=row.mail_text, html=row.mail_html))


def write_words_out(apps, schema_editor):
    message = apps.get_model("outbox", "OutboxMessage")
    for row in message.objects.exclude(words=None).select_related("words").iterator(chunk_size=500):
        row.mail_text = filled(row.words.text, row.filled)
        row.mail_html = filled(row.words.html, escaped(row.filled))
        row.save(update_fields=["mail_text", "mail_html"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("text", models.TextField()),
                ("html", models.TextField()),
            ],
        ),
        migrations.AddField("outboxmessage", "filled", models.JSONField(default=dict)),
        migrations.AddField(
            "outboxmessage",
            "words",
            models.ForeignKey(
                "outbox.keptwords",
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
            ),
        ),
        migrations.RunPython(keep_words_once, write_words_out),
    ]
