"""A council, its Executive Committee or one of its working groups: one tree, and several councils may live here."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.bodies.choices import BodyKind
from councils.bodies.grants import PERMISSIONS
from councils.bodies.querysets import BodyQuerySet
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import Bilingual, line_field, text_field


class Body(PortalModel):
    """`council` is the root of the tree (itself for a council), so that "all of this council" is one condition."""

    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    council = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="bodies")
    letter = models.CharField(max_length=4, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    name_en = line_field(250, verbose_name=_("name in English"))
    name_ru = line_field(250, verbose_name=_("name in Russian"), blank=True)
    short_name_en = line_field(80)
    short_name_ru = line_field(80, blank=True)
    mandate_en = text_field(blank=True)
    mandate_ru = text_field(blank=True)
    time_zone = models.CharField(max_length=64, default="Asia/Tashkent")
    # When the body counts as represented: how many of its deciding seats must be there, and how large a part of them in
    # per cent. None asks for nothing; where both are given, both must hold.
    least_seats = models.PositiveSmallIntegerField(_("deciding seats that must be there"), null=True, blank=True)
    least_share = models.PositiveSmallIntegerField(_("per cent of deciding seats"), null=True, blank=True)
    observers_propose = models.BooleanField(_("observers may propose agenda items"), default=True)

    name = Bilingual("name")
    short_name = Bilingual("short_name")
    mandate = Bilingual("mandate")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["council_id", "order", "id"]
        permissions = PERMISSIONS
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("councils:body", args=[self.slug])

    @property
    def root_id(self) -> int:
        return self.council_id or self.pk
