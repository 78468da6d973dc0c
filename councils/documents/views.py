from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from councils.documents.choices import DocumentLanguage, Marking
from councils.documents.filters import DocumentFilter
from councils.documents.forms import MARKING_WORDS, EditDocumentForm, NewDocumentForm, RevisionForm
from councils.documents.models import Document, DocumentRevision
from councils.documents.services.documents import add_revision, change_document, create_document, note_download
from councils.documents.services.readers import foreseen_readers, readers_of
from councils.documents.tables import document_lines, file_lines, languages_missing, marking_kind
from rec_portal.files.naming import with_marking
from rec_portal.files.sending import guarded, hand_out
from rec_portal.files.storing import path_of
from rec_portal.foundation import policy
from rec_portal.foundation.at_hand import put_at_hand
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.paging import page_of
from rec_portal.foundation.refusals import Refusal
from rec_portal.foundation.views import FormPage, find, find_with

# The languages that every paper should be in.
WANTED = (DocumentLanguage.ENGLISH, DocumentLanguage.RUSSIAN)


class DocumentList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        bodies = Body.objects.visible_to(request.user).order_by("council_id", "order", "id")
        form = DocumentFilter(request.GET, bodies=bodies, auto_id="filter_%s")
        page = page_of(request, form.narrow(Document.objects.visible_to(request.user)), "-id")
        put_at_hand(page.rows, "body", form.bodies.values())
        context = {
            "filters": form,
            "page": page,
            "lines": document_lines(page.rows, request.user),
            "may_add": policy.Access.of(request.user).holds("run_body"),
        }
        return render(request, "councils/documents/document_list.html", context)


class DocumentPage(View):
    """The document, its files, where it lies on the table, and who reads it."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        rows = Document.objects.select_related("body").prefetch_related("further_bodies")
        document, may = find_with(("edit",), rows, request.user, public_id=public_id)
        files = file_lines(document, request.user, reader_zone(request.user))
        context = {
            "document": document,
            "may": may,
            "files": files,
            "missing": languages_missing(files, [str(language.label) for language in WANTED]),
            "marking_kind": marking_kind(document),
            "marking_words": MARKING_WORDS[Marking(document.marking)],
            "readers": readers_of(document) if "edit" in may and document.marking != Marking.PUBLIC else None,
            "show_history": "history" in request.GET,
        }
        return render(request, "councils/documents/document_detail.html", context)


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One revision's file; each time is a line of the history."""
    rows = DocumentRevision.objects.select_related("document")
    revision = find(rows, request.user, public_id=public_id)
    path = path_of(revision.stored_as)
    if not path.exists():
        raise Http404
    about = {
        "name": with_marking(revision.original_name, revision.document.get_marking_display()),
        "marking": revision.document.marking,
    }
    if request.method == "HEAD":
        return guarded(HttpResponse(content_type=revision.media_type), **about)
    note_download(actor=request.user, revision=revision)
    return hand_out(path, media_type=revision.media_type, **about)


class UploadPage(FormPage):
    """A form that takes a file."""

    def form(self, request: HttpRequest, data: Any = None) -> Any:
        files = request.FILES if data is not None else None
        return self.form_class(data, files, initial=self.initial(request), **self.form_options(request))


class NewDocument(UploadPage):
    """`?body=<slug>` chooses the group beforehand."""

    template = "councils/documents/document_form.html"
    form_class = NewDocumentForm
    done_message: Any = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        runs = policy.allowed(request.user, "run", Body.objects.order_by("council_id", "order", "id"))
        self.homes = list(runs)
        if not self.homes:
            raise Http404

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "body": request.GET.get("body", ""),
            "marking": Marking.MEMBERS,
            "language": (request.LANGUAGE_CODE or settings.LANGUAGE_CODE)[:2],  # type: ignore[attr-defined]
        }

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        bodies = Body.objects.visible_to(request.user).order_by("council_id", "order", "id")
        return {"homes": self.homes, "bodies": bodies, "reader": request.user}

    def save(self, request: HttpRequest, form: NewDocumentForm) -> str:
        document = create_document(
            actor=request.user,
            body=form.home(),
            about=form.about(),
            upload=form.cleaned_data["file"],
            language=form.cleaned_data["language"],
        )
        self.done_message = _("The document is entered.")
        return document.get_absolute_url()


class _OneDocument(UploadPage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Document.objects.select_related("body")
        self.document = find(rows, request.user, "edit", public_id=kwargs["public_id"])

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"document": self.document, "marking_kind": marking_kind(self.document)}


class AddRevision(_OneDocument):
    """`?language=ru` chooses the language beforehand."""

    template = "councils/documents/revision_form.html"
    form_class = RevisionForm

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"language": request.GET.get("language", DocumentLanguage.ENGLISH)}

    def save(self, request: HttpRequest, form: RevisionForm) -> str:
        revision = add_revision(
            actor=request.user,
            document=self.document,
            upload=form.cleaned_data["file"],
            language=form.cleaned_data["language"],
        )
        self.done_message = _("%(language)s, revision %(number)d is there.") % {
            "language": revision.get_language_display(),  # type: ignore[attr-defined]
            "number": revision.number,
        }
        return self.document.get_absolute_url()


class EditDocument(_OneDocument):
    """Shows who gains and who loses the document before a new circle of readers is saved."""

    template = "councils/documents/document_edit.html"
    form_class = EditDocumentForm

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        document = self.document
        return {
            **{name: getattr(document, name) for name in ("title_en", "title_ru", "symbol", "marking", "version")},
            "readers": "\n".join(document.readers.order_by("person__email").values_list("person__email", flat=True)),
            "also_for": list(document.further_bodies.values_list("slug", flat=True)),
        }

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        bodies = Body.objects.visible_to(request.user).order_by("council_id", "order", "id")
        return {"bodies": bodies.exclude(pk=self.document.body_id), "reader": request.user}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("confirmed"):
            return super().post(request, **kwargs)
        self.prepare(request, **kwargs)
        form = self.form(request, request.POST)
        if form.is_valid():
            version, about = form.cleaned_data["version"], form.about()
            try:
                gained, lost = foreseen_readers(
                    actor=request.user, document=self.document, version=version, about=about
                )
            except Refusal as refusal:
                form.refuse(refusal)
                return self.show(request, form, status=422)
            if gained.number or lost.number:
                self.foreseen = {"gained": gained, "lost": lost, "new_marking": MARKING_WORDS[Marking(about.marking)]}
                return self.show(request, form)
        return super().post(request, **kwargs)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().context(request), "foreseen": getattr(self, "foreseen", None)}

    def save(self, request: HttpRequest, form: EditDocumentForm) -> str:
        document = change_document(
            actor=request.user,
            document=self.document,
            version=form.cleaned_data["version"],
            about=form.about(),
        )
        self.done_message = _("Saved.")
        return document.get_absolute_url()
