from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from councils.bodies.choices import Office, SeatKind
from councils.seats.models import Appointment, Seat
from councils.seats.services.appointments import appoint_person
from councils.seats.services.people import Newcomer
from rec_portal.foundation import zones
from rec_portal.foundation.refusals import Refusal
from rec_portal.outbox.account_mail import put_welcome

SEAT = "Administrator"


class Command(BaseCommand):
    help = (
        "Appoints a council's first administrator and sends them a link to set a password. Everybody else is "
        "appointed in the browser. Refuses when the council has an administrator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--council", default="rec", help="the council's address, by default rec")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        council = options["council"]
        serving = Appointment.objects.current().filter(office=Office.ADMINISTRATOR, person__is_active=True)
        if serving.filter(seat__body__slug=council).exists():
            raise CommandError("This council has an administrator, who can appoint others in the browser.")
        seat = Seat.objects.filter(body__slug=council, kind=SeatKind.SERVING, label_en=SEAT).first()
        if seat is None:
            raise CommandError(f"There is no seat “{SEAT}” in “{council}”. Load the Council first: manage.py seed_rec")
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"“{options['email']}” is no e-mail address.") from error
        today = zones.local(timezone.now(), seat.body.time_zone).date()
        newcomer = Newcomer(email=options["email"], name=options["name"])
        try:
            appointment = appoint_person(
                actor=None, seat=seat, person=newcomer, office=Office.ADMINISTRATOR, starts_on=today
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        put_welcome(appointment.person)
        self.stdout.write(f"{appointment.person} is administrator. The link to set a password is on its way by mail.")
