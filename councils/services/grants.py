"""The only door to guardian: group memberships and grants are derived from offices, never typed.

The event that explains a derived grant is the appointment's; a grant made by hand (hand_grants.py) has its own.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from councils.choices import Office
from councils.grants import ON_BODIES_BELOW, ON_OWN_BODY, ON_WHOLE_COUNCIL
from councils.models import Appointment, Body, BodyGroupGrant, OfficeGroup
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock


@transaction.atomic
def open_offices(body: Body) -> None:
    """Creates the groups of a new body's offices with their grants, and grants on it to offices elsewhere."""
    for office in Office:
        group, _created = Group.objects.get_or_create(name=f"body:{body.public_id}:{office}")
        OfficeGroup.objects.get_or_create(body=body, office=office, group=group)
    _write_grants(Body.objects.filter(council_id=body.root_id) | Body.objects.filter(pk=body.root_id))


@transaction.atomic
def sync_offices_of(person: User) -> None:
    """Puts the person into the groups of the offices of present and coming terms, and out of all others.

    Two at once would each take away what the other gave, so they queue for the person.
    """
    lock(person)
    terms = Appointment.objects.between(timezone.now(), None).filter(person=person)
    held = set(terms.values_list("seat__body_id", "office"))
    groups = OfficeGroup.objects.filter(body__in=[body for body, _office in held])
    wanted = {found.group_id for found in groups if (found.body_id, found.office) in held}
    present = set(OfficeGroup.objects.filter(group__user=person).values_list("group_id", flat=True))
    person.groups.add(*(wanted - present))
    person.groups.remove(*(present - wanted))
    policy.Access.forget(person)


def _write_grants(bodies: Iterable[Body]) -> None:
    bodies = list(bodies)
    permissions = dict(
        Permission.objects.filter(content_type__app_label="councils", content_type__model="body").values_list(
            "codename", "id"
        )
    )
    parents = {body.pk: body.parent_id for body in bodies}
    rows = []
    for office_group in OfficeGroup.objects.filter(body__in=bodies):
        for body in bodies:
            for codename in _granted(Office(office_group.office), office_group.body_id, body.pk, parents):
                rows.append(
                    BodyGroupGrant(
                        group_id=office_group.group_id, permission_id=permissions[codename], content_object_id=body.pk
                    )
                )
    BodyGroupGrant.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def _granted(office: Office, of_body: int, on_body: int, parents: dict[int, int | None]) -> frozenset[str]:
    granted = ON_WHOLE_COUNCIL
    if on_body == of_body:
        granted |= ON_OWN_BODY[office]
    elif _is_below(on_body, of_body, parents):
        granted |= ON_BODIES_BELOW.get(office, frozenset())
    return granted


def _is_below(body: int, ancestor: int, parents: dict[int, int | None]) -> bool:
    current = parents.get(body)
    while current is not None:
        if current == ancestor:
            return True
        current = parents.get(current)
    return False
