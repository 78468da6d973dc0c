from typing import Any

from django.db.models import Exists, OuterRef, Q

from rec_portal.foundation.querysets import PortalQuerySet


class DocumentQuerySet(PortalQuerySet):
    def of_body(self, body: Any) -> "DocumentQuerySet":
        """Documents that belong to `body`, or are also for it."""
        links: Any = self.model._meta.get_field("body_links").related_model
        ids = list(links.objects.filter(body=body).values_list("document_id", flat=True))
        return self.filter(Q(body=body) | Q(pk__in=ids)) if ids else self.filter(body=body)

    def without_language(self, language: str) -> "DocumentQuerySet":
        """Documents of which there is no version in that language."""
        revisions: Any = self.model._meta.get_field("revisions").related_model
        return self.exclude(Exists(revisions.objects.filter(document=OuterRef("pk"), language=language)))
