"""Page bases. Signing in is demanded by middleware; what a person may see is decided by `visible_to` alone."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed, Refusal


def find(rows: Any, user: Any, action: str = "see", **wanted: Any) -> Any:
    """The one row the person may see (or `action`), or 404: absent and forbidden are the same answer."""
    if any("\x00" in value for value in wanted.values() if isinstance(value, str)):
        # PostgreSQL refuses the character itself; nothing is kept under it.
        raise Http404
    row = policy.allowed(user, action, rows, among=wanted).first()
    if row is None:
        raise Http404
    return row


def find_with(actions: Sequence[str], rows: Any, user: Any, **wanted: Any) -> tuple[Any, frozenset[str]]:
    """The same, and those of `actions` that the person may do on the row: one query for all the buttons of a page."""
    for action in actions:
        rows = policy.marked(user, action, rows)
    row = find(rows, user, **wanted)
    return row, frozenset(action for action in actions if getattr(row, f"may_{action}"))


def require(user: Any, action: str, row: Any) -> None:
    """404 unless the person may do `action` on a row they already see."""
    if not policy.can(user, action, row):
        raise Http404


class FormPage(View):
    """GET shows a form, POST calls one service function; a refusal comes back at its field with all that was typed.

    A subclass gives `template`, `form_class`, and `prepare`, `initial`, `save`, `context` as it needs.
    """

    template = ""
    form_class: Any = None
    done_message: Any = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        """Finds the row the page is about (404 when it is not for this person)."""

    def form(self, request: HttpRequest, data: Any = None) -> Any:
        return self.form_class(data, initial=self.initial(request), **self.form_options(request))

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def save(self, request: HttpRequest, form: Any) -> str:
        """Calls the service; returns the address to go to."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(request, **kwargs)
        return self.show(request, self.form(request))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(request, **kwargs)
        form = self.form(request, request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        try:
            with transaction.atomic():
                address = self.save(request, form)
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            form.refuse(refusal)
            return self.show(request, form, status=422)
        if self.done_message:
            messages.success(request, self.done_message)
        return HttpResponseRedirect(address)

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        return render(request, self.template, {"form": form, **self.context(request)}, status=status)
