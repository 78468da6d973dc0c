"""What this room shows on a person's page, to whoever may help with the sign-in."""

from typing import Any

from django.http import HttpRequest

from rec_portal.accounts.models import User
from rec_portal.accounts.second_factor import has_second_factor
from rec_portal.foundation import panels, policy


def _sign_in(request: HttpRequest, person: User) -> dict[str, Any] | None:
    may = policy.powers(request.user, person, "contact", "disable")
    refused = "contact" in may and person.mail_refused_at is not None
    if not refused and "disable" not in may:
        return None
    return {"person": person, "may": may, "refused": refused, "has_factor": has_second_factor(person)}


panels.register("person.aside", panels.Panel(order=20, template="accounts/_sign_in.html", context=_sign_in))
