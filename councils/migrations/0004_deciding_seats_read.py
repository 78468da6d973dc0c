"""The offices of deciding seats get the right to read what is restricted to them, in bodies that exist already."""

from django.db import migrations

OFFICES = ("chair", "co_chair", "rapporteur", "member")


def give(apps, schema_editor):
    OfficeGroup = apps.get_model("councils", "OfficeGroup")
    groups = list(OfficeGroup.objects.filter(office__in=OFFICES).values_list("group_id", "body_id"))
    if not groups:
        return  # A new database: grants are written with each body.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    BodyGroupGrant = apps.get_model("councils", "BodyGroupGrant")
    content_type, _made = ContentType.objects.get_or_create(app_label="councils", model="body")
    # Django itself makes permissions only after all migrations.
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type,
        codename="decide_body",
        defaults={"name": "Reads what is for the body's deciding seats"},
    )
    BodyGroupGrant.objects.bulk_create(
        [
            BodyGroupGrant(group_id=group, permission=permission, content_object_id=body)
            for group, body in groups
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0003_documents"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
