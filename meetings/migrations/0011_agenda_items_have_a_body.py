from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_bodies_of_agenda_items")]

    operations = [
        migrations.AlterField(
            model_name="agendaitem",
            name="body",
            field=models.ForeignKey(
                on_delete=models.deletion.PROTECT, related_name="agenda_items", to="councils.body"
            ),
        ),
    ]
