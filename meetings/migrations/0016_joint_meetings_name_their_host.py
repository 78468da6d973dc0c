from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_hosts(apps, schema_editor):
    link, meeting = (apps.get_model('meetings', name) for name in ('MeetingBody', 'Meeting'))
    host = meeting.objects.filter(pk=OuterRef('meeting')).values('body')[:1]
    link.objects.update(host_id=Subquery(host))


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_observers_propose'),
        ('meetings', '0015_meeting_of_body_knows_the_end'),
    ]

    operations = [
        migrations.AlterField(
            model_name='meeting',
            name='joint_bodies',
            field=models.ManyToManyField(
                related_name='joint_meetings',
                through='meetings.MeetingBody',
                through_fields=('meeting', 'body'),
                to='councils.body',
            ),
        ),
        migrations.AddField(
            model_name='meetingbody',
            name='host',
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name='+', to='councils.body'
            ),
        ),
        migrations.RunPython(name_the_hosts, migrations.RunPython.noop),
    ]
