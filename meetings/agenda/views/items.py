"""The page of one agenda item: its form, which saves by itself where scripts run, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from meetings.agenda.forms.items import ItemForm, item_initial
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.items import ItemText, edit_item, text_before, undo_item
from meetings.agenda.services.late_restriction import told_of
from meetings.meeting.choices import MeetingState
from meetings.meeting.forms.conflict import conflicts
from rec_portal.foundation import zones
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.markdown import render as markdown
from rec_portal.foundation.refusals import NotAllowed, Refusal, StaleEdit
from rec_portal.foundation.views import FormPage, find

NAMED = 10


def find_item(request: HttpRequest, public_id: str) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting", "body")
    item: AgendaItem = find(rows, request.user, "run", public_id=public_id)
    return item


class ItemPage(FormPage):
    template = "meetings/agenda/item_edit.html"
    form_class = ItemForm
    item: AgendaItem

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.item = find_item(request, kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return item_initial(self.item)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do")
        if do not in ("preview", "autosave"):
            return super().post(request, **kwargs)
        self.prepare(request, **kwargs)
        form = self.form(request, request.POST)
        return self.autosave(request, form) if do == "autosave" else self.show(request, form)

    def save(self, request: HttpRequest, form: ItemForm) -> str:
        item = self.saved(request, form)
        messages.success(request, _("The item is saved."))
        told = told_of(item) if item.restricted else []
        if told and not self.item.restricted:
            messages.warning(request, exposure_in_words([str(person) for person in told]))
        if item.restricted and not self.item.restricted and _record_is_out(item):
            text = _("The record had been sent out already: members could read there what it says of this item.")
            messages.warning(request, text)
        return _address_of_list(item)

    def saved(self, request: HttpRequest, form: ItemForm) -> AgendaItem:
        version = form.cleaned_data["version"]
        try:
            return edit_item(actor=request.user, item=self.item, version=version, text=form.text())  # type: ignore[arg-type]
        except StaleEdit as refusal:
            # The form saved itself a moment before the button was pressed: nobody else wrote anything.
            if ItemText.of(refusal.current) == form.text():
                return refusal.current  # type: ignore[no-any-return]
            raise

    def autosave(self, request: HttpRequest, form: ItemForm) -> HttpResponse:
        """The line "Saved 09:58", or why not. What was typed stays in the form in any case."""
        context: dict[str, Any] = {"item": self.item}
        if not form.is_valid():
            context["trouble"] = _("Not saved yet: something above is not right.")
            return render(request, "meetings/agenda/_item_saved.html", context)
        try:
            item = self.saved(request, form)
            context |= {"item": item, "saved_at": _clock(request), "undoable": text_before(item) is not None}
        except NotAllowed as refusal:
            raise Http404 from refusal
        except StaleEdit:
            context["trouble"] = _("Somebody else saved this item. Press Save to see both texts.")
        except Refusal as refusal:
            context["trouble"] = str(refusal.message)
        return render(request, "meetings/agenda/_item_saved.html", context)

    def show(self, request: HttpRequest, form: ItemForm, status: int = 200) -> HttpResponse:
        if form.stale is not None:
            form.conflicts = conflicts(form, item_initial(form.stale))  # type: ignore[attr-defined]
        return super().show(request, form, status)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        told = told_of(self.item) if self.item.restricted else []
        asked = request.method == "POST" and request.POST.get("do") == "preview"
        text = request.POST.get("description", "") if asked else self.item.description
        return {
            "item": self.item,
            "list_address": _address_of_list(self.item),
            "preview": markdown(text) if text.strip() else "",
            "undoable": text_before(self.item) is not None,
            "exposure": exposure_in_words([str(person) for person in told]) if told else "",
        }


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Brings back what the item said before; what it says now becomes an earlier version."""
    item, version = find_item(request, public_id), request.POST.get("version", "")
    try:
        undo_item(actor=request.user, item=item, version=int(version) if version.isascii() and version.isdigit() else 0)  # type: ignore[arg-type]
        messages.success(request, _("The item is as it was before."))
    except NotAllowed as refusal:
        raise Http404 from refusal
    except StaleEdit:
        messages.warning(request, _("Somebody else changed this item since. Nothing was undone."))
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("meetings:item", args=[public_id]))


def exposure_in_words(names: list[str]) -> str:
    """Who had mail with the title before it was restricted."""
    shown = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        shown = _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - NAMED}
    text = ngettext(
        "%(n)d person who may not read this item had mail with its title before it was restricted: %(names)s. "
        "This is written down in the history.",
        "%(n)d people who may not read this item had mail with its title before it was restricted: %(names)s. "
        "This is written down in the history.",
        len(names),
    )
    return text % {"n": len(names), "names": shown}


def _address_of_list(item: AgendaItem) -> str:
    if item.meeting is None:
        return reverse("meetings:backlog", args=[item.body.slug])
    return f"{reverse('meetings:agenda', args=[item.meeting.public_id])}#item-{item.public_id}"


def _record_is_out(item: AgendaItem) -> bool:
    return item.meeting is not None and item.meeting.state == MeetingState.RECORD_CIRCULATED


def _clock(request: HttpRequest) -> str:
    return f"{zones.local(timezone.now(), reader_zone(request.user)):%H:%M}"
