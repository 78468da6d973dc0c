from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the copying: PostgreSQL changes no table while a check of its rows is still to come."""

    dependencies = [("outbox", "0002_words_kept_once")]
    operations = [
        migrations.RemoveField("outboxmessage", "mail_text"),
        migrations.RemoveField("outboxmessage", "mail_html"),
    ]
