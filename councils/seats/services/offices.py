from django.db import transaction
from django.utils import timezone

from councils.bodies.models import OfficeGroup
from councils.seats.models import Appointment
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock


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
