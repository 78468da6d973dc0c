"""The demo on top of the Council. Loading it again changes nothing."""

from django.db import transaction

from rec_portal.seeds.demo import appointments, meetings, outcomes, papers, planning, rules
from rec_portal.seeds.rec.load import load as load_council


@transaction.atomic
def load(passphrase: str) -> None:
    bodies = load_council()
    appointments.load(bodies)
    appointments.give_passphrase(passphrase)
    meetings.load(bodies)
    outcomes.load(bodies)
    papers.load(bodies)
    planning.load(bodies)
    rules.load(bodies)
