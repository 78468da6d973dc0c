"""{% load audit %} {% timeline meeting %}: what was done with an object, as far as the reader may know it."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from rec_portal.audit.lines import lines_of
from rec_portal.audit.models import AuditEvent

register = template.Library()
LONGEST = 20


@register.inclusion_tag("audit/_timeline.html", takes_context=True)
def timeline(context: dict[str, Any], row: Any) -> dict[str, Any]:
    """The newest twenty events of `row`, and a link to the rest."""
    user = context["request"].user
    found = list(AuditEvent.objects.visible_to(user).about(row)[: LONGEST + 1])
    lines = lines_of(found[:LONGEST], user, context["portal"]["time_zone"], objects=False)
    query = urlencode({"of": f"{row._meta.label_lower}:{row.public_id}"})
    return {"lines": lines, "more_url": f"{reverse('audit:events')}?{query}" if len(found) > LONGEST else ""}
