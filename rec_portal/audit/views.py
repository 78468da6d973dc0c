from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rec_portal.audit.filters import HistoryFilter
from rec_portal.audit.lines import lines_of
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.paging import page_of


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The history as far as the reader may know it, newest first."""
    zone = reader_zone(request.user)
    filters = HistoryFilter(request.GET, user=request.user, zone=zone)
    page = page_of(request, filters.narrow(AuditEvent.objects.visible_to(request.user)), "-id")
    context = {"filters": filters, "page": page, "lines": lines_of(page.rows, request.user, zone)}
    return render(request, "audit/event_list.html", context)
