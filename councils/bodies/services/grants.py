"""The only door to guardian: group memberships and grants are derived from offices, never typed.

The event that explains a derived grant is the appointment's; a grant made by hand (hand_grants.py) has its own.
"""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from councils.bodies.choices import Office
from councils.bodies.grants import ON_BODIES_BELOW, ON_OWN_BODY, ON_WHOLE_COUNCIL
from councils.bodies.models import Body, BodyGroupGrant, OfficeGroup


@transaction.atomic
def open_offices(body: Body) -> None:
    """Creates the groups of a new body's offices with their grants, and grants on it to offices elsewhere."""
    open_offices_of([body])


def open_offices_of(bodies: Sequence[Body]) -> None:
    """The same for many bodies at once; what is there already stays."""
    known = set(OfficeGroup.objects.filter(body__in=bodies).values_list("body_id", "office"))
    missing = [(body, office) for body in bodies for office in Office if (body.pk, office) not in known]
    groups = Group.objects.bulk_create([Group(name=f"body:{body.public_id}:{office}") for body, office in missing])
    OfficeGroup.objects.bulk_create(
        [
            OfficeGroup(body=body, office=office, group=group)
            for (body, office), group in zip(missing, groups, strict=True)
        ]
    )
    _write_grants(bodies)


def _write_grants(new: Iterable[Body]) -> None:
    """The grants of the new bodies' offices, and those of offices elsewhere in their councils on the new bodies."""
    new_ids = {body.pk for body in new}
    roots = {body.root_id for body in new}
    councils: dict[int, list[Body]] = {}
    for body in Body.objects.filter(Q(council__in=roots) | Q(pk__in=roots)):
        councils.setdefault(body.root_id, []).append(body)
    permissions = dict(
        Permission.objects.filter(content_type__app_label="councils", content_type__model="body").values_list(
            "codename", "id"
        )
    )
    rows = []
    for bodies in councils.values():
        parents = {body.pk: body.parent_id for body in bodies}
        for office_group in OfficeGroup.objects.filter(body__in=bodies):
            of_body, group = office_group.body_id, office_group.group_id
            for on_body in parents if of_body in new_ids else parents.keys() & new_ids:
                rows += [
                    BodyGroupGrant(group_id=group, permission_id=permissions[codename], content_object_id=on_body)
                    for codename in _granted(Office(office_group.office), of_body, on_body, parents)
                ]
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
