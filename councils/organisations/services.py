"""Entering organisations and correcting them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from councils.bodies.services.authority import insist
from councils.organisations.models import Organisation
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput

# The address of the page that enters one.
TAKEN = "new"


@transaction.atomic
def create_organisation(*, actor: User | None, slug: str = "", **texts: Any) -> Organisation:
    """`texts` are the fields of Organisation; the address is made from the short name when none is given."""
    organisation = Organisation(slug=slug or _free_slug(texts["short_name_en"]), **texts)
    _refuse_known_name(organisation)
    try:
        with transaction.atomic():
            changes = store(organisation, actor=actor)
    except IntegrityError:
        # Somebody else entered one in this very moment; now both the name and the address can be seen.
        _refuse_known_name(organisation)
        organisation.slug = _free_slug(organisation.short_name_en)
        changes = store(organisation, actor=actor)
    # Organisations belong to no body, so the rule is asked of the row itself; a no undoes it.
    insist(actor, "edit", organisation)
    record(actor=actor, verb="organisation.created", target=organisation, root_id=None, changes=changes)
    return organisation


@transaction.atomic
def change_organisation(*, actor: User, organisation: Organisation, version: int, **texts: Any) -> Organisation:
    """Saves corrected names or kind; the address stays, since others may have kept it."""
    organisation = lock(organisation, version)
    insist(actor, "edit", organisation)
    for name, value in texts.items():
        setattr(organisation, name, value)
    _refuse_known_name(organisation)
    changes = store(organisation, actor=actor)
    if changes:
        record(actor=actor, verb="organisation.changed", target=organisation, root_id=None, changes=changes)
    return organisation


def _refuse_known_name(organisation: Organisation) -> None:
    others = Organisation.objects.exclude(pk=organisation.pk).filter(name_en__iexact=organisation.name_en)
    if others.exists():
        raise InvalidInput(_("An organisation of this name is entered already."), field="name_en")


def _free_slug(name: str) -> str:
    """The first free one of "who", "who-2", "who-3" …"""
    stem = slugify(name)[:50] or "organisation"
    taken = {TAKEN, *Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
