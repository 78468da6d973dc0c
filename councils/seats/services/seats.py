from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from councils.bodies.services.authority import insist
from councils.organisations.models import Organisation
from councils.seats.models import Seat
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput


@transaction.atomic
def create_seat(
    *,
    actor: User | None,
    body: Body,
    organisation: Organisation,
    kind: str,
    label_en: str = "",
    label_ru: str = "",
) -> Seat:
    """Gives an organisation a seat; a second one of the same organisation needs a label of its own."""
    body = lock(body)
    insist(actor, "appoint", body)
    seat = Seat(body=body, organisation=organisation, kind=kind, label_en=label_en.strip(), label_ru=label_ru.strip())
    try:
        with transaction.atomic():
            changes = store(seat, actor=actor)
    except IntegrityError as error:
        raise InvalidInput(
            _("This organisation has such a seat here already. Give the new seat a label that tells them apart."),
            field="label_en",
        ) from error
    record(actor=actor, verb="seat.added", target=seat, root_id=body.pk, changes=changes, for_members=True)
    return seat
