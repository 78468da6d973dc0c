"""Access in words, both ways: what a person may do and why, and who sees an object and why.

Nothing is decided here: the answers come from the same grants and rules that open the pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from councils.bodies.grants import PERMISSIONS
from councils.bodies.models import Body, BodyGroupGrant, BodyUserGrant, OfficeGroup
from councils.seats.models import Appointment
from rec_portal.access.words import PERMISSION_WORDS
from rec_portal.accounts.models import User
from rec_portal.foundation import policy

MOST_PEOPLE = 200


@dataclass(frozen=True)
class Ground:
    """One reason for access: an appointment, or a grant made by hand. `reach` maps bodies to permission words."""

    appointment: Appointment | None
    grant: BodyUserGrant | None
    reach: list[tuple[Body, list[str]]]


@dataclass(frozen=True)
class Reader:
    """A person who sees an object, with the appointments or grants that open it."""

    person: User
    appointments: list[Appointment]
    grants: list[BodyUserGrant]


def grounds_of(person: User) -> list[Ground]:
    """What the person may do where, by reason; empty for someone who may not sign in."""
    if not person.is_active:
        return []
    appointments = list(_appointments([person.pk]).order_by("seat__body__order", "id"))
    reach = _reach_of_offices({(a.seat.body_id, a.office) for a in appointments})
    grounds = [Ground(a, None, _in_words(reach[a.seat.body_id, a.office])) for a in appointments]
    for grant in _hand_grants([person.pk]):
        grounds.append(Ground(None, grant, _in_words({grant.content_object: {grant.permission.codename}})))
    return grounds


def readers_of(row: Model, bodies: Sequence[int]) -> list[Reader]:
    """Who may see `row` right now, at most 200 by name; `bodies` are the roots through which it can be seen."""
    people = list(policy.users_who_can("see", row).order_by("name", "id")[:MOST_PEOPLE])
    keys = [person.pk for person in people]
    opening = _offices_reaching(bodies)
    by_person: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in _appointments(keys):
        if (appointment.seat.body_id, appointment.office) in opening:
            by_person[appointment.person_id].append(appointment)
    grants: dict[int, list[BodyUserGrant]] = defaultdict(list)
    for grant in _hand_grants(keys).filter(content_object__in=bodies):
        grants[grant.user_id].append(grant)
    return [Reader(person, by_person[person.pk], grants[person.pk]) for person in people]


def _appointments(people: Iterable[int]):
    current = Appointment.objects.current().filter(person__in=list(people))
    return current.select_related("seat__body", "seat__organisation")


def _hand_grants(people: Iterable[int]):
    live = BodyUserGrant.objects.filter(user__in=list(people), expires_at__gt=timezone.now())
    return live.select_related("permission", "content_object", "granted_by")


def _reach_of_offices(offices: set[tuple[int, str]]) -> dict[tuple[int, str], dict[Body, set[str]]]:
    reach: dict[tuple[int, str], dict[Body, set[str]]] = defaultdict(lambda: defaultdict(set))
    groups = OfficeGroup.objects.filter(body__in={body for body, _office in offices})
    office_of = {g.group_id: (g.body_id, g.office) for g in groups if (g.body_id, g.office) in offices}
    grants = BodyGroupGrant.objects.filter(group__in=office_of).select_related("permission", "content_object")
    for grant in grants:
        reach[office_of[grant.group_id]][grant.content_object].add(grant.permission.codename)
    return reach


def _offices_reaching(bodies: Sequence[int]) -> set[tuple[int, str]]:
    grants = BodyGroupGrant.objects.filter(
        content_object__in=bodies, permission__codename__in=["see_body", "run_body", "list_body"]
    )
    return set(grants.values_list("group__office__body_id", "group__office__office"))


def _in_words(reach: dict[Body, set[str]]) -> list[tuple[Body, list[str]]]:
    order = [codename for codename, _name in PERMISSIONS]
    return [
        (body, [str(PERMISSION_WORDS[codename]) for codename in sorted(held, key=order.index)])
        for body, held in sorted(reach.items(), key=lambda pair: (pair[0].order, pair[0].pk))
    ]
