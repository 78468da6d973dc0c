from rec_portal.foundation.querysets import PortalQuerySet


class BodyQuerySet(PortalQuerySet):
    def councils(self) -> "BodyQuerySet":
        return self.filter(parent=None)
