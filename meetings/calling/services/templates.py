"""Templates: what a body's usual meeting looks like, kept under a name."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.calling.models import MeetingTemplate
from meetings.calling.services.outlines import OutlineValues
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import erase, lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed


@transaction.atomic
def save_as_template(*, actor: User, meeting: Meeting, name: str) -> MeetingTemplate:
    """A new template of the body that hosts the meeting, with all that the meeting says but its day and people."""
    return create_template(actor=actor, body=meeting.body, name=name, values=OutlineValues.of_meeting(meeting))


@transaction.atomic
def create_template(*, actor: User, body: Body, name: str, values: OutlineValues) -> MeetingTemplate:
    if not policy.may_start(actor, "run_body", body):
        raise NotAllowed
    template = MeetingTemplate(body=body, name=name)
    values.put_into(template)
    _insist_on_own_name(template)
    changes = store(template, actor=actor)
    record(actor=actor, verb="template.made", target=template, root_id=body.pk, changes=changes)
    return template


@transaction.atomic
def change_template(
    *, actor: User, template: MeetingTemplate, version: int, name: str, values: OutlineValues
) -> MeetingTemplate:
    """Meetings made from it earlier stay as they are."""
    template = lock(template, version)
    if not policy.can(actor, "run", template):
        raise NotAllowed
    template.name = name
    values.put_into(template)
    _insist_on_own_name(template)
    if changes := store(template, actor=actor):
        record(actor=actor, verb="template.changed", target=template, root_id=template.body_id, changes=changes)
    return template


@transaction.atomic
def delete_template(*, actor: User, template: MeetingTemplate) -> None:
    template = lock(template)
    if not policy.can(actor, "run", template):
        raise NotAllowed
    record(actor=actor, verb="template.deleted", target=template, root_id=template.body_id)
    erase(template, actor=actor)


def _insist_on_own_name(template: MeetingTemplate) -> None:
    others = MeetingTemplate.objects.filter(body=template.body_id, name=template.name).exclude(pk=template.pk)
    if others.exists():
        raise InvalidInput(_("This group has a template of that name already."), field="name")
