"""A document of a body: its languages and revisions, and who it is for."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models.body import Body
from councils.documents.choices import DocumentLanguage, Marking, Scan
from councils.documents.querysets import DocumentQuerySet
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.querysets import PortalQuerySet
from rec_portal.foundation.text import Bilingual, line_field


class Document(PortalModel):
    """What it is called, whose it is and who it is for; the files are its revisions.

    `marking` decides together with the office a person holds in `body`, or in one of the further bodies of a joint
    document. A title in either language is enough.
    """

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="documents", verbose_name=_("group"), db_index=False
    )
    further_bodies = models.ManyToManyField(Body, through="DocumentBody", related_name="joint_documents")
    title_en = line_field(250, verbose_name=_("title in English"), blank=True)
    title_ru = line_field(250, verbose_name=_("title in Russian"), blank=True)
    symbol = line_field(60, verbose_name=_("symbol"), blank=True)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking.choices, default=Marking.MEMBERS)

    title = Bilingual("title")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="") | ~Q(title_ru=""), name="document_has_a_title"),
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="document_of_body"),
            models.Index(fields=["-id"], name="document_public", condition=Q(marking="public")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return address("councils:document", self.public_id)

    @property
    def name_in_history(self) -> str:
        """Not all who read a group's history may read the titles of all its documents."""
        return f"Document {self.public_id}"


class DocumentBody(models.Model):
    """A further body that a joint document is for, besides the one it belongs to."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="body_links", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "body"], name="document_body_once")]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.body_id}"


class DocumentReader(models.Model):
    """A person named on a confidential document. It opens nothing to whoever no longer sits in the council."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readers", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="document_reader_once")]
        indexes = [models.Index(fields=["person", "document"], name="document_of_reader")]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.person_id}"


class DocumentRevision(PortalModel):
    """One file of a document, never changed after it is stored; `number` counts from 1 within a language.

    `stored_as` is a random name under DOCUMENT_ROOT that no page shows; `size` is in bytes, `sha256` 64 hex digits.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    language = models.CharField(_("language"), max_length=5, choices=DocumentLanguage.choices)
    number = models.PositiveSmallIntegerField()
    stored_as = models.CharField(max_length=40, unique=True, editable=False)
    original_name = line_field(180)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, validators=[MinLengthValidator(64)])
    scan = models.CharField(max_length=12, choices=Scan.choices)
    # Null when the portal itself brought it (the first data set).
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ["language", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "number"], name="revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language}, {self.number})"
