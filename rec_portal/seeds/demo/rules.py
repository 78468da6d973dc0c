"""A rule of representation for one group, so that a session shows what it is for; the report knows of no such rule."""

from councils.bodies.models import Body
from councils.bodies.services.bodies import set_representation
from rec_portal.accounts.models import User
from rec_portal.seeds.demo.people import BY_KEY


def load(bodies: dict[str, Body]) -> None:
    """Half of the deciding seats of group (a), once; whoever changed it since is left alone."""
    body = Body.objects.filter(pk=bodies["wg-a"].pk).get()
    if body.history.filter(least_share__isnull=False).exists():
        return
    administrator = User.objects.filter(email=BY_KEY["admin"].email).get()
    set_representation(actor=administrator, body=body, version=body.version, least_seats=None, least_share=50)
