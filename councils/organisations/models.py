from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.organisations.choices import OrganisationKind
from councils.organisations.querysets import OrganisationQuerySet
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import Bilingual, line_field


class Organisation(PortalModel):
    """A member state or an organisation that holds seats."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind.choices)
    name_en = line_field(250, verbose_name=_("name in English"))
    name_ru = line_field(250, verbose_name=_("name in Russian"), blank=True)
    short_name_en = line_field(60, verbose_name=_("short name in English"))
    short_name_ru = line_field(60, verbose_name=_("short name in Russian"), blank=True)
    country = models.CharField(_("country code"), max_length=2, blank=True)

    name = Bilingual("name")
    short_name = Bilingual("short_name")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["short_name_en"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("councils:organisation", args=[self.slug])

    @property
    def is_state(self) -> bool:
        return self.kind == OrganisationKind.MEMBER_STATE
