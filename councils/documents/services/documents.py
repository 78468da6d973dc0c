"""Entering documents, adding revisions and languages, changing who they are for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from councils.bodies.services.authority import insist
from councils.documents.choices import Scan
from councils.documents.models import Document, DocumentBody, DocumentReader, DocumentRevision
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.files import storing
from rec_portal.files.intake import Kept, Upload, take_in
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed


@dataclass(frozen=True)
class About:
    """What is said of a document: its names, its marking, and who besides the group's own people it is for."""

    title_en: str
    title_ru: str
    symbol: str
    marking: str
    further_bodies: Sequence[Body] = ()
    readers: Sequence[User] = ()


def create_document(*, actor: User | None, body: Body, about: About, upload: Upload, language: str) -> Document:
    """A new document with its first file. Raises InvalidInput on the field that it is about."""
    if actor is not None and not policy.may_start(actor, "run_body", body):
        raise NotAllowed

    def enter(kept: Kept) -> Document:
        document = Document(body=body)
        changes = _write(document, about, actor=actor)
        revision = _keep_revision(document, kept, language=language, actor=actor)
        record(
            actor=actor,
            verb="document.created",
            target=document,
            root_id=body.pk,
            changes=[*changes, *_file_change(revision)],
        )
        return document

    return _with_file(upload, enter)


def add_revision(*, actor: User | None, document: Document, upload: Upload, language: str) -> DocumentRevision:
    """The next revision in `language`, or the first one in a new language. What is pinned elsewhere stays as it is."""
    insist(actor, "edit", document)

    def enter(kept: Kept) -> DocumentRevision:
        locked = lock(document)
        insist(actor, "edit", locked)
        revision = _keep_revision(locked, kept, language=language, actor=actor)
        record(
            actor=actor,
            verb="document.revised",
            target=locked,
            root_id=locked.body_id,
            changes=_file_change(revision),
        )
        return revision

    return _with_file(upload, enter)


@transaction.atomic
def change_document(*, actor: User, document: Document, version: int, about: About) -> Document:
    """Names, marking, further bodies and named readers, all at once; a new marking holds from this moment."""
    document = lock(document, version)
    insist(actor, "edit", document)
    changes = _write(document, about, actor=actor)
    if changes:
        if not any(change["field"] in DOCUMENT_FIELDS for change in changes):
            # Another list of readers is a new version too, so that two editors cannot pass each other.
            document.version += 1
            document._history_user = actor  # type: ignore[attr-defined]
            document.save()
        record(actor=actor, verb="document.changed", target=document, root_id=document.body_id, changes=changes)
    return document


@transaction.atomic
def note_download(*, actor: User, revision: DocumentRevision) -> None:
    """A line of the history for each time that a file is handed out."""
    record(
        actor=actor,
        verb="document.downloaded",
        target=revision.document,
        root_id=revision.document.body_id,
        changes=_file_change(revision),
    )


DOCUMENT_FIELDS = frozenset({"title_en", "title_ru", "symbol", "marking"})


def _write(document: Document, about: About, *, actor: User | None) -> list[dict[str, Any]]:
    if not about.title_en and not about.title_ru:
        raise InvalidInput(_("Give a title in at least one language."), field="title_en")
    for name in DOCUMENT_FIELDS:
        setattr(document, name, getattr(about, name))
    changes = store(document, actor=actor)
    further = {body.pk: body.short_name_en for body in about.further_bodies if body.pk != document.body_id}
    named = {person.pk: person.name for person in about.readers}
    changes += _replace("also_for", document, DocumentBody, "body", further, lambda link: link.body.short_name_en)
    changes += _replace("readers", document, DocumentReader, "person", named, lambda link: link.person.name)
    return changes


def _replace(
    field: str,
    document: Document,
    model: type[DocumentBody] | type[DocumentReader],
    end: str,
    wanted: dict[int, str],
    name_of: Callable[[Any], str],
) -> list[dict[str, Any]]:
    """Makes the rows that join `document` to others say `wanted` (id: name); returns what changed, in names."""
    links = model._default_manager.filter(document=document).select_related(end)
    known = {getattr(link, f"{end}_id"): link for link in links}
    if known.keys() == wanted.keys():
        return []
    old = ", ".join(sorted(name_of(link) for link in known.values()))
    for key in known.keys() - wanted.keys():
        known[key].delete()
    for key in wanted.keys() - known.keys():
        model._default_manager.create(document=document, **{f"{end}_id": key})
    return [{"field": field, "old": old, "new": ", ".join(sorted(wanted.values()))}]


def _keep_revision(document: Document, kept: Kept, *, language: str, actor: User | None) -> DocumentRevision:
    earlier = document.revisions.filter(language=language)
    last = earlier.order_by("-number").first()
    if last is not None and last.sha256 == kept.sha256:
        raise InvalidInput(_("This is the same file as the newest revision in this language."), field="file")
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = DocumentRevision(
        document=document,
        language=language,
        number=number,
        stored_as=kept.stored_as,
        original_name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        sha256=kept.sha256,
        scan=Scan.CLEAN if kept.scanned else Scan.NOT_SCANNED,
        uploaded_by=actor,
    )
    store(revision, actor=actor)
    return revision


def _with_file(upload: Upload, enter: Callable[[Kept], Any]) -> Any:
    """Takes the file in, then writes its rows in one transaction; when they cannot be written, the file goes too."""
    kept = take_in(upload)
    try:
        with transaction.atomic():
            return enter(kept)
    except BaseException:
        storing.discard(kept.stored_as)
        raise


def _file_change(revision: DocumentRevision) -> list[dict[str, Any]]:
    """Which file, by language, number and hash: its name may say what its title says."""
    said = f"{revision.language} {revision.number}, SHA-256 {revision.sha256}"
    return [{"field": "file", "old": None, "new": said}]


def people_named(addresses: Collection[str], reader: User) -> tuple[list[User], list[str]]:
    """The people whom `reader` may know by these e-mail addresses, and the addresses that lead to nobody."""
    wanted = {address.strip().lower() for address in addresses if address.strip()}
    found = {person.email.lower(): person for person in User.objects.visible_to(reader).filter(email__in=wanted)}
    return [found[address] for address in sorted(found)], sorted(wanted - found.keys())
